"""What administrators do to accounts. The rules themselves are in tests/models/test_administration.py."""

import pytest

from app import db
from app.models import AccountEvent, Event, Permission, Role, User
from tests.support.people import PASSWORD, make_user

ACTS = ("resend", "confirm", "reset", "end-sessions", "role", "enable", "disable", "close")
ASKED_FIRST = ("confirm", "end-sessions", "role", "disable", "close")
NEEDED = {
    "resend": Permission.CONFIRM_USERS,
    "confirm": Permission.CONFIRM_USERS,
    "reset": Permission.RESET_PASSWORDS,
    "end-sessions": Permission.END_SESSIONS,
    "role": Permission.CHANGE_ROLES,
    "enable": Permission.DISABLE_USERS,
    "disable": Permission.DISABLE_USERS,
    "close": Permission.CLOSE_USERS,
}


def again(user):
    db.session.rollback()
    db.session.refresh(user)
    return user


def kinds(user):
    mine = db.select(AccountEvent).where(AccountEvent.user_id == user.id).order_by(AccountEvent.id)
    return [(event.kind, event.by) for event in db.session.scalars(mine)]


def act(browser, user, name, **fields: str):
    """Send the act as its form does."""
    token = browser.get("/auth/logout").csrf_token
    return browser.post(f"/admin/users/{user.id}/{name}", {"csrf_token": token} | fields)


def done(browser, answer):
    assert answer.status == 303
    return browser.follow(answer).flashes


def test_a_confirmation_can_be_sent_again(unconfirmed, administrator, outbox):
    answer = administrator.press(f"/admin/users/{unconfirmed.id}", "Send the confirmation again")

    assert done(administrator, answer) == ["A new link is on its way to newcomer@example.com."]
    assert outbox.posted == [("newcomer@example.com", "email/confirm")]


def test_an_address_can_be_confirmed_by_hand(unconfirmed, administrator, outbox):
    page = f"/admin/users/{unconfirmed.id}/confirm"
    asked = administrator.get(page)

    answer = administrator.submit(page)

    assert "It cannot be taken back." in asked.main
    assert done(administrator, answer) == ["The address is confirmed."]
    assert (again(unconfirmed).confirmed, kinds(unconfirmed)) == (True, [(Event.CONFIRMED, "root")])


def test_a_reset_mails_the_owner_a_link_and_shows_it_to_nobody_else(ada, administrator, outbox):
    answer = administrator.press(f"/admin/users/{ada.id}", "Start a password reset")

    page = administrator.follow(answer)
    link = outbox.link("email/reset_started")
    assert page.flashes == ["A link to choose a new password is on its way to ada@example.com."]
    assert (outbox.newest("email/reset_started").to_address, link in page.text) == (ada.email, False)


def test_all_sessions_can_be_ended(ada, sign_in, administrator):
    browsers = [sign_in(ada), sign_in(ada)]

    answer = administrator.submit(f"/admin/users/{ada.id}/end-sessions")

    assert done(administrator, answer) == ["2 devices were signed out."]
    assert [browser.is_signed_in() for browser in browsers] == [False, False]


def test_a_role_can_be_changed_and_holds_at_the_next_request(ada, sign_in, administrator):
    browser = sign_in(ada)
    before = browser.get("/admin/users").status

    answer = administrator.submit(f"/admin/users/{ada.id}/role", role="Moderator")

    assert done(administrator, answer) == ["The role is Moderator now."]
    assert (before, browser.get("/admin/users").status) == (404, 200)


def test_a_role_that_does_not_exist_is_refused(ada, administrator):
    answers = [act(administrator, ada, "role", role=role).status for role in ("Emperor", "", "\x00", "1")]

    assert (answers, again(ada).role.name) == ([422] * 4, "User")


def test_an_account_can_be_disabled_with_a_reason_and_enabled(ada, sign_in, administrator, browser, outbox):
    inside = sign_in(ada)

    disabled = administrator.submit(f"/admin/users/{ada.id}/disable", reason="Sends advertising")

    assert done(administrator, disabled) == ["The account is disabled. We wrote to its owner."]
    assert (inside.is_signed_in(), "Sends advertising" in outbox.newest("email/disabled").text_body) == (False, True)
    assert browser.submit("/auth/login", email="ada", password=PASSWORD).status == 422
    enabled = administrator.press(f"/admin/users/{ada.id}", "Enable the account")
    assert done(administrator, enabled) == ["The account is enabled. We wrote to its owner."]
    assert browser.submit("/auth/login", email="ada", password=PASSWORD).status == 303


