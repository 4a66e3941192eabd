"""`flask users import`: the whole file is judged first, and nobody is made twice."""

import json

import pytest

from app import db
from app.cli.users.file import Line
from app.cli.users.importing import stored
from app.models import AccountEvent, Event, User
from app.signals import signal_for
from tests.support.people import PASSWORD, make_user

HEADER = "email,username,name\n"
GOOD = f"{HEADER}joan@example.com,joan,Joan Clarke\njane@example.com,jane,\n"


@pytest.fixture
def bring(run, file):
    """Import a file with this content."""
    return lambda content, *options: run("users", "import", file(content), "--yes", *options)


def everybody():
    users = db.session.scalars(db.select(User).order_by(User.id))
    return [(user.email, user.username, user.name) for user in users]


def many(count):
    return HEADER + "".join(f"p{number}@example.com,p{number},\n" for number in range(count))


def test_people_are_made_confirmed_with_everybody_s_role(bring):
    result = bring(GOOD)

    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "2 imported, 0 already here, 0 refused.")
    assert everybody() == [("joan@example.com", "joan", "Joan Clarke"), ("jane@example.com", "jane", "")]
    assert {(user.confirmed, user.role.name, user.password_hash) for user in User.query} == {(True, "User", None)}


def test_each_has_it_in_the_history(bring):
    bring(GOOD)

    events = db.session.scalars(db.select(AccountEvent)).all()
    assert [(event.kind, event.user.username, event.by) for event in events] == [
        (Event.IMPORTED, "joan", "command line"),
        (Event.IMPORTED, "jane", "command line"),
    ]


def test_nobody_is_announced_and_nobody_is_written_to(bring, configure, outbox):
    configure(FLASKY_ADMIN=["root@example.com"])
    bring(GOOD)

    assert outbox.posted == []


def test_they_get_in_by_forgot_password(bring, browser, outbox):
    bring(GOOD)
    browser.submit("/auth/reset", email="joan@example.com")
    browser.get(outbox.link("email/reset"))
    browser.submit("/auth/reset/new", password=PASSWORD, password2=PASSWORD)

    assert browser.submit("/auth/login", email="joan", password=PASSWORD).status == 303


def test_without_a_password_nothing_opens_the_account(bring, browser):
    bring(GOOD)
    token = browser.get("/auth/login").csrf_token
    tries = [{"email": "joan", "password": word, "csrf_token": token} for word in ("", " ", "None")]

    assert [browser.post("/auth/login", one).status for one in tries] == [422, 422, 422]


def test_each_can_be_mailed_a_link(bring, outbox, browser):
    bring(GOOD, "--mail")
    browser.get(outbox.link("email/welcome"))

    assert outbox.posted == [("joan@example.com", "email/welcome"), ("jane@example.com", "email/welcome")]
    assert browser.get("/auth/reset/new").status == 200


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.removesuffix("\n"),
        GOOD + "\n\n",
        GOOD.replace("email,", " E-Mail ,").replace("E-Mail", "Email"),
        GOOD.replace("joan@", " JOAN@"),
        GOOD.replace("Joan Clarke", '"Joan Clarke"'),
    ],
    ids=["byte order mark", "CRLF", "semicolons", "no end", "blank lines", "header", "capitals", "quotes"],
)
def test_a_file_may_be_written_as_spreadsheets_write_it(bring, content):
    bring(content)

    assert everybody() == [("joan@example.com", "joan", "Joan Clarke"), ("jane@example.com", "jane", "")]


