"""The home page: a greeting for strangers, the latest news of the account for its owner."""

from app import db


def test_a_stranger_is_greeted(browser):
    assert browser.get("/").h1 == "Hello, stranger!"


def test_a_name_never_seen_is_met_with_pleasure(browser):
    page = browser.follow(browser.submit("/", name="Joan"))

    assert (page.h1, "Pleased to meet you!" in page.main) == ("Hello, Joan!", True)


def test_the_name_is_kept_by_post_redirect_get(browser):
    answer = browser.submit("/", name="Joan")

    assert (answer.status, answer.location, browser.get("/").h1) == (303, "/", "Hello, Joan!")


def test_a_name_never_seen_is_invited_to_register_with_it(browser):
    page = browser.follow(browser.submit("/", name="Joan"))

    form = browser.get(page.links()["Register as Joan"])

    assert form.values["username"] == "Joan"


def test_the_name_of_a_registered_user_is_seen_again(browser, ada):
    page = browser.follow(browser.submit("/", name="Ada"))

    assert ("Happy to see you again!" in page.main, "Register as Ada" in page.links()) == (True, False)


def test_the_name_of_somebody_unconfirmed_was_never_seen(browser, unconfirmed):
    page = browser.follow(browser.submit("/", name="newcomer"))

    assert ("Pleased to meet you!" in page.main, "Happy to see you again!" in page.main) == (True, False)


def test_the_name_of_somebody_who_has_left_was_never_seen(browser, ada, clock):
    ada.closed_at = clock.now()
    db.session.commit()

    assert "Pleased to meet you!" in browser.follow(browser.submit("/", name="ada")).main


def test_the_first_name_is_no_change(browser):
    assert browser.follow(browser.submit("/", name="Joan")).flashes == []


def test_the_same_name_again_is_no_change(browser):
    browser.submit("/", name="Joan")

    assert browser.follow(browser.submit("/", name="Joan")).flashes == []


def test_a_changed_name_is_noticed(browser):
    browser.submit("/", name="Joan")

    page = browser.follow(browser.submit("/", name="Jane"))

    assert (page.h1, page.flashes) == ("Hello, Jane!", ["Looks like you have changed your name!"])


def test_an_empty_name_is_asked_for(browser):
    page = browser.submit("/", name="  ")

    assert (page.status, page.errors) == (422, {"name": "Please type your name."})


def test_a_name_too_long_is_refused_and_kept(browser):
    page = browser.submit("/", name="x" * 65)

    assert (page.status, page.errors) == (422, {"name": "Please use at most 64 characters."})
    assert page.values == {"name": "x" * 65}


def test_markup_in_a_name_is_text(browser):
    page = browser.follow(browser.submit("/", name="<b>Joan</b>"))

    assert page.h1 == "Hello, <b>Joan</b>!"


def test_its_owner_is_greeted_by_name(ada, sign_in):
    assert sign_in(ada).get("/").h1 == "Hello, ada!"


def test_its_owner_sees_the_local_time(ada, sign_in, clock):
    page = sign_in(ada).get("/")

    times = [(one.get("data-function"), one.get("data-format"), one.get("data-refresh")) for one in page.all("time")]
    assert times[:2] == [("format", "LLL", "0"), ("fromNow", "", "60000")]
    assert page.all("time")[0].get("datetime") == f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"


def test_the_first_sign_in_is_told(ada, sign_in):
    assert "This is your first sign-in." in sign_in(ada).get("/").main


def test_the_sign_in_before_this_one_is_told(ada, sign_in, clock):
    sign_in(ada)
    before = clock.now()
    clock.advance(days=3)

    page = sign_in(ada).get("/")

    assert [one.get("datetime") for one in page.all("dl", "facts")[0].iter("time")] == [f"{before:%Y-%m-%dT%H:%M:%SZ}"]


def test_recent_activity_stands_newest_first(ada, sign_in):
    browser = sign_in(ada)
    browser.submit("/account/profile", name="Ada", about="")

    activity = [item.text for item in browser.get("/").all("span", "event-what")]

    assert activity == ["The profile was changed", "Signed in"]
