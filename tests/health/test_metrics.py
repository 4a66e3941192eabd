"""/metrics: what Prometheus reads, of one process or of all on a machine."""

import re
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from app import db
from app.email import send_email
from tests.support.apps import make_app
from tests.support.client import Browser
from tests.support.mailserver import free_port
from tests.support.people import OTHER_PASSWORD
from tests.support.servers import STRONG_KEY, deploy, gunicorn, running
from tests.support.settings import ROOT, plain_environment
from tests.support.site import wait_until

REQUESTS = 'flasky_requests_total{{endpoint="{}",status="{}"}}'


@pytest.fixture
def value(browser):
    """A metric's value by its name and labels; nothing counted is 0."""

    def value(name: str) -> float:
        return read(browser.get("/metrics").text, name)

    return value


def read(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def visit(browser, path):
    """Like a server, which closes the answer when it is sent."""
    with browser.client.get(path):
        pass


def test_requests_are_counted_by_endpoint_and_status(browser, value):
    names = [REQUESTS.format("main.index", 200), REQUESTS.format("none", 404)]
    before = [value(name) for name in names]
    for path in ("/", "/", "/nowhere"):
        visit(browser, path)

    assert [value(name) - old for name, old in zip(names, before, strict=True)] == [2, 1]


def test_their_times_are_a_histogram(browser, value):
    name = 'flasky_request_seconds_bucket{endpoint="main.index",le="+Inf"}'
    before = value(name)
    visit(browser, "/")

    assert value(name) - before == 1


def test_sign_ins_are_counted_by_outcome(ada, sign_in, browser, value):
    names = [f'flasky_sign_ins_total{{outcome="{outcome}"}}' for outcome in ("signed in", "refused", "blocked")]
    before = [value(name) for name in names]
    sign_in(ada)
    for name in ["ada"] * 5 + ["nobody"]:
        browser.submit("/auth/login", email=name, password=OTHER_PASSWORD)

    assert [value(name) - old for name, old in zip(names, before, strict=True)] == [1, 6, 1]


def test_mails_are_counted_by_state(ada, value, clock):
    send_email(ada.email, "Hello", "email/reopened", user=ada, login_link="http://flasky.test/")
    db.session.commit()
    clock.advance(seconds=90)

    assert [value(f'flasky_mails{{state="{state}"}}') for state in ("queued", "sent")] == [1, 0]
    assert value("flasky_oldest_waiting_mail_seconds") == 90


def test_connections_in_use_are_told(browser, value):
    visit(browser, "/user/ada")

    assert value("flasky_database_connections_in_use") >= 0
    assert "# TYPE flasky_database_connections_in_use gauge" in browser.get("/metrics").text


def test_it_answers_without_a_database_too():
    app = make_app(SQLALCHEMY_DATABASE_URI="sqlite:////nowhere/at/all.sqlite")
    with app.app_context():
        page = Browser(app).get("/metrics")

    assert (page.status, read(page.text, "flasky_database_up"), "flasky_mails" in page.text) == (200, 0, False)


def test_prometheus_can_read_every_line(browser):
    lines = browser.get("/metrics").text.splitlines()
    shape = re.compile(r'[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+')

    assert [line for line in lines if not line.startswith("# ") and not shape.fullmatch(line)] == []


def fetch(url: str) -> str:
    with urlopen(Request(url, headers={"Host": "flasky.test", "Connection": "close"}), timeout=10) as answer:  # noqa: S310 - our own URL
        return answer.read().decode()


def test_two_processes_count_together(tmp_path):
    port = free_port()
    (tmp_path / "metrics").mkdir()
    environment = plain_environment(
        FLASK_CONFIG="",
        SECRET_KEY=STRONG_KEY,
        SERVER_NAME="flasky.test",
        DATABASE_URL=f"sqlite:///{tmp_path / 'live.sqlite'}",
        PROMETHEUS_MULTIPROC_DIR=str(tmp_path / "metrics"),
    )
    deploy(environment)
    url = f"http://127.0.0.1:{port}"
    with running(gunicorn(port, "-w", "2"), environment, f"{url}/healthz"):
        asked = []

        def both_have_counted() -> bool:
            asked.append(fetch(f"{url}/auth/login"))
            return len({file.name.rpartition("_")[2] for file in (tmp_path / "metrics").glob("counter_*.db")}) == 2

        wait_until(both_have_counted)
        counts = [read(fetch(f"{url}/metrics"), REQUESTS.format("auth.login", 200)) for _ in range(10)]

    # A request is counted when its answer has left, so the first readings may lack the last one.
    assert counts[-1] == len(asked)


def test_an_empty_folder_setting_is_none():
    """The library would write into the present folder."""
    code = "import config, os; print('PROMETHEUS_MULTIPROC_DIR' in os.environ)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=plain_environment(), capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False"
