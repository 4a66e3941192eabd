"""Whether anybody delivers: a thread of some process, or a worker of Celery."""

from datetime import datetime

from app.extensions import db
from app.models.heartbeat import Heartbeat

NAME = "mail"


def beat() -> None:
    """Note that somebody looks after the outbox; commits."""
    if Heartbeat.beat(NAME):
        db.session.commit()


def last() -> datetime | None:
    """When somebody last did; None if nobody ever has."""
    return Heartbeat.last(NAME)


def is_beating() -> bool:
    """Whether somebody has within the last two minutes."""
    return Heartbeat.is_beating(NAME)
