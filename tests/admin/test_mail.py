"""The outbox, for administrators."""

from datetime import timedelta

import pytest

from app import clock, db
from app.models import Message, State
from tests.support.pages import words


@pytest.fixture
def waiting(app):
    """A mail that the server would not take just now."""
    return queue("ada@example.com", last_error="451 later", due_at=clock.now() + timedelta(hours=1))


def queue(to, **values: object):
    message = Message(to_address=to, subject=f"To {to}", template="email/confirm", language="en", message_id=f"<{to}>")
    message.text_body, message.html_body = "The secret link: /auth/reset/abc", "<p>The secret link: /auth/reset/abc</p>"
    db.session.add(message)
    db.session.flush()
    for name, value in values.items():
        setattr(message, name, value)
    db.session.commit()
    return message


def subjects(page):
    return [words(row).split(" To ")[0] for row in page.all("th") if row.get("scope") == "row"]


def test_each_mail_is_shown_with_its_state_error_and_never_what_is_in_it(waiting, administrator):
    queue("grace@example.com", state=State.SENT, due_at=None)

    page = administrator.get("/admin/mail")

    assert [words(tag) for tag in page.all("span", "tag")] == ["Sent", "Tried in vain"]
    assert ("451 later" in page.main, "secret" in page.text, "/auth/reset/abc" in page.text) == (True, False, False)


@pytest.mark.parametrize(("fate", "count"), [("failing", 1), ("waiting", 1), ("sent", 0), ("failed", 0), ("x", 1)])
def test_the_fate_can_be_chosen(waiting, administrator, fate, count):
    assert len(subjects(administrator.get(f"/admin/mail?fate={fate}"))) == count


def test_a_waiting_mail_can_be_tried_at_once(waiting, administrator):
    answer = administrator.press("/admin/mail", "Try now")

    assert administrator.follow(answer).flashes == ["The mail is tried again in a moment."]
    assert db.session.get(Message, waiting.id, populate_existing=True).due_at <= clock.now()


def test_a_refused_mail_can_be_tried_as_long_as_it_is_kept(administrator):
    """Once the cause is mended; it waits for nothing else meanwhile."""
    refused = queue("ada@example.com", state=State.FAILED, last_error="550 no", due_at=clock.now() + timedelta(hours=1))
    listed = [len(subjects(administrator.get(f"/admin/mail?fate={fate}"))) for fate in ("waiting", "failing", "failed")]

    administrator.press("/admin/mail", "Try now")

    assert listed == [0, 0, 1]
    assert db.session.get(Message, refused.id, populate_existing=True).state == State.QUEUED


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.SENDING])
def test_what_does_not_wait_cannot_be_tried(administrator, state):
    message = queue("ada@example.com", state=state, due_at=None)
    token = administrator.get("/account/data").csrf_token

    answer = administrator.post(f"/admin/mail/{message.id}/retry", {"csrf_token": token})

    assert (answer.status, db.session.get(Message, message.id, populate_existing=True).state) == (404, state)


def test_the_list_costs_as_many_queries_with_thirty_mails_as_with_one(waiting, administrator, statements):
    def cost():
        db.session.rollback()
        statements.clear()
        administrator.get("/admin/mail?fate=waiting")
        return len(statements)

    once = cost()
    for number in range(30):
        queue(f"other{number}@example.com")

    assert cost() == once
