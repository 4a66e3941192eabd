"""Delivery by Celery, over a real Redis and a real RabbitMQ."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from app import db
from app.email import engine, send_email
from tests.support.mailserver import MailServer
from tests.support.requirements import need
from tests.support.servers import STRONG_KEY, deploy
from tests.support.settings import ROOT, plain_environment

BROKERS = {
    "redis": os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15"),
    "rabbitmq": os.environ.get("TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//"),
}


def what_is_missing(name: str) -> str | None:
    """Why Celery cannot work over this broker here, in words; None if it can."""
    try:
        multiprocessing.Lock()
    except OSError as error:
        return f"no semaphores for Celery's processes, /dev/shm is closed: {error}"
    where = urlsplit(BROKERS[name])
    with socket.socket() as line:
        refused = line.connect_ex((where.hostname or "", where.port or 0))
    return f"no {name} answers at {where.hostname}:{where.port}" if refused else None


@pytest.fixture(params=BROKERS)
def broker(request):
    need(what_is_missing(request.param))
    return BROKERS[request.param]


@pytest.fixture
def environment(tmp_path, broker, mail_server):
    environment = plain_environment(
        FLASK_CONFIG="production",
        SECRET_KEY=STRONG_KEY,
        SERVER_NAME="flasky.test",
        DATABASE_URL=f"sqlite:///{tmp_path / 'worker.sqlite'}",
        MAIL_SERVER="127.0.0.1",
        MAIL_PORT=str(mail_server.port),
        MAIL_USE_TLS="0",
        MAIL_DELIVERY="celery",
        CELERY_BROKER_URL=broker,
    )
    deploy(environment)
    return environment


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "app.email.worker", "worker", "--concurrency", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)


QUEUE = """
import sys
from app import db
from app.email import engine, send_email
from app.models import User
from wsgi import app
with app.app_context():
    send_email("ada@example.com", "Hello", "email/new_user", person=User(username="ada", email="a@example.com"), account_link="http://flasky.test/")
    db.session.commit()
    sys.exit(not engine.announce(app.config["CELERY_BROKER_URL"]))
"""


def queue(environment: dict[str, str]) -> int:
    """Queue a mail and announce it, as a web process does; 0 if the broker took the news."""
    return subprocess.run([sys.executable, "-c", QUEUE], cwd=ROOT, env=environment, check=False).returncode


def test_what_is_announced_arrives(environment, mail_server: MailServer):
    with worker(environment):
        queue(environment)

        assert mail_server.wait_for_a_mail()["To"] == "ada@example.com"


def test_what_was_announced_while_nobody_worked_arrives_later(environment, mail_server: MailServer):
    queue(environment)

    with worker(environment):
        assert mail_server.wait_for_a_mail()["To"] == "ada@example.com"


def test_a_broker_that_is_away_is_told_and_the_mail_stays(ada):
    mail = send_email(ada.email, "Hello", "email/reopened", user=ada, login_link="http://flasky.test/")
    db.session.commit()

    assert (engine.announce("redis://127.0.0.1:1/0"), mail.state) == (False, "queued")
