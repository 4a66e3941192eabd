"""What a test needs from the machine: missing, it is skipped by name; on CI that is a failure."""

import os

import pytest


def need(missing: str | None) -> None:
    """Go on if nothing is missing."""
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI must have it: {missing}")
    if missing:
        pytest.skip(missing)
