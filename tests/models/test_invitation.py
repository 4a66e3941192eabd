"""Invitations as code meets them: who may invite whom, and what is written down."""

import pytest

from app import db
from app.models import COMMAND_LINE, AccountEvent, Actor, Event, Invitation
from app.models.invitation import INVITE
from app.models.refusals import AddressTaken, EnoughMail, NotAllowedAnyMore
from tests.support.acts import make_administrator
from tests.support.people import make_user


def invitations():
    db.session.commit()
    return db.session.scalars(db.select(Invitation)).all()


def told():
    db.session.commit()
    events = db.session.scalars(db.select(AccountEvent).order_by(AccountEvent.id)).all()
    return [(event.kind, event.user and event.user.username, event.by) for event in events]


def test_it_is_mailed_and_recorded_with_who_invited(app, outbox):
    root = make_administrator()
    invitation = Invitation.invite("joan@example.com", Actor.of(root))

    assert (invitations(), invitation.invited_by, invitation.invited_by_id) == ([invitation], "root", root.id)
    assert outbox.posted == [("joan@example.com", "email/invitation")]
    assert told() == [(Event.INVITED, "root", "root")]


def test_the_command_line_invites_too_and_the_mail_does_not_speak_of_it(app, outbox):
    Invitation.invite("joan@example.com", COMMAND_LINE)

    assert told() == [(Event.INVITED, None, "command line")]
    assert "command line" not in outbox.newest("email/invitation").text_body


def test_inviting_again_keeps_one_row_and_begins_the_week_anew(app, clock):
    first = Invitation.invite("joan@example.com", COMMAND_LINE).expires_at
    clock.advance(days=6)
    second = Invitation.invite("joan@example.com", COMMAND_LINE)

    assert (len(invitations()), (second.expires_at - first).days) == (1, 6)


def test_no_address_gets_more_invitations_than_its_share(app, clock):
    for _ in range(5):
        Invitation.invite("joan@example.com", COMMAND_LINE)

    with pytest.raises(EnoughMail):
        Invitation.invite("joan@example.com", COMMAND_LINE)
    clock.advance(hours=1, seconds=1)
    Invitation.invite("joan@example.com", COMMAND_LINE)


def test_withdrawing_removes_it_and_is_recorded(app):
    root = Actor.of(make_administrator())
    Invitation.invite("joan@example.com", root).withdraw(root)

    assert (invitations(), told()[-1]) == ([], (Event.INVITATION_WITHDRAWN, "root", "root"))


def test_it_takes_the_permission_now(app):
    former = Actor.of(make_user("former", role="Moderator"))
    invitation = Invitation.invite("joan@example.com", COMMAND_LINE)

    with pytest.raises(NotAllowedAnyMore):
        Invitation.invite("jane@example.com", former)
    with pytest.raises(NotAllowedAnyMore):
        invitation.withdraw(former)


def test_whoever_has_a_confirmed_account_is_not_invited(ada):
    with pytest.raises(AddressTaken):
        Invitation.invite(ada.email, COMMAND_LINE)


def test_whoever_has_signed_up_and_not_confirmed_is(unconfirmed):
    Invitation.invite(unconfirmed.email, COMMAND_LINE)

    assert [one.email for one in invitations()] == [unconfirmed.email]


def test_an_inviter_who_leaves_keeps_no_invitation_from_being_accepted(app):
    root = make_administrator()
    invitation = Invitation.invite("joan@example.com", Actor.of(root))
    db.session.commit()
    root.forget()
    db.session.commit()
    db.session.expire_all()

    assert (invitations(), invitation.invited_by_id, invitation.invited_by) == ([invitation], None, "root")


def test_the_history_names_no_address_that_forgetting_would_have_to_find(app):
    Invitation.invite("joan@example.com", COMMAND_LINE)
    db.session.commit()

    assert "joan" not in str(db.session.scalars(db.select(AccountEvent.details)).all())


def test_none_is_accepted_while_registration_is_closed(app, configure):
    token = INVITE.sign(Invitation.invite("joan@example.com", COMMAND_LINE))
    configure(FLASKY_REGISTRATION="closed")

    assert Invitation.accept(token, "joan", "a hash") is None


def test_what_is_over_is_removed(app, clock):
    Invitation.invite("joan@example.com", COMMAND_LINE)
    clock.advance(days=6)
    kept = Invitation.invite("jane@example.com", COMMAND_LINE)
    clock.advance(days=1, seconds=1)

    assert (Invitation.purge(), invitations()) == (1, [kept])
