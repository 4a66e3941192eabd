"""What administrators do to accounts: allowed to whom, recorded as whose, told to the owner, and refused when."""

import pytest

from app import db
from app.models import COMMAND_LINE, AccountEvent, Actor, ActRefused, Event, LoginSession, Permission, Role
from app.models.refusals import (
    AddressTaken,
    AlreadySo,
    EnoughMail,
    Gone,
    LastAdministrator,
    MoreThanOneHas,
    NotAllowedAnyMore,
    NotConfirmed,
    NotOpen,
    OnAnAdministrator,
    OnOneself,
)
from tests.support.acts import ACTS, make_administrator
from tests.support.people import PASSWORD, make_user

every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


@pytest.fixture
def root(app):
    """An administrator, and one besides, so that none is the last."""
    make_administrator("deputy")
    return make_administrator("root")


@pytest.fixture
def by(root):
    return Actor.of(root)


def history():
    db.session.commit()
    events = db.session.scalars(db.select(AccountEvent).order_by(AccountEvent.id))
    return [(event.kind, event.user.username, event.by) for event in events]


@every_act
def test_it_is_recorded_once_with_who_did_it(by, act):
    act.do(act.target(), by)

    assert history() == [(act.event, "target", "root")]


@every_act
def test_the_owner_hears_of_it(by, act, outbox):
    act.do(act.target(), by)
    db.session.commit()

    assert outbox.posted == [("target@example.com", act.mail)]


@every_act
def test_the_command_line_may_do_it_too(app, act):
    act.do(act.target(), COMMAND_LINE)

    assert history() == [(act.event, "target", "command line")]


@every_act
def test_it_takes_its_permission_and_no_other(app, act):
    others = Role(name="Others", permissions=sum(Permission) & ~act.permission)
    role = Role(name="Just this", permissions=act.permission | Role.named("Moderator").permissions)
    db.session.add_all([others, role])
    db.session.commit()
    target = act.target()

    with pytest.raises(NotAllowedAnyMore):
        act.do(target, Actor.of(make_user("without", role="Others")))
    act.do(target, Actor.of(make_user("with", role="Just this")))

    assert history() == [(act.event, "target", "with")]


@every_act
@pytest.mark.parametrize("state", ["confirmed", "disabled_at", "closed_at"])
def test_it_takes_an_open_confirmed_account_of_one_s_own(root, act, state):
    setattr(root, state, False if state == "confirmed" else root.created_at)
    db.session.commit()

    with pytest.raises(NotAllowedAnyMore):
        act.do(act.target(), Actor.of(root))


@every_act
def test_nobody_does_it_to_oneself(root, act):
    with pytest.raises(OnOneself):
        act.do(root, Actor.of(root))


@every_act
def test_nobody_does_it_to_an_administrator_but_change_the_role(by, act):
    target = act.target()
    target.role = Role.named("Administrator")
    db.session.commit()

    if act is ACTS["role"]:
        act.do(target, by)
        assert target.role.name == "Moderator"
    elif target.confirmed:
        with pytest.raises(OnAnAdministrator):
            act.do(target, by)


@every_act
def test_twice_is_refused(by, act):
    """But for what can be asked for again."""
    target = act.target()
    act.do(target, by)
    db.session.commit()

    if act.event in {Event.CONFIRMATION_SENT, Event.RESET_REQUESTED}:
        act.do(target, by)
    else:
        with pytest.raises(AlreadySo):
            act.do(target, by)


@every_act
def test_an_account_that_is_gone_is_refused(by, act):
    target = act.target()
    target.forget()
    db.session.commit()

    with pytest.raises(Gone):
        act.do(target, by)


@every_act
def test_the_commit_is_the_caller_s(by, act, outbox):
    act.do(act.target(), by)
    db.session.rollback()

    assert (history(), outbox.posted) == ([], [])


def test_confirmed_by_hand_one_signs_in(by, unconfirmed, sign_in):
    unconfirmed.confirm_by_hand(by)
    db.session.commit()

    assert sign_in(unconfirmed).get("/").status == 200


def test_an_address_that_waits_to_be_proven_is_confirmed_with_the_account(by, unconfirmed):
    unconfirmed.correct_address("right@example.com")
    unconfirmed.confirm_by_hand(by)

    assert (unconfirmed.email, unconfirmed.pending_email) == ("right@example.com", None)


@pytest.mark.parametrize("name", ["resend", "confirm"])
def test_an_address_that_another_has_proven_is_not_confirmed(by, ada, unconfirmed, name):
    unconfirmed.pending_email = ada.email
    db.session.commit()

    with pytest.raises(AddressTaken):
        ACTS[name].do(unconfirmed, by)


def test_a_sign_up_that_waits_for_the_address_too_gives_way(by, unconfirmed):
    other = make_user("other", confirmed=False)
    other.pending_email = unconfirmed.email
    db.session.commit()
    other.confirm_by_hand(by)
    db.session.commit()

    assert (other.email, other.confirmed) == ("newcomer@example.com", True)


@pytest.mark.parametrize(("name", "confirmed"), [("resend_confirmation", False), ("start_reset", True)])
def test_no_address_gets_more_links_than_its_share(by, name, confirmed):
    target = make_user("target", confirmed=confirmed)
    for _ in range(5):
        getattr(target, name)(by)
        db.session.commit()

    with pytest.raises(EnoughMail):
        getattr(target, name)(by)


def test_the_link_that_an_administrator_sends_lets_choose_a_password(by, ada, outbox, browser):
    ada.start_reset(by)
    db.session.commit()
    browser.get(outbox.link("email/reset_started"))

    assert browser.get("/auth/reset/new").h1 == "Choose a new password"