def test_names_have_any_letters(bring):
    bring(f'{HEADER}zoe@example.com,zoe,"Zoë ""Z"", Ångström"\n')

    assert everybody()[0][2] == 'Zoë "Z", Ångström'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",x,", "'' is no email address"),
        ("x,x,", "'x' is no email address"),
        ("x@example.com,1x,", "'1x' is no username"),
        ("x@example.com,,", "'' is no username"),
        (f"x@example.com,x,{'x' * 65}", "is too long, or cannot be read"),
        ("x@example.com,x,a\0b", "cannot be read"),
        ("x@example.com,x", "it has 2 values, and the first line names 3"),
        ("x@example.com,x,,y", "it has 4 values, and the first line names 3"),
        ("JOAN@example.com,joan2,", "it has the same address as line 2"),
        ("x@example.com,JOAN,", "it has the same username as line 2"),
        ("ada@example.com,ada2,", "its address belongs to the account 'ada' already"),
        ("x@example.com,ADA,", "the username 'ADA' belongs to another account"),
        ("x@example.com,newcomer,", "the username 'newcomer' belongs to another account"),
        (b"x@example.com,x,\xff", "it is not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_changed(bring, ada, unconfirmed, line, reason):
    line = line if isinstance(line, bytes) else line.encode()
    before = everybody()
    result = bring(GOOD.encode() + line + b"\n")

    assert (result.exit_code, everybody()) == (1, before)
    assert [text.startswith("Line 4: ") and reason in text for text in result.stderr.splitlines()] == [True]


def test_every_bad_line_is_named(bring):
    result = bring(HEADER + "x\n" * 1200)

    named = [text for text in result.stderr.splitlines() if text.startswith("Line ")]
    assert (len(named), named[-1]) == (1200, "Line 1201: it has 1 values, and the first line names 3.")


def test_a_line_that_goes_over_several_is_named_by_its_first(bring):
    result = bring(f'{HEADER}joan@example.com,joan,"Joan\nClarke"\nx,x,\n')

    assert [text.partition(":")[0] for text in result.stderr.splitlines()] == ["Line 2", "Line 4"]


def test_the_good_lines_of_a_bad_file_can_be_imported(bring):
    result = bring(GOOD + "x,x,\n", "--skip-bad")

    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "2 imported, 0 already here, 1 refused.")
    assert len(everybody()) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "The first line must be"),
        ("\n", "The first line must be"),
        ("email\n", "The first line must be"),
        ("email,username,password\n", "and not  email,username,password"),
        ("email,email,username\n", "The first line must be"),
        ("joan@example.com,joan\n", "The first line must be"),
        (GOOD.encode("utf-16"), "The file is not UTF-8"),
        (GOOD + 'x@example.com,"x\n', "Line 4 cannot be read as CSV"),
        (GOOD + "x" * 70_000, "Line 4 is longer than any line about a person"),
        (GOOD.replace("\n", "\r"), "cannot be read as CSV"),
        (b"\x7fELF\x02\x01\0\0\r\n", "The file is not UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(bring, content, reason):
    result = bring(content)

    assert (result.exit_code, reason in result.stderr, everybody()) == (1, True, [])


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    assert run("users", "import", tmp_path / "nothing.csv").exit_code == 2


def test_again_makes_nobody_twice(bring):
    bring(GOOD)
    result = bring(GOOD, "--mail")

    assert (result.exit_code, result.stdout, len(everybody())) == (0, "0 imported, 2 already here, 0 refused.\n", 2)


def test_after_an_interruption_it_goes_on_where_it_was(bring):
    """The power fails within the second batch of five hundred."""
    seen = []

    def fail(_user, **_details: object):
        seen.append(1)
        if len(seen) == 700:
            raise KeyboardInterrupt

    signal_for(Event.IMPORTED).connect(fail)
    broken = bring(many(1200))
    signal_for(Event.IMPORTED).disconnect(fail)
    left = len(everybody())
    result = bring(many(1200))

    assert (broken.exit_code, left) == (1, 500)
    assert result.stdout.splitlines()[-1] == "700 imported, 500 already here, 0 refused."
    assert len(everybody()) == 1200


def test_whoever_loses_the_name_to_a_sign_up_of_the_same_moment_is_left_out(ada):
    """The lines were judged while both names were free."""
    lines = [Line(2, "joan@example.com", "Ada"), Line(3, "jane@example.com", "jane")]

    assert stored(lines, mail=False) == 1
    assert [username for _, username, _ in everybody()] == ["ada", "jane"]


def test_a_sign_up_that_waits_for_an_address_gives_way(bring):
    make_user("squatter", email="joan@example.com", confirmed=False)
    bring(GOOD)

    assert everybody() == [("joan@example.com", "joan", "Joan Clarke"), ("jane@example.com", "jane", "")]


def test_checking_changes_nothing(bring):
    good, bad = bring(GOOD, "--check"), bring(GOOD + "x,x,\n", "--check")

    assert [good.stdout, good.exit_code, bad.exit_code] == ["2 can be imported, 0 already here, 0 refused.\n", 0, 1]
    assert everybody() == []


def test_it_asks_first_and_says_how_many(run, file):
    result = run("users", "import", file(GOOD), "--mail", typed="n\n")

    assert (result.exit_code, everybody()) == (1, [])
    assert "Make 2 accounts and mail each of them a link?" in result.stderr


def test_as_json_it_tells_everything(bring):
    told = json.loads(bring(GOOD + "x,x,\n", "--skip-bad", "--json").stdout)

    assert told == {
        "imported": 2,
        "already_here": 0,
        "new": 2,
        "refused": [{"line": 4, "reason": "'x' is no email address"}],
    }


def test_one_is_told_as_one(run, file, bring):
    result = run("users", "import", file(f"{HEADER}joan@example.com,joan,\n"), typed="n\n")

    assert "Make 1 account?" in result.stderr
    assert bring(f"{HEADER}x,x,\n").stdout.startswith("1 line refused. Nothing was changed.")
