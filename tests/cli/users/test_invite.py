"""`flask users invite`. What becomes of an invitation is in tests/auth/test_invitation.py."""

import json

from app import db
from app.models import Invitation


def invited():
    return db.session.scalars(db.select(Invitation.email)).all()


def test_a_link_is_mailed(run, outbox):
    result = run("users", "invite", "Joan@Example.com")

    assert (result.exit_code, invited(), outbox.posted) == (
        0,
        ["joan@example.com"],
        [("joan@example.com", "email/invitation")],
    )
    assert result.stdout.startswith("joan@example.com is invited; the link works until ")


def test_it_can_be_withdrawn(run):
    run("users", "invite", "joan@example.com")
    told = json.loads(run("users", "invite", "joan@example.com", "--withdraw", "--json").stdout)

    assert (told, invited()) == ({"email": "joan@example.com", "withdrawn": True}, [])


def test_what_is_not_there_cannot_be_withdrawn(run):
    result = run("users", "invite", "joan@example.com", "--withdraw")

    assert (result.exit_code, result.stderr) == (1, "Error: joan@example.com is not invited.\n")


def test_what_is_no_address_is_refused(run):
    assert run("users", "invite", "joan").stderr == "Error: 'joan' is no email address.\n"


def test_whoever_is_here_is_not_invited(run, ada):
    result = run("users", "invite", ada.email)

    assert (result.exit_code, invited()) == (1, [])


def test_while_registration_is_closed_nobody_is(run, configure):
    configure(FLASKY_REGISTRATION="closed")

    assert (run("users", "invite", "joan@example.com").exit_code, invited()) == (1, [])
