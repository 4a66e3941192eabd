"""What bad input gets: a clear message beside the field, what was typed kept, and nothing stored."""

from urllib.parse import urlencode

import pytest

from app import db
from app.models import Message, User
from tests.support.people import PASSWORD
from tests.support.signups import JOAN, sign_up

ADDRESS = "This is not an email address. It looks like name@example.com."
USERNAME = "Usernames begin with a letter and have only letters, numbers, dots and underscores."
UNREADABLE = "This contains characters that cannot be read. Please type it again."
ONE_VALUE = "Please give one value only."
COMMON = "This password is too common or too easy to guess. A few unrelated words make a good one."
PERSONAL = "Your password contains your name or address. Please choose another."
DIFFER = "The two passwords differ. Please type them again."
LONGEST = " ".join(str(number**7) for number in range(2, 40))[:256]
FEW, MANY = "Please use at least 8 characters.", "Please use at most {} characters."


def stored():
    return db.session.scalars(db.select(User)).all() + db.session.scalars(db.select(Message)).all()


def url_encoded(fields):
    return urlencode(fields), "application/x-www-form-urlencoded"


def multipart(fields):
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (k.encode(), v) for k, v in fields.items()
    ]
    return b"".join(parts) + b"--x--\r\n", "multipart/form-data; boundary=x"


def post_bytes(browser, encode, changed):
    """Send Joan's form as these bytes."""
    fields = {name: text.encode() for name, text in JOAN.items()}
    token = browser.get("/auth/register").csrf_token.encode()
    body, content_type = encode(fields | changed | {"csrf_token": token})
    return browser.post("/auth/register", body, content_type=content_type)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("email", "", "Please type your email address."),
        ("email", "   ", "Please type your email address."),
        ("email", "joan", ADDRESS),
        ("email", "joan@", ADDRESS),
        ("email", "@example.com", ADDRESS),
        ("email", "joan@example", ADDRESS),
        ("email", "joan@example..com", ADDRESS),
        ("email", "joan@[127.0.0.1]", ADDRESS),
        ("email", "joan example@example.com", ADDRESS),
        ("email", "joan@example.com, jane@example.com", ADDRESS),
        ("email", "Joan <joan@example.com>", ADDRESS),
        ("email", "joan@example.com\r\nBcc: jane@example.com", ADDRESS),
        ("email", "joan@example.com\u2028Bcc: jane@example.com", ADDRESS),
        ("email", "<b>joan</b>@example.com", ADDRESS),
        ("email", '"joan smith"@example.com', ADDRESS),
        ("email", "mıke@example.com", ADDRESS),  # a dotless i
        ("email", "mike＠example.com", ADDRESS),  # a full-width @
        ("email", "joаn@example.com", ADDRESS),  # a Cyrillic а
        ("email", "josé@example.com", ADDRESS),
        ("email", "joan\u202e@example.com", ADDRESS),  # text direction overridden
        ("email", "x" * 243 + "@example.com", ADDRESS),
        ("email", "x" * 20_000 + "@example.com", ADDRESS),
        ("email", "joan\0@example.com", UNREADABLE),
        ("username", "", "Please choose a username."),
        ("username", " ", "Please choose a username."),
        ("username", "1joan", USERNAME),
        ("username", "_joan", USERNAME),
        ("username", "joan arc", USERNAME),
        ("username", "joan-arc", USERNAME),
        ("username", "joan@example.com", USERNAME),
        ("username", "<script>alert(1)</script>", USERNAME),
        ("username", "{{ 7*7 }}", USERNAME),
        ("username", "joаn", USERNAME),  # a Cyrillic а
        ("username", "joan\nadmin", USERNAME),
        ("username", "x" * 65, MANY.format(64)),
        ("username", "x" * 20_000, MANY.format(64)),
        ("username", "jo\0an", UNREADABLE),
        ("username", "jo\ufffdan", UNREADABLE),
    ],
)
def test_a_field_that_cannot_be_is_explained_and_kept(browser, field, text, message):
    page = sign_up(browser, **{field: text})

    assert (page.status, page.errors, stored()) == (422, {field: message}, [])
    kept = text.strip() if message != UNREADABLE else text.replace("\0", "").replace("\ufffd", "")
    assert page.values[field] == kept.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "Please choose a password."),
        ("q7#kW2v", FEW),
        ("password", COMMON),
        ("12345678", COMMON),
        ("qwertyuiop", COMMON),
        ("P@ssw0rd", COMMON),
        ("aaaaaaaaaaaa", COMMON),
        ("a joan of seven seas", PERSONAL),
        ("JOAN@example.com", PERSONAL),
        (LONGEST + "1", MANY.format(256)),
        ("seven\0quiet rivers", UNREADABLE),
    ],
)
def test_a_password_that_others_would_guess_is_refused(browser, password, message):
    page = sign_up(browser, password=password, password2=password)

    assert (page.status, page.errors.get("password"), stored()) == (422, message, [])


