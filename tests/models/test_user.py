"""An account as code meets it: the names that the ecosystem knows."""

import pytest

from app import db
from app.models import AnonymousUser, Event, Permission, Role, User
from tests.support.people import PASSWORD, make_user


def test_a_password_is_written_and_never_read(ada):
    ada.password = "another good password"

    with pytest.raises(AttributeError):
        _ = ada.password
    assert (ada.verify_password("another good password"), ada.verify_password(PASSWORD)) == (True, False)


def test_a_token_confirms_its_account_once(unconfirmed):
    token = unconfirmed.generate_confirmation_token()

    assert (unconfirmed.confirm(token), unconfirmed.confirmed, unconfirmed.confirm(token)) == (True, True, False)


def test_a_token_confirms_no_other_account(unconfirmed):
    other = make_user("other", confirmed=False)

    assert (other.confirm(unconfirmed.generate_confirmation_token()), other.confirmed) == (False, False)


def test_a_token_s_lifetime_is_in_seconds(unconfirmed, clock):
    token = unconfirmed.generate_confirmation_token(expiration=60)
    clock.advance(seconds=61)

    assert (unconfirmed.confirm(token), unconfirmed.confirmed) == (False, False)


@pytest.mark.parametrize("token", ["", "x", "\0", "é"])
def test_rubbish_confirms_nobody(unconfirmed, token):
    assert (unconfirmed.confirm(token), unconfirmed.confirmed) == (False, False)


def test_a_new_password_voids_the_link(unconfirmed):
    token = unconfirmed.generate_confirmation_token()
    unconfirmed.password = "another good password"
    db.session.commit()

    assert unconfirmed.confirm(token) is False


def test_confirming_leaves_the_commit_to_its_caller(unconfirmed):
    unconfirmed.confirm(unconfirmed.generate_confirmation_token())
    db.session.rollback()

    assert unconfirmed.confirmed is False


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        ("User", []),
        ("Moderator", [Permission.MODERATE]),
        ("Administrator", [*Permission]),
    ],
)
def test_a_role_is_what_one_may_do(app, role, permissions):
    user = make_user("ada", role=role)

    assert [permission for permission in Permission if user.can(permission)] == permissions
    assert user.is_administrator() is (Permission.ADMIN in permissions)


def test_two_permissions_are_asked_for_together(app):
    moderator = make_user("ada", role="Moderator")

    assert moderator.can(Permission.MODERATE | Permission.ADMIN) is False


def test_a_stranger_may_do_nothing(app):
    stranger = AnonymousUser()

    assert [stranger.can(permission) for permission in Permission] == [False] * len(Permission)
    assert (stranger.is_administrator(), stranger.confirmed, stranger.is_authenticated) == (False, False, False)


def test_an_account_without_a_role_may_do_nothing(ada):
    ada.role = None

    assert (ada.can(Permission.MODERATE), ada.is_administrator()) == (False, False)


@pytest.mark.parametrize("identifier", ["ada", "ADA", "ada@example.com", "Ada@Example.com"])
def test_an_account_is_found_by_name_or_address(ada, identifier):
    assert User.with_identifier(identifier) == ada


def test_user_query_is_there_for_the_shell(ada):
    assert User.query.filter_by(username="ada").one() == ada


def test_an_account_shows_itself_by_name(ada):
    assert repr(ada) == "<User 'ada'>"


def test_every_event_has_a_label(app):
    labels = [event.label for event in Event]

    assert len(set(labels)) == len(Event)


def test_who_may_administer_hears_of_it_once(app, configure):
    configure(FLASKY_ADMIN=["ada@example.com"])
    user = make_user("ada", confirmed=False)
    user.confirm(user.generate_confirmation_token())
    db.session.commit()

    kinds = [event.kind for event in user.latest_events(5)]
    assert (user.role, kinds) == (Role.named("Administrator"), [Event.ROLE_GRANTED, Event.CONFIRMED])
