"""Delivery by Celery: `celery -A app.email.worker worker` does it, `celery -A app.email.worker beat` sweeps.

The rows of the outbox stay the truth: a task that is lost, doubled or late changes nothing, because
whatever is due is claimed from the table.
"""

import time

from celery import Celery
from celery.signals import worker_process_init

from app.email.delivery import deliver_due
from app.email.engine import TASK
from app.extensions import db
from app.models import Message
from wsgi import app as application

SWEEP_EVERY = 15.0  # seconds; finds what was never announced
TURN = 20.0  # seconds that a task takes at most, and one mail, so that a worker can be stopped

app = Celery("flasky", broker=application.config["CELERY_BROKER_URL"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    beat_schedule={"sweep": {"task": TASK, "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}}},
)


@app.task(name=TASK)
def deliver() -> None:
    """Send what is due; a long queue in several turns."""
    end = time.monotonic() + TURN
    with application.app_context():
        if deliver_due(lambda: time.monotonic() < end) and Message.any_due():
            deliver.delay()


@worker_process_init.connect
def begin_afresh(**_: object) -> None:
    """Connections to the database do not survive a fork."""
    with application.app_context():
        db.engine.dispose(close=False)
