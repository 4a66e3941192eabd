"""`flask users show` and `sessions`: one account, told."""

import json

from app.models import COMMAND_LINE
from tests.support.people import PASSWORD


def test_it_tells_the_account_its_events_and_mails(run, ada, sign_in, browser):
    browser.submit("/auth/login", email="ada", password="wrong")
    browser.client.environ_base |= {"HTTP_USER_AGENT": "Firefox Linux"}
    browser.submit("/auth/login", email="ada", password=PASSWORD)
    browser.submit("/account/username", username="countess")
    text = run("users", "show", "countess").stdout

    for line in ("username: countess", "state: confirmed", "signed in on: 1", "Your username was changed"):
        assert line in text
    assert "A sign-in was refused  127.0.0.1" in text
    assert "Signed in  Firefox on Linux 127.0.0.1" in text


def test_it_tells_who_did_what_the_owner_did_not(run, ada):
    run("users", "disable", "ada", "--reason", "Spam.", "--yes")
    text = run("users", "show", "ada").stdout

    assert ("state: disabled" in text, "reason: Spam." in text) == (True, True)
    assert "The account was disabled  by command line" in text


def test_as_json_it_tells_everything_that_is_held(run, ada):
    told = json.loads(run("users", "show", "ada", "--json").stdout)

    assert (list(told), told["account"]["email"]) == (
        ["account", "sessions", "events", "mails", "address_changes"],
        "ada@example.com",
    )


def test_no_secret_is_in_it(run, ada, sign_in, outbox):
    sign_in(ada)
    ada.start_reset(COMMAND_LINE)
    texts = [run("users", "show", "ada", *options).stdout for options in ([], ["--json"])]

    assert [ada.password_hash in text for text in texts] == [False, False]


def test_the_sessions_are_listed(run, ada, sign_in):
    sign_in(ada, remember_me="y")
    told = json.loads(run("users", "sessions", "ada", "--json").stdout)

    assert [(one["ip"], one["remembered"]) for one in told] == [("127.0.0.1", True)]
    assert "127.0.0.1" in run("users", "sessions", "ada").stdout


def test_whoever_is_signed_in_nowhere_is_said_so(run, ada):
    assert run("users", "sessions", "ada").stdout == "ada <ada@example.com> is signed in nowhere.\n"


def test_every_session_can_be_ended(run, ada, sign_in, outbox):
    browsers = [sign_in(ada), sign_in(ada, remember_me="y")]
    result = run("users", "sessions", "ada", "--end", "--yes", "--json")

    assert (json.loads(result.stdout), [browser.is_signed_in() for browser in browsers]) == ({"ended": 2}, [False] * 2)
    assert outbox.posted[-1] == ("ada@example.com", "email/signed_out")
