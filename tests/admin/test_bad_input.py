"""What nobody would type: it is never an error of ours, and never markup of theirs."""

import pytest

from app import db
from app.models import AccountEvent, Event, Invitation, LoginSession, Message, User

LISTS = ("/admin/users", "/admin/events", "/admin/mail", "/admin/invitations")
NONSENSE = [
    "-1", "0", "1.5", "1e309", "NaN", "Infinity", str(2**63), str(2**64), "9" * 5000, "%00", "%ff", "%ED%A0%80",
    "%F0%9F%98%80", "'", '"', "1%20OR%201=1", "%25", "%5C", "%D9%A3", "%0d%0aSet-Cookie:%20x=1", "{{7*7}}", "..%2F",
]  # fmt: skip
NAMES = (
    "page", "after", "before", "search", "match", "sort", "role", "unconfirmed", "disabled", "never_signed_in",
    "kind", "person", "ip", "day", "fate", "to", "user_id",
)  # fmt: skip
MARKUP = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"


@pytest.mark.parametrize("value", NONSENSE)
def test_no_argument_is_an_error(ada, administrator, value):
    query = "&".join(f"{name}={value}" for name in NAMES)
    paths = [*LISTS, f"/admin/users/{ada.id}"]

    assert [administrator.get(f"{path}?{query}").status for path in paths] == [200] * 5


@pytest.mark.parametrize("name", NAMES)
def test_no_argument_alone_or_twice_is_an_error(administrator, name):
    queries = [
        f"{name}={value}" for value in ("\x7f", "NaN", str(2**63), "a&" + name + "=b", "9999-12-31", "0000-00-00")
    ]

    assert {administrator.get(f"{path}?{query}").status for path in LISTS for query in queries} == {200}


def test_no_name_address_or_reason_is_markup(ada, administrator, outbox):
    ada.name, ada.disabled_reason, ada.disabled_at = MARKUP[:64], MARKUP, ada.created_at
    db.session.add(
        AccountEvent(user_id=ada.id, kind=MARKUP[:64], ip="<b>", agent=MARKUP, details={MARKUP: MARKUP, "by": MARKUP})
    )
    db.session.add(AccountEvent(user_id=ada.id, kind=Event.DISABLED, details={"reason": MARKUP, "old": MARKUP}))
    mail = Message(user_id=ada.id, to_address=MARKUP, subject=MARKUP, template="x", language="en", message_id="x")
    mail.last_error = MARKUP
    session = db.session.get(LoginSession, LoginSession.begin(ada, remembered=True)[0].id)
    session.agent, session.ip = MARKUP, "<i>"
    invitation = Invitation(email=MARKUP, invited_by=MARKUP[:64], expires_at=ada.created_at)
    db.session.add_all([mail, session, invitation])
    db.session.commit()

    pages = [administrator.get(path) for path in [*LISTS, f"/admin/users/{ada.id}", f"/admin/users/{ada.id}/disable"]]

    assert [[script.get("src") is None for script in page.all("script")].count(True) for page in pages] == [0] * 6
    assert [page.text.count("<img src=x") + page.text.count("<b>") + page.text.count("<i>") for page in pages] == [
        0
    ] * 6
    assert [MARKUP[:30] in page.main for page in pages[:5]] == [True] * 5


@pytest.mark.parametrize("path", LISTS[:3])
def test_what_was_searched_for_is_no_markup(administrator, path):
    query = "&".join(f"{name}=%22%3E%3Cscript%3Ealert(1)%3C/script%3E" for name in NAMES)

    assert "<script>alert" not in administrator.get(f"{path}?{query}").text


def test_no_page_shows_a_hash_a_token_or_what_is_in_a_mail(ada, unconfirmed, sign_in, browser, administrator, outbox):
    sign_in(ada)
    browser.submit("/auth/reset", email=ada.email)
    unconfirmed.request_confirmation()
    db.session.commit()
    secrets = {
        *db.session.scalars(db.select(User.password_hash)),
        *db.session.scalars(db.select(LoginSession.token_hash)),
        *(outbox.link(template).rpartition("/")[2] for template in ("email/reset", "email/confirm")),
        "$argon2",
        "Somebody asked",
    }
    paths = ["/admin/", *LISTS, *(f"/admin/users/{user.id}" for user in (ada, unconfirmed))]

    texts = [administrator.get(path).text for path in paths]
    texts += [administrator.press(path, "Export as CSV").text for path in LISTS[:2]]

    assert [
        (path, secret)
        for path, text in zip([*paths, *LISTS], texts, strict=False)
        for secret in secrets
        if secret in text
    ] == []
