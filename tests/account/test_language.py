"""Language and time zone in the settings."""

from app import db


def test_it_begins_with_what_holds(ada, sign_in):
    page = sign_in(ada).get("/account/language")

    chosen = [option.get("value") for option in page.all("option") if "selected" in option.attrib]
    assert (page.h1, chosen) == ("Language and time", ["en", ""])


def test_it_holds_at_once_and_says_so_in_the_new_language(ada, sign_in):
    browser = sign_in(ada)
    answer = browser.send("/account/language", {"language": "es", "timezone": "America/Bogota"})

    page = browser.follow(answer)
    db.session.expire_all()
    assert page.flashes == ["Hemos guardado tu idioma y tu zona horaria."]
    assert (ada.language, ada.timezone) == ("es", "America/Bogota")


def test_the_time_zone_can_be_the_browser_s_again(ada, sign_in):
    ada.timezone = "America/Bogota"
    db.session.commit()

    sign_in(ada).send("/account/language", {"language": "en", "timezone": ""})

    db.session.expire_all()
    assert ada.timezone is None


def test_what_there_is_not_is_refused(ada, sign_in):
    page = sign_in(ada).send("/account/language", {"language": "tlh", "timezone": "Nowhere/Land"})

    assert (page.status, page.errors) == (
        422,
        {"language": "Not a valid choice.", "timezone": "Not a valid choice."},
    )
