"""Flasky without its one hashing thread a process: as many hashes at once as there are requests."""

from contenders.ours import app, seed

from app import hashing

__all__ = ["app", "seed"]

hashing.run = lambda work: work()