@pytest.mark.parametrize("password", ["q7#kW2vX", "köstliche grüne äpfel", "🦉🌙🏔️🚲🎻🧭🪁🍵", " q7#kW2v ", LONGEST])
def test_a_good_password_needs_no_special_mixture(browser, password):
    sign_up(browser, password=password, password2=password)

    assert db.session.scalars(db.select(User)).one().verify_password(password) is True


def test_passwords_that_differ_are_told(browser):
    page = sign_up(browser, password2=PASSWORD + "s")

    assert (page.status, page.errors, stored()) == (422, {"password2": DIFFER}, [])


def test_a_second_password_left_out_is_told(browser):
    assert sign_up(browser, password2="").errors == {"password2": DIFFER}


def test_a_password_is_never_sent_back(browser):
    page = sign_up(browser, username="1joan")

    assert (PASSWORD in page.text, page.values["password"], page.values["password2"]) == (False, "", "")


def test_every_field_is_judged_at_once(browser):
    page = browser.send("/auth/register", {})

    assert list(page.errors) == ["email", "username", "password"]


def test_every_message_stands_at_the_top_with_a_link_to_its_field(browser):
    page = browser.send("/auth/register", {})

    assert list(page.links().values())[:3] == ["#email", "#username", "#password"]


@pytest.mark.parametrize("field", ["email", "username", "password", "password2"])
def test_a_field_sent_twice_is_refused(browser, field):
    page = sign_up(browser, **{field: [JOAN[field], JOAN[field]]})

    assert (page.status, page.errors, stored()) == (422, {field: ONE_VALUE}, [])


@pytest.mark.parametrize("encode", [url_encoded, multipart])
@pytest.mark.parametrize("field", ["email", "username", "password", "password2"])
def test_broken_utf_8_is_refused(browser, field, encode):
    text = JOAN[field].encode()
    broken = text[:3] + b"\xff" + text[3:]

    page = post_bytes(browser, encode, {field: broken} | ({"password2": broken} if field == "password" else {}))

    assert (page.status, page.errors.get(field), stored()) == (422, UNREADABLE, [])


@pytest.mark.parametrize("body", [b"\xff", b"email=\xff", b"%", b"&&&=;", b"\0", b"a" * 1000])
def test_rubbish_is_no_form(browser, body):
    page = browser.post("/auth/register", body, content_type="application/x-www-form-urlencoded")

    assert (page.status, stored()) == (400, [])


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data; name=email\r\n"]
)
def test_a_form_cut_off_is_no_form(browser, body):
    page = browser.post("/auth/register", body, content_type="multipart/form-data; boundary=x")

    assert (page.status, stored()) == (400, [])


@pytest.mark.parametrize("field", ["email[]", "email[0]", "user[email]"])
def test_a_list_is_no_address(browser, field):
    fields = {name: text for name, text in JOAN.items() if name != "email"} | {field: JOAN["email"]}

    assert browser.send("/auth/register", fields).errors == {"email": "Please type your email address."}


def test_json_is_no_form(browser):
    page = browser.post("/auth/register", json=JOAN | {"email": {"$ne": ""}})

    assert (page.status, stored()) == (400, [])


@pytest.mark.parametrize("field", ["email", "username", "password", "password2"])
def test_a_megabyte_is_too_much(browser, field):
    page = sign_up(browser, **{field: "x" * 1_000_000})

    assert (page.status, page.h1, stored()) == (413, "Too much at once", [])


def test_a_hundred_and_one_parts_are_too_many(browser):
    body, content_type = multipart({f"f{number}": b"" for number in range(101)})

    page = browser.post("/auth/register", body, content_type=content_type)

    assert (page.status, stored()) == (413, [])


def test_no_token_no_account(browser):
    page = browser.post("/auth/register", JOAN)

    assert (page.status, page.h1, stored()) == (400, "This form has expired", [])


def test_another_browsers_token_makes_no_account(browser, open_browser):
    stolen = open_browser().get("/auth/register").csrf_token
    browser.get("/auth/register")

    page = browser.post("/auth/register", JOAN | {"csrf_token": stolen})

    assert (page.status, page.h1, stored()) == (400, "This form has expired", [])


@pytest.mark.parametrize("field", ["confirmed", "role", "role_id", "id", "password_hash", "pending_email", "name"])
def test_a_field_that_is_not_in_the_form_changes_nothing(browser, field):
    sign_up(browser, **{field: "1"})

    user = db.session.scalars(db.select(User)).one()
    assert (user.confirmed, user.role.name, user.name, user.pending_email) == (False, "User", "", None)
