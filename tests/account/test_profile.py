"""What one's public page says."""

import pytest

from app.models import Event

PAGE = "/account/profile"


@pytest.fixture
def owner(ada, sign_in):
    return sign_in(ada)


def test_its_owner_edits_it(ada, owner):
    answer = owner.submit(PAGE, name="Ada Lovelace", about="I write programs.")

    page = owner.follow(answer)
    assert (answer.status, answer.location, page.h1) == (303, "/user/ada", "Ada Lovelace")
    assert (page.flashes, ada.about) == (["Your profile has been updated."], "I write programs.")


def test_the_form_shows_what_is_there(owner):
    owner.submit(PAGE, name="Ada Lovelace", about="One line.\nAnother.")

    assert owner.get(PAGE).values == {"name": "Ada Lovelace", "about": "One line.\nAnother."}


def test_letters_of_any_script_come_back_as_they_were(ada, owner):
    owner.submit(PAGE, name="Žofie 李 🦉", about="'\"\\;--% %s {0} {{ 7*7 }} <b>")

    assert (ada.name, ada.about) == ("Žofie 李 🦉", "'\"\\;--% %s {0} {{ 7*7 }} <b>")


def test_it_can_be_empty_again(ada, owner):
    owner.submit(PAGE, name="Ada", about="I")
    owner.submit(PAGE, name="", about="")

    assert (ada.name, ada.about) == ("", "")


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": "x" * 65}, {"name": "Please use at most 64 characters."}),
        ({"about": "x" * 1001}, {"about": "Please use at most 1000 characters."}),
        ({"name": "a\0b"}, {"name": "This contains characters that cannot be read. Please type it again."}),
        ({"about": "a\0b"}, {"about": "This contains characters that cannot be read. Please type it again."}),
        ({"name": ["a", "b"]}, {"name": "Please give one value only."}),
    ],
)
def test_what_does_not_fit_is_explained_and_changes_nothing(ada, owner, fields, errors):
    page = owner.send(PAGE, {"name": "", "about": ""} | fields)

    assert (page.status, page.errors, ada.name, ada.about) == (422, errors, "", "")


@pytest.mark.parametrize("field", ["username", "email", "confirmed", "role_id", "password_hash", "id"])
def test_nothing_else_can_be_changed_here(ada, owner, field):
    before = (ada.id, ada.username, ada.email, ada.confirmed, ada.role_id, ada.password_hash)

    owner.send(PAGE, {"name": "Ada", "about": "", field: "3"})

    assert (ada.id, ada.username, ada.email, ada.confirmed, ada.role_id, ada.password_hash) == before


def test_it_is_recorded_once(ada, owner):
    owner.submit(PAGE, name="Ada", about="")

    assert [event.kind for event in ada.latest_events(10)] == [Event.PROFILE_CHANGED, Event.SIGNED_IN]


def test_another_site_changes_nothing(ada, owner):
    page = owner.post(PAGE, {"name": "Mallory", "about": ""})

    assert (page.status, ada.name) == (400, "")


def test_a_stranger_is_asked_to_sign_in(browser):
    page = browser.get(PAGE)

    assert (page.status, page.location) == (302, "/auth/login?next=/account/profile")
    assert browser.follow(page).flashes == ["Please sign in to go on."]