@pytest.mark.parametrize("state", ["disabled_at", "closed_at"])
def test_nobody_is_sent_a_password_link_who_could_not_use_it(by, ada, state):
    setattr(ada, state, ada.created_at)
    db.session.commit()

    with pytest.raises(NotOpen):
        ada.start_reset(by)


@pytest.mark.parametrize("name", ["reset", "role", "close"])
def test_some_things_want_a_confirmed_account(by, unconfirmed, name):
    with pytest.raises(NotConfirmed):
        ACTS[name].do(unconfirmed, by)


@pytest.mark.parametrize("name", ["sessions", "disable", "close"])
def test_every_device_is_signed_out_at_once(by, ada, sign_in, name):
    browsers = [sign_in(ada), sign_in(ada, remember_me="y")]
    ACTS[name].do(ada, by)
    db.session.commit()

    assert [browser.is_signed_in() for browser in browsers] == [False, False]
    assert db.session.scalars(db.select(LoginSession)).all() == []


def test_a_disabled_account_does_not_open(by, ada, browser):
    ada.disable(by, "Spam.")
    db.session.commit()

    assert browser.submit("/auth/login", email="ada", password=PASSWORD).status == 422


def test_the_reason_stands_in_the_mail_and_in_the_history(by, ada, outbox):
    ada.disable(by, "Spam & worse.")
    db.session.commit()

    assert "The reason given: Spam & worse." in outbox.newest("email/disabled").text_body
    assert (ada.disabled_reason, ada.latest_events(1)[0].details["reason"]) == ("Spam & worse.", "Spam & worse.")


def test_enabled_again_it_opens(by, ada, sign_in):
    ada.disable(by, "")
    ada.enable(by)
    db.session.commit()

    assert sign_in(ada).is_signed_in()
    assert (ada.disabled_at, ada.disabled_reason) == (None, None)


def test_whoever_was_closed_can_open_the_account_again(by, ada, outbox, browser):
    ada.close_account(by)
    db.session.commit()
    browser.get(outbox.link("email/closed"))
    browser.press("/auth/reopen", "Reopen my account")

    assert ada.closed_at is None


def test_a_role_holds_at_the_next_request(by, ada, sign_in, statements):
    browser = sign_in(ada)
    ada.change_role(by, Role.named("Moderator"))
    db.session.commit()
    with browser.app.test_request_context(headers={"Cookie": f"session={browser.cookies['session']}"}):
        from flask_login import current_user  # noqa: PLC0415 - of this request

        assert current_user.can(Permission.MODERATE)


def test_nobody_gives_or_takes_more_than_they_have(app, root, ada):
    db.session.add(Role(name="Steward", permissions=Permission.CHANGE_ROLES | Permission.MODERATE))
    db.session.commit()
    steward = Actor.of(make_user("steward", role="Steward"))

    for target, role in [(ada, "Administrator"), (root, "User")]:
        with pytest.raises(MoreThanOneHas):
            target.change_role(steward, Role.named(role))
    ada.change_role(steward, Role.named("Moderator"))

    assert (root.role.name, ada.role.name) == ("Administrator", "Moderator")


def test_an_unconfirmed_address_is_not_told_what_befell_a_stranger_s_sign_up(by, unconfirmed, outbox):
    unconfirmed.disable(by, "Spam.")
    db.session.commit()

    assert outbox.posted == []


LAST = {"demote": "role", "disable": "disable", "close": "close"}


@pytest.mark.parametrize("name", LAST.values(), ids=LAST)
def test_the_last_administrator_stays(app, name):
    root = make_administrator()

    with pytest.raises(LastAdministrator):
        ACTS[name].do(root, COMMAND_LINE)


@pytest.mark.parametrize("name", LAST.values(), ids=LAST)
@pytest.mark.parametrize("state", ["confirmed", "disabled_at", "closed_at"])
def test_whoever_cannot_administer_now_does_not_count(app, name, state):
    root, other = make_administrator("root"), make_administrator("other")
    setattr(other, state, False if state == "confirmed" else other.created_at)
    db.session.commit()

    with pytest.raises(LastAdministrator):
        ACTS[name].do(root, COMMAND_LINE)


@pytest.mark.parametrize("name", LAST.values(), ids=LAST)
def test_one_of_two_may_go(app, name):
    root, _ = make_administrator("root"), make_administrator("other")
    ACTS[name].do(root, COMMAND_LINE)
    db.session.commit()

    assert (root.is_administrator() and root.is_active) is False


def test_a_role_of_an_operator_s_own_that_administers_counts(app):
    db.session.add(Role(name="Owner", permissions=Permission.ADMIN))
    db.session.commit()
    root, _ = make_administrator(), make_user("owner", role="Owner")
    root.change_role(COMMAND_LINE, Role.named("User"))

    assert root.is_administrator() is False


def test_from_one_administering_role_to_another_is_no_demotion(app):
    db.session.add(Role(name="Owner", permissions=Permission.ADMIN))
    db.session.commit()
    root = make_administrator()
    root.change_role(COMMAND_LINE, Role.named("Owner"))

    assert root.is_administrator()


def test_the_last_administrator_does_not_leave_either(app):
    root = make_administrator()

    with pytest.raises(LastAdministrator):
        root.close()


def test_every_refusal_says_why(app):
    words = [str(refusal()) for refusal in ActRefused.__subclasses__()]

    assert (len(set(words)), [text for text in words if not text.endswith(".")]) == (len(words), [])
    assert str(Event.ROLE_CHANGED.label) == "The role of the account was changed"
