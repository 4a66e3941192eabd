"""New users are announced one by one, until there are many."""

import pytest

from app import db
from app.email import delivery
from app.models import Message, User

BOSS = "boss@example.com"


@pytest.fixture
def announced(configure, clock, mail_server):
    """The notices after so many sign-ups, two an hour being announced by name."""
    configure(FLASKY_ADMIN=[BOSS], FLASKY_NOTICES=2)
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_server.port, MAIL_USE_TLS=False)

    def announced(*names: str):
        for name in names:
            User.register(f"{name}@example.com", name, "hash")
            db.session.commit()
            clock.advance(seconds=1)
        found = db.session.query(Message).filter_by(to_address=BOSS).order_by(Message.id)
        return [message.template for message in found]

    return announced


def test_a_few_are_announced_by_name(app, announced):
    assert announced("ada", "bob") == ["email/new_user"] * 2


def test_the_others_of_the_hour_share_one_mail(app, announced):
    assert announced("ada", "bob", "cyd", "dan", "eve") == ["email/new_user"] * 2 + ["email/new_users"]


def test_it_leaves_after_an_hour_and_names_them_all(app, announced, clock, mail_server):
    announced("ada", "bob", "cyd", "dan")
    delivery.deliver_due()
    clock.advance(hours=1)
    announced("eve")
    delivery.deliver_due()

    digest = next(mail for mail in mail_server.mails if "New users" in mail["Subject"])
    text = digest.get_body(("plain",)).get_content()
    assert [name for name in ("ada", "bob", "cyd", "dan", "eve") if f"{name}@" in text] == ["cyd", "dan"]


def test_a_new_hour_begins_anew(app, announced, clock):
    announced("ada", "bob", "cyd")
    clock.advance(hours=2)
    delivery.deliver_due()

    assert announced("dan")[-1] == "email/new_user"
