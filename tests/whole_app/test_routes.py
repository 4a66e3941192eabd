"""Every address of the application, frozen: who adds one adds it here, and says who may call it."""

import pytest

from app import db
from tests.support.people import make_user
from tests.support.settings import ROOT

LIST = ROOT / "tests" / "whole_app" / "routes.txt"
WAITING_ROOM = "/auth/unconfirmed"


def listed():
    """Each route with its methods and with whoever may see it."""
    lines = [line.split() for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    return {path: (methods, who) for path, methods, who in lines}


def methods_of(app, path):
    found = {method for rule in app.url_map.iter_rules() if rule.rule == path for method in rule.methods}
    return ",".join(sorted(found - {"HEAD", "OPTIONS"}))


def test_every_route_is_listed(app):
    actual = {rule.rule: methods_of(app, rule.rule) for rule in app.url_map.iter_rules()}

    assert actual == {path: methods for path, (methods, _) in listed().items()}


def address(path):
    """A real address for a route."""
    for part, sample in {
        "<username:username>": "ada",
        "<token>": "x",
        "<path:filename>": "x",
    }.items():
        path = path.replace(part, sample)
    return path if "<" not in path else path.partition("<")[0] + "1" + path.rpartition(">")[2]


def paths_for(*people: str):
    return [path for path, (methods, who) in listed().items() if who in people and "GET" in methods.split(",")]


def posting(*people: str):
    return [path for path, (methods, who) in listed().items() if who in people and "POST" in methods.split(",")]


@pytest.mark.parametrize("path", paths_for("people", "members"))
def test_a_stranger_is_asked_to_sign_in(browser, path):
    assert browser.get(address(path)).location.startswith("/auth/login?next=")


@pytest.mark.parametrize("path", paths_for("settled", "members"))
def test_whoever_has_not_confirmed_is_led_to_the_waiting_room(unconfirmed, sign_in, path):
    assert sign_in(unconfirmed).get(address(path)).location == WAITING_ROOM


@pytest.mark.parametrize("path", posting("people", "members"))
def test_a_stranger_cannot_send_a_form_for_people(browser, path):
    token = browser.get("/auth/login").csrf_token

    assert browser.post(address(path), {"csrf_token": token}).location.startswith("/auth/login")


@pytest.mark.parametrize("path", posting("all", "settled", "people", "members"))
def test_a_form_without_its_token_is_refused_everywhere(ada, sign_in, browser, path):
    """For a stranger, and for whoever is signed in."""
    assert [browser.post(address(path)).status, sign_in(ada).post(address(path)).status] == [400, 400]


@pytest.mark.parametrize("path", posting("moderators", "administrators"))
def test_a_form_without_its_token_is_refused_in_administration(sign_in, path):
    assert sign_in(make_user("root", role="Administrator")).post(address(path)).status == 400


@pytest.mark.parametrize("path", [path for path in listed() if "static" not in path])
def test_every_address_answers_every_method_without_a_fault(ada, sign_in, path):
    browser = sign_in(ada)

    statuses = [
        browser.open(address(path), method=method).status
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE")
    ]

    assert [status for status in statuses if status >= 500] == []


@pytest.mark.parametrize(
    "path", [path for path in paths_for("all", "settled", "people", "members") if "static" not in path]
)
def test_opening_a_page_twice_changes_nothing(ada, sign_in, path, clock):
    open_twice(sign_in(ada), address(path))


@pytest.mark.parametrize("path", paths_for("moderators", "administrators"))
def test_looking_at_administration_changes_nothing(ada, sign_in, path, clock):
    open_twice(sign_in(make_user("root", role="Administrator")), path.replace("<id:id>", str(ada.id)))


def open_twice(browser, path):
    def checksum():
        db.session.rollback()
        return {table.name: db.session.execute(table.select()).all() for table in db.metadata.sorted_tables}

    before = checksum()
    for method in ("GET", "HEAD", "GET"):
        browser.open(path, method=method)

    assert checksum() == before