@pytest.mark.parametrize("reason", ["", " ", "\x00", "x" * 256])
def test_disabling_wants_a_reason_that_can_be_read(ada, administrator, reason):
    answer = act(administrator, ada, "disable", reason=reason)

    assert (answer.status, list(answer.errors), again(ada).disabled_at) == (422, ["reason"], None)


def test_an_account_can_be_closed(ada, administrator, outbox):
    answer = administrator.submit(f"/admin/users/{ada.id}/close")

    assert done(administrator, answer) == ["The account is closed. We wrote to its owner."]
    assert (again(ada).closed_at is not None, outbox.posted) == (True, [("ada@example.com", "email/closed")])


@pytest.mark.parametrize("name", ASKED_FIRST)
def test_looking_at_the_question_changes_nothing(ada, administrator, name):
    page = administrator.get(f"/admin/users/{ada.id}/{name}")

    assert (page.status, kinds(ada), "Leave it as it is" in page.links()) == (200, [], True)


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"role"}))
def test_a_refusal_is_told_and_changes_nothing(root, administrator, name):
    other = make_user("other", role="Administrator")
    fields = {"reason": "why"} if name == "disable" else {}

    told = [done(administrator, act(administrator, user, name, **fields)) for user in (root, other)]

    assert [len(flashes) for flashes in told] == [1, 1]
    assert told[0] == ["This is your own account. Your settings are the place to change it."]
    assert [kind for kind, _ in kinds(other)] == []


def test_the_last_administrator_stays(root, administrator):
    assert done(administrator, act(administrator, root, "role", role="User")) == [
        "This is your own account. Your settings are the place to change it."
    ]
    assert again(root).role.name == "Administrator"


@pytest.mark.parametrize("name", ACTS)
def test_each_act_needs_its_own_permission(ada, sign_in, name):
    """An operator's own role, which may do everything else."""
    role = Role(name="Almost", permissions=Role.named("Administrator").permissions & ~int(NEEDED[name]))
    db.session.add(role)
    db.session.commit()
    browser = sign_in(make_user("almost", role="Almost"))

    assert act(browser, ada, name, reason="why", role="Moderator").status == 404
    assert kinds(ada) == []


@pytest.mark.parametrize("name", ACTS)
def test_no_act_happens_without_a_token_or_by_a_get(ada, administrator, name):
    before = kinds(ada)
    statuses = [
        administrator.open(f"/admin/users/{ada.id}/{name}", method=method).status for method in ("POST", "GET", "HEAD")
    ]

    assert (statuses[0], kinds(ada)) == (400, before)


@pytest.mark.parametrize("name", ACTS)
def test_no_act_happens_after_a_while_before_the_password_is_typed_again(ada, administrator, clock, name):
    clock.advance(minutes=11)

    page = act(administrator, ada, name, reason="why", role="Moderator")

    assert (page.status, page.h1, kinds(ada)) == (200, "Please type your password again", [])


def test_an_act_goes_on_once_the_password_is_typed(ada, administrator, clock):
    form = administrator.get(f"/admin/users/{ada.id}/disable").form_with({"reason"})
    clock.advance(minutes=11)
    asked = administrator.fill_in(form, {"reason": "Sends advertising"})

    wrong = administrator.fill_in(asked.form_with({"fresh_password"}), {"fresh_password": "wrong"})
    refused = again(ada).disabled_at is None
    right = administrator.fill_in(wrong.form_with({"fresh_password"}), {"fresh_password": PASSWORD})

    assert (wrong.status, refused) == (422, True)
    assert done(administrator, right) == ["The account is disabled. We wrote to its owner."]
    assert again(ada).disabled_reason == "Sends advertising"


@pytest.mark.parametrize("name", ACTS)
def test_fields_that_no_form_shows_change_nothing(ada, administrator, name):
    before = {column.name: getattr(again(ada), column.name) for column in User.__table__.columns}
    administrator.get("/")
    extra = {
        "confirmed": "",
        "id": "7",
        "email": "x@example.com",
        "password_hash": "x",
        "username": "x",
        "role_id": "3",
    }

    act(administrator, ada, name, **extra)

    changed = {"disabled_at", "disabled_reason", "closed_at", "reset_requested_at"}
    after = {column.name: getattr(again(ada), column.name) for column in User.__table__.columns}
    assert {name: value for name, value in after.items() if name not in changed} == {
        name: value for name, value in before.items() if name not in changed
    }
