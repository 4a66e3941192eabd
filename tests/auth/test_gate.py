"""The gate: who has not confirmed may sign in, but comes no further."""

import pytest

CLOSED = ["/", "/user/ada", "/account/profile"]
OPEN = ["/auth/unconfirmed", "/auth/logout", "/auth/register", "/auth/confirm", "/dev/mail"]


@pytest.mark.parametrize("path", CLOSED)
def test_every_other_page_leads_to_the_waiting_room(unconfirmed, ada, sign_in, path):
    page = sign_in(unconfirmed).get(path)

    assert (page.status, page.location) == (302, "/auth/unconfirmed")


def test_a_form_behind_the_gate_does_nothing(unconfirmed, sign_in):
    browser = sign_in(unconfirmed)

    answer = browser.post("/account/profile", {"name": "N", "csrf_token": browser.get("/auth/unconfirmed").csrf_token})

    assert (answer.location, unconfirmed.name) == ("/auth/unconfirmed", "")


@pytest.mark.parametrize("path", OPEN)
def test_the_waiting_room_and_the_way_out_are_open(unconfirmed, sign_in, path):
    assert sign_in(unconfirmed).get(path).location is None


def test_a_page_that_is_not_there_is_not_there_for_anybody(unconfirmed, sign_in):
    assert sign_in(unconfirmed).get("/nowhere").status == 404


@pytest.mark.parametrize("path", CLOSED)
def test_whoever_is_confirmed_walks_through(ada, sign_in, path):
    assert sign_in(ada).get(path).status == 200


@pytest.mark.parametrize("path", ["/static/css/base.css", "/bootstrap/static/css/bootstrap.min.css"])
def test_files_are_open(unconfirmed, sign_in, path):
    browser = sign_in(unconfirmed)

    with browser.client.get(path) as answer:
        assert answer.status_code == 200
