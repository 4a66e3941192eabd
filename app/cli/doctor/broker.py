"""Celery's broker, where Celery delivers."""

from flask import current_app

from app.cli.doctor.findings import Finding, fault, ok

TIMEOUT = 3  # seconds


def serves() -> Finding | None:
    if current_app.config["MAIL_DELIVERY"] != "celery":
        return None
    from celery import Celery  # noqa: PLC0415 - only who delivers by Celery has it
    from kombu.exceptions import OperationalError  # noqa: PLC0415

    try:
        with Celery(broker=current_app.config["CELERY_BROKER_URL"]).connection_for_write() as line:
            line.ensure_connection(max_retries=1, timeout=TIMEOUT)
    except (OperationalError, OSError) as error:
        return fault(
            f"The broker does not serve: {error}",
            "Mails wait until the next sweep of Celery's beat, which needs it too.",
            "Start it, or correct CELERY_BROKER_URL in .env.",
        )
    return ok("The broker serves.")


CHECKS = (serves,)
