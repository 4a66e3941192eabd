"""Passwords: hashed by Argon2id, verified in constant company, and refused when they can be guessed."""

import pytest
from werkzeug.security import generate_password_hash

from app import passwords

# Of "seven quiet rivers", as argon2-cffi makes them: its default, its lowest cost, and Argon2i.
BY_ARGON2_CFFI = [
    "$argon2id$v=19$m=65536,t=3,p=4$Y2LdyOON9LpPVvxcy8eIsg$QR6DxNfHdiIeCXZ53ryBhVH6PqkRNmJpOEvExsLi1rc",
    "$argon2id$v=19$m=8,t=1,p=1$T4PAkB7znWYA4r0hWRD1Sg$Bm6fyIIeP9oSoB2MMORIfwcgUZGyL7JHIf6JMKh88QE",
    "$argon2i$v=19$m=8192,t=3,p=4$YpG1O41yMArlzqjFESIEow$dP1rRkjx3sAyojYLjaUApWLZiwtd6iF7y5yErscXH/4",
]

pytestmark = pytest.mark.usefixtures("real_hashing")


def test_a_hash_costs_what_owasp_asks_at_least():
    assert passwords.hash_password("seven quiet rivers").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_fits_its_column():
    assert len(passwords.hash_password("x" * 256)) <= 128


def test_two_hashes_of_one_password_differ():
    assert passwords.hash_password("seven quiet rivers") != passwords.hash_password("seven quiet rivers")


@pytest.mark.parametrize("password", ["", "a", "ä🦉", " a ", "x" * 73, "x" * 256])
def test_a_password_is_taken_exactly_as_typed(password):
    encoded = passwords.hash_password(password)
    tried = [password, password + " ", password.upper() + "x", password[:-1] + "y"]

    assert [passwords.verify(encoded, text) for text in tried] == [True, False, False, False]


def test_nobody_s_password_is_verified_all_the_same_and_never_fits():
    assert [passwords.verify(None, text) for text in ("", "a", "None")] == [False, False, False]


@pytest.mark.parametrize(
    "encoded", ["x", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$x$y", "scrypt:1$a", "sha1$a$b", "$2b$12$x"]
)
def test_what_is_no_hash_fits_nothing(encoded):
    assert passwords.verify(encoded, "seven quiet rivers") is False


def test_a_megabyte_is_not_hashed():
    assert passwords.verify(passwords.hash_password("a"), "a" * 1_000_000) is False


@pytest.mark.parametrize("method", ["scrypt:32768:8:1", "pbkdf2:sha256:1000"])
def test_a_hash_by_werkzeug_fits_and_is_outdated(method):
    encoded = generate_password_hash("seven quiet rivers", method)

    assert (passwords.verify(encoded, "seven quiet rivers"), passwords.is_outdated(encoded)) == (True, True)


@pytest.mark.parametrize("encoded", BY_ARGON2_CFFI)
def test_a_hash_by_argon2_at_another_cost_fits_and_is_outdated(encoded):
    fits = [passwords.verify(encoded, text) for text in ("seven quiet rivers", "seven quiet river")]

    assert (fits, passwords.is_outdated(encoded)) == ([True, False], True)


def test_a_hash_of_today_is_not_outdated():
    assert passwords.is_outdated(passwords.hash_password("seven quiet rivers")) is False


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "12345678",
        "iloveyou",
        "qwerty123",
        "letmein1",
        "password1!",
        "abcdefgh",
        "11111111",
        "Passw0rd",
        "sunshine",
    ],
)
def test_a_common_password_is_weak(app, password):
    assert passwords.weakness(password) == (
        "This password is too common or too easy to guess. A few unrelated words make a good one."
    )


@pytest.mark.parametrize(
    ("password", "personal"),
    [("lovelace7#kW", "lovelace"), ("xxLOVELACExx", "lovelace"), ("7#kW ada@example.com", "ada@example.com")],
)
def test_a_password_with_one_s_name_is_weak(app, password, personal):
    assert passwords.weakness(password, [personal]) == (
        "Your password contains your name or address. Please choose another."
    )


def test_a_name_of_three_letters_is_part_of_many_words(app):
    assert passwords.weakness("canada geese fly south", ["ada"]) is None


def test_a_good_password_is_not_weak(app):
    assert passwords.weakness("seven quiet rivers bend", ["ada", "ada@example.com"]) is None
