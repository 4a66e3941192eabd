"""Who gets what at which address by which method, frozen in access.txt; an address that is not there fails."""

from collections import defaultdict

import pytest

from app import clock, db
from app.models import Actor, Invitation, Message, User
from tests.support.people import make_user
from tests.support.settings import ROOT
from tests.whole_app.test_routes import address, listed

FILE = ROOT / "tests" / "whole_app" / "access.txt"
PEOPLE = ("anonymous", "unconfirmed", "user", "moderator", "administrator", "disabled")
ROLES = {"moderator": "Moderator", "administrator": "Administrator"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def frozen():
    """The status for each address, method and person."""
    table = {}
    for line in FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            path, methods, *statuses = line.split()
            for method in methods.split(","):
                table |= {(path, method, person): int(status) for person, status in zip(PEOPLE, statuses, strict=True)}
    return table


def written(table):
    """The table as the file has it: a line for the methods that are answered alike."""
    lines = []
    for path in sorted({path for path, _, _ in table}):
        alike = defaultdict(list)
        for method in METHODS:
            alike[tuple(table[path, method, person] for person in PEOPLE)].append(method)
        lines += [f"{path:33} {','.join(methods):30} {' '.join(map(str, row))}" for row, methods in alike.items()]
    return lines


@pytest.fixture
def target(app, outbox):
    """Somebody of whom the addresses speak; a mail and an invitation that wait."""
    target = make_user("ada", confirmed=False)
    target.request_confirmation()
    Invitation.invite("joan@example.com", Actor("nobody"))
    db.session.commit()
    return target


@pytest.fixture
def come_in(target, open_browser, sign_in):
    """A browser of each kind of person, who has just typed the password; the disabled one was signed in before."""

    def come_in(person):
        if person == "anonymous":
            return open_browser()
        user = User.with_name(person) or make_user(
            person, confirmed=person != "unconfirmed", role=ROLES.get(person, "User")
        )
        user.disabled_at = None
        db.session.commit()
        browser = sign_in(user)
        user.disabled_at = clock.now() if person == "disabled" else None
        db.session.commit()
        return browser

    return come_in


def addresses(target):
    """A real address for each route."""
    ids = {
        "/admin/users/": target.id,
        "/admin/mail/": db.session.scalar(db.select(Message.id)),
        "/dev/mail/<": db.session.scalar(db.select(Message.id)),
        "/admin/invitations/": db.session.scalar(db.select(Invitation.id)),
    }
    found = {path: address(path) for path in listed() if "static" not in path}
    for beginning, id_ in ids.items():
        found |= {path: path.replace("<id:id>", str(id_)) for path in found if path.startswith(beginning)}
    return found


def status_of_a_post(browser, path):
    """With the token of the page that everybody of a kind has."""
    page = browser.get("/auth/login")
    token = (page if page.status == 200 else browser.get("/auth/logout")).csrf_token
    return browser.post(path, {"csrf_token": token}).status


# The access to a page does not depend on the database.
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_file_says(come_in, target, person):
    there = addresses(target)
    browser = come_in(person)
    table = {
        (route, method, person): browser.open(path, method=method).status
        for route, path in there.items()
        for method in METHODS
        if method != "POST"
    }
    table |= {(route, "POST", person): status_of_a_post(come_in(person), path) for route, path in there.items()}

    assert table == {key: status for key, status in frozen().items() if key[2] == person}


def test_the_file_is_written_as_it_would_be_written_anew():
    lines = [line for line in FILE.read_text().splitlines() if not line.startswith("#")]

    assert lines == written(frozen())


HIDDEN = [path for path in listed() if path.startswith("/admin")]


@pytest.mark.parametrize("person", ["anonymous", "unconfirmed", "user", "disabled"])
def test_administration_does_not_exist_for_others(person):
    statuses = {frozen()[path, method, person] for path in HIDDEN for method in METHODS}

    assert statuses == {404}


@pytest.mark.parametrize("path", HIDDEN)
def test_a_moderator_changes_nothing(path):
    assert frozen()[path, "POST", "moderator"] in {404, 405}
