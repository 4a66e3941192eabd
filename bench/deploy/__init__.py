"""Proofs with real servers that take longer than a test may. `python -m bench.deploy` runs them."""
