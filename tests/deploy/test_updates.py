"""New processes, dead processes, new releases: what visitors notice of them."""

import http.client
import json
import os
import re
import shutil
import signal
import socket

import psycopg
import pytest

from tests.support import load, site
from tests.support.certificates import HOST
from tests.support.requirements import need
from tests.support.settings import ROOT
from tests.support.site import AppServer, wait_until


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    """A site whose processes may be killed."""
    need(site.what_is_missing())
    with site.running(tmp_path_factory.mktemp("site"), RATELIMIT_ENABLED="0") as running:
        yield running


@pytest.fixture(scope="module")
def server(own_site):
    return own_site.servers[0]


def test_a_reload_loses_nothing(own_site, server):
    with load.Load(own_site, load.introduce_oneself) as visitors:
        visitors.wait_for(40)
        server.reload()
        visitors.wait_for(40)

    assert set(visitors.counted) == {("GET", 200), ("POST", 303)}


def test_a_process_that_dies_loses_no_page_and_doubles_no_form(own_site, server):
    before = len(own_site.front.log)
    with load.Load(own_site, load.register) as visitors:
        for _ in range(5):
            visitors.wait_for(20)
            os.kill(server.workers[0], signal.SIGKILL)
    wait_until(lambda: len(own_site.front.log) >= before + len(visitors.asked))

    counted = visitors.counted
    assert {status for what, status in counted if what != "POST"} == {200}
    assert {status for what, status in counted if what == "POST"} - {502} == {303}
    log = [json.loads(line) for line in own_site.front.log[before:]]
    assert [line for line in log if line["method"] == "POST" and "," in line["upstream_status"]] == []
    # What was acknowledged is there; what was not may have been done, but once.
    registered = registrations(own_site)
    assert len(registered) == len(set(registered))
    assert counted["POST", 303] <= len(registered) <= counted["POST", 303] + counted["POST", 502]


def registrations(own_site):
    url = own_site.environment["DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        return [
            row[0] for row in connection.execute("SELECT user_id FROM account_events WHERE kind = 'account:registered'")
        ]


def test_while_the_application_is_down_its_page_says_so(own_site, server):
    server.kill()
    answer, text = own_site.ask("GET", "/")
    server.start()

    assert (answer.status, answer.headers["Retry-After"]) == (502, "5")
    assert b"<h1>Back in a moment</h1>" in text
    assert own_site.ask("GET", "/")[0].status == 200


def test_each_line_of_the_log_is_an_object_with_the_same_keys(own_site, server):
    own_site.ask("GET", "/nowhere")
    server.reload()
    lines = [json.loads(line) for line in server.said]

    assert {line["logger"] for line in lines} >= {"app.logs", "gunicorn.error"}
    assert len({tuple(sorted(line)) for line in lines}) == 1


def test_preloading_shares_no_connection(own_site, server):
    server.stop()
    server.start("--preload")
    with load.Load(own_site, load.register) as visitors:
        visitors.wait_for(60)
    server.stop()
    server.start()

    assert set(visitors.counted) == {("GET", 200), ("POST", 303)}


@pytest.fixture
def releases(tmp_path):
    """Two releases that differ in their templates and in a setting, and `current`, which leads to the first."""
    for name in ("first", "second"):
        shutil.copytree(
            ROOT, tmp_path / name, ignore=shutil.ignore_patterns(".*", "tests", "bench", "docs", "*.sqlite*")
        )
        (tmp_path / name / ".env").write_text(f"FLASKY_SITE_NAME={name}\nWEB_WORKERS=1\n")
        for page in ("main/welcome.html", "auth/login.html"):
            template = tmp_path / name / "app" / "templates" / page
            template.write_text(template.read_text().replace("{% block title %}", f"{{% block title %}}{name}: ", 1))
    (tmp_path / "current").symlink_to("first")
    return tmp_path


def switch(releases, name):
    (releases / "new").symlink_to(name)
    (releases / "new").replace(releases / "current")


def title(server, path):
    """Which release's template was rendered, and under which release's settings."""
    line = http.client.HTTPConnection(HOST)
    line.sock = socket.socket(socket.AF_UNIX)
    line.sock.connect(server.bind.removeprefix("unix:"))
    line.request("GET", path)
    page = line.getresponse().read().decode()
    line.close()
    return re.search(r"<title>(\w+): .* · (\w+)</title>", page).groups()


def test_a_reload_follows_to_the_release_that_is_current_and_not_before(own_site, releases):
    said_elsewhere = {"FLASKY_SITE_NAME", "WEB_WORKERS"}
    environment = {name: value for name, value in own_site.environment.items() if name not in said_elsewhere}
    server = AppServer(f"unix:{releases}/web.sock", environment, releases / "log", releases / "current")
    try:
        seen = [title(server, "/")]
        switch(releases, "second")
        seen.append(title(server, "/auth/login"))  # a template that this process has not read yet
        server.reload()
        seen += [title(server, "/"), title(server, "/auth/login")]
    finally:
        server.stop()

    assert seen == [("first", "first"), ("first", "first"), ("second", "second"), ("second", "second")]
