"""The thread that delivers, under gunicorn as operators start it."""

import signal
import subprocess
import sys

import pytest

from app.email.engine import once_answered
from tests.support.mailserver import MailServer, free_port
from tests.support.servers import STRONG_KEY, deploy, gunicorn
from tests.support.settings import ROOT, plain_environment

QUEUE = """
from app import db
from app.email import send_email
from app.models import User
from wsgi import app
with app.app_context():
    for number in range(3):
        person = User(username="ada", email="a@example.com")
        send_email(f"ada{number}@example.com", "Hello", "email/new_user", person=person, profile_link="http://flasky.test/")
    db.session.commit()
"""
STATES = """
from app import db
from app.models import Message
from wsgi import app
with app.app_context():
    print(*[f"{mail.state}:{mail.attempts}" for mail in db.session.scalars(db.select(Message).order_by(Message.id))])
"""


@pytest.fixture
def environment(tmp_path, mail_server):
    environment = plain_environment(
        FLASK_CONFIG="production",
        SECRET_KEY=STRONG_KEY,
        SERVER_NAME="flasky.test",
        DATABASE_URL=f"sqlite:///{tmp_path / 'engine.sqlite'}",
        MAIL_SERVER="127.0.0.1",
        MAIL_PORT=str(mail_server.port),
        MAIL_USE_TLS="0",
    )
    deploy(environment)
    run(environment, QUEUE)
    return environment


def run(environment: dict[str, str], code: str) -> list[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout.split()


def command(port: int, *options: str) -> list[str]:
    return gunicorn(port, "--config", "deploy/gunicorn.conf.py", "--workers", "1", *options)


@pytest.mark.parametrize("options", [[], ["--preload"]])
def test_what_waited_leaves_without_a_visitor(environment, mail_server: MailServer, options):
    process = subprocess.Popen(
        command(free_port(), *options), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with process:
        try:
            assert mail_server.wait_for_a_mail()["To"] == "ada0@example.com"
        finally:
            process.send_signal(signal.SIGTERM)


def test_a_stop_lets_the_mail_arrive_that_is_on_its_way(environment, mail_server: MailServer):
    """It is marked, though its server takes its time, and the others are given back."""
    mail_server.answering.clear()
    with subprocess.Popen(
        command(free_port()), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        mail_server.wait_for_a_mail()
        process.send_signal(signal.SIGTERM)
        next(line for line in process.stderr if "Worker exiting" in line)
        mail_server.answering.set()
        process.stderr.read()  # its last words want a reader

    assert (process.returncode, run(environment, STATES)) == (0, ["sent:1", "queued:0", "queued:0"])


def test_delivery_begins_when_the_answer_has_left(app):
    begun = []
    with app.test_request_context():
        once_answered(lambda: begun.append("delivery"))
        answer = app.process_response(app.make_response("Check your inbox."))
        assert begun == []
        answer.close()

    assert begun == ["delivery"]


def test_it_begins_at_once_where_nobody_asks(app):
    begun = []

    once_answered(lambda: begun.append("delivery"))

    assert begun == ["delivery"]
