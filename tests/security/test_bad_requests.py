"""Hosts, ids, cookies and bodies that no browser sends: refused with a page that says so."""

import pytest

from app import db
from app.models import LoginSession
from tests.security.steps import guess, raw
from tests.support.people import PASSWORD

ODD_HOSTS = [
    "evil.test",
    "flasky.test.evil.test",
    "flasky.test@evil.test",
    "a b",
    "é",
    "[",
    "::1",
    "x" * 3000,
    "-",
    "%00",
]
# As they come from a server: bytes of UTF-8, each read as a character.
NON_ASCII = [f"{name}=1|\xc3\xa9" for name in ("session", "remember_token", "browser")]
MANY = 2**63


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_a_host_that_is_not_ours_is_refused(browser, configure, host):
    configure(HOSTS=["flasky.test"])

    assert browser.get("/", headers={"Host": host.encode().decode("latin-1")}).status == 400


@pytest.mark.parametrize("host", ["flasky.test", "FLASKY.test", "flasky.test:443", "flasky.test.", "flasky.test.:80"])
def test_a_host_that_is_ours_is_not(browser, configure, host):
    configure(HOSTS=["flasky.test"])

    assert browser.get("/", headers={"Host": host}).status == 200


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
@pytest.mark.parametrize("value", ["evil.test", "flasky.test@evil.test", "flasky.test:80@evil.test"])
def test_a_link_leads_to_the_host_of_the_settings(browser, ada, outbox, name, value):
    """Laravel CVE-2017-9303, Django CVE-2011-4139: the mailed link led where the request's Host said."""
    token = browser.get("/auth/reset").csrf_token
    headers = raw(browser, "session=" + browser.cookies["session"])["headers"]
    headers[name] = f"host={value}" if name == "Forwarded" else value
    answer = browser.post("/auth/reset", {"email": ada.email, "csrf_token": token}, headers=headers)

    links = [mail.text_body for mail in outbox.messages]
    sent = [("http://flasky.test/auth/reset/" in text, "evil" in text) for text in links]
    assert (answer.status, sent) == (303, [(True, False)])


@pytest.mark.parametrize(
    "number", ["0", "-1", str(MANY), str(2**64), "9" * 30, "1e3", "NaN", "%31%00", "٣", "0x1", " 1"]
)
def test_an_id_that_can_be_none_is_no_page(ada, sign_in, number):
    browser = sign_in(ada)
    before = db.session.scalars(db.select(LoginSession.id)).all()
    page = browser.post(f"/account/sessions/{number}/end", {"csrf_token": browser.get("/").csrf_token})

    assert (page.status, db.session.scalars(db.select(LoginSession.id)).all()) == (404, before)


@pytest.mark.parametrize("number", ["0", "-1", str(MANY), str(2**64), "9" * 30, "1e3", "NaN", "", "[]", "1 OR 1"])
def test_a_place_in_the_history_that_is_none_is_its_beginning(ada, sign_in, number):
    browser = sign_in(ada)

    page = browser.get(f"/account/activity?before={number}")

    assert (page.status, "Signed in" in page.main) == (200, True)


def test_nobody_ends_another_s_session(ada, grace, sign_in):
    browser = sign_in(ada)
    sign_in(grace)
    graces = max(db.session.scalars(db.select(LoginSession.id)))

    answer = browser.post(f"/account/sessions/{graces}/end", {"csrf_token": browser.get("/").csrf_token})

    assert (answer.status, len(db.session.scalars(db.select(LoginSession)).all())) == (404, 2)


def test_a_megabyte_is_refused_unread(browser, ada):
    assert guess(browser, "ada", "x" * 10**6).status == 413


@pytest.mark.parametrize(
    "cookie", ["", "x", "1|", "|", ".", "..", "é", "a.b.c", "a" * 4000, '"', "\\", "eyJ9.x.y", "[]", "W10.W10"]
)
@pytest.mark.parametrize("name", ["session", "remember_token", "browser"])
def test_rubbish_in_a_cookie_is_a_stranger_s_and_lets_one_sign_in(browser, ada, name, cookie):
    browser.client.set_cookie(name, cookie, domain="flasky.test")
    stranger = browser.get("/")
    answer = guess(browser, "ada", PASSWORD)

    assert (stranger.status, stranger.h1, answer.status) == (200, "Hello, stranger!", 303)


@pytest.mark.parametrize(
    "header", ["session", "=", ";;;", "session=a; session=b", "a=b" * 500, "\x01=\x02", "$Version=1", *NON_ASCII]
)
def test_a_cookie_header_that_is_none_is_a_stranger_s(browser, header):
    assert browser.get("/", **raw(browser, header)).h1 == "Hello, stranger!"


def test_rubbish_cookies_make_no_rows(browser):
    """Django CVE-2015-5143: every request with an unknown session made one."""
    for number in range(20):
        browser.take({"session": f"x{number}", "remember_token": f"{number}|x", "browser": "x"}).get("/auth/login")

    assert db.session.scalars(db.select(LoginSession)).all() == []


def test_a_thousand_parts_are_too_many(browser):
    """Werkzeug CVE-2023-25577."""
    boundary = "b"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = part * 1000 + f"--{boundary}--"
    content_type = f"multipart/form-data; boundary={boundary}"

    assert browser.post("/auth/login", body, content_type=content_type).status == 413
