"""Pictures drawn from names."""

import re
from hashlib import sha256

import pytest

from app.avatars import COLOURS, colour, initials
from tests.support.people import make_user

WHITE = 1.0
AA = 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("ada", "A"),
        ("Ada Lovelace", "AL"),
        ("  Ada  King  Countess of Lovelace ", "AL"),
        ("élodie durand", "ÉD"),
        ("e\u0301lodie", "E\u0301"),
        ("Νίκος Δήμου", "ΝΔ"),
        ("李小龙", "李"),
        ("王 小明", "王"),
        ("مريم الأسطرلابي", "م"),
        ("דוד לוי", "ד"),
        ("👩🏽\u200d🚀 Ada", "👩🏽\u200d🚀"),
        ("🇪🇸🇨🇳", "🇪🇸"),
        ("❤️ love", "❤️"),
        ("Ada 🦊", "A"),
        ("", ""),
    ],
)
def test_initials_are_right_in_any_script(name, drawn):
    assert initials(name) == drawn


def luminance(colour):
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", COLOURS)
def test_white_letters_can_be_read_on_every_colour(colour):
    assert (WHITE + 0.05) / (luminance(colour) + 0.05) >= AA


def test_a_name_keeps_its_colour_and_names_differ():
    assert (colour("ada"), len({colour(f"user{number}") for number in range(200)})) == (colour("ada"), len(COLOURS))


def drawn(page):
    """The colour and the letters of each picture."""
    avatars = [list(avatar.iter()) for avatar in page.all("span", "avatar")]
    return {(rect.get("fill"), text.text) for _span, _svg, rect, text in avatars}


def test_a_page_draws_the_person_and_asks_nobody(ada, sign_in):
    page = sign_in(ada).get("/user/ada")

    assert drawn(page) == {(colour("ada"), "A")}
    assert [image.get("src") for image in page.all("img") if "://" in image.get("src")] == []


def test_it_says_nothing_to_a_screen_reader(ada, sign_in):
    page = sign_in(ada).get("/user/ada")

    assert {one.get("aria-hidden") for one in page.all("span", "avatar")} == {"true"}


def pictures(answer):
    return set(re.findall(r'src="https://www\.gravatar\.com/avatar/([0-9a-f]{64})', answer.text))


def test_gravatar_s_picture_comes_only_where_the_operator_wants_it(app, ada, configure):
    configure(FLASKY_GRAVATAR=True)

    with app.app_context():
        answer = app.test_client().get("/user/ada")

    assert pictures(answer) == {sha256(b"ada@example.com").hexdigest()}
    assert "img-src 'self' data: https://www.gravatar.com;" in answer.headers["Content-Security-Policy"]


def test_an_address_that_is_not_proven_is_told_to_nobody(app, sign_in, configure):
    browser = sign_in(make_user("root", role="Administrator"))
    make_user("joan", confirmed=False)
    configure(FLASKY_GRAVATAR=True)

    with app.app_context():
        answer = browser.client.get("/admin/users")

    assert ("joan" in answer.text, pictures(answer)) == (True, {sha256(b"root@example.com").hexdigest()})
