"""Mail addresses: one spelling for each."""

import pytest

from app.addresses import AddressError, normalize


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada@example.com", "ada@example.com"),
        ("Ada.Lovelace+news@Example.COM", "ada.lovelace+news@example.com"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
    ],
)
def test_an_address_has_one_spelling(typed, kept):
    assert (normalize(typed), normalize(kept)) == (kept, kept)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@b",
        "a b@example.com",
        "a@b@example.com",
        "a@exa_mple.com",
        "a@-example.com",
        "a@example.com.",
        "x" * 65 + "@example.com",  # RFC 5321 4.5.3.1.1
        "a@" + "x" * 64 + ".com",
        ".a@example.com",
        "a..b@example.com",
        "a@example.com\n",
        "a@localhost",
        "a@1.2.3.4",
        "a@[::1]",
    ],
)
def test_what_is_none_is_refused(text):
    with pytest.raises(AddressError):
        normalize(text)


# What one alphabet or another takes for "mike", "kelvin", "admin": in case folding, in NFKC, to the eye.
@pytest.mark.parametrize(
    "local",
    [
        "mıke",
        "mİke",
        "ｍike",
        "mikе",
        "mi\u200bke",
        "mi\u00adke",
        "mi\u212ae",
        "ſam",
        "ﬁona",
        "①",
        "admin\u0301",
        "ªda",
        "mike\u202e",
        "ά",
    ],
)
def test_a_look_alike_is_refused_before_anything_folds_it(local):
    with pytest.raises(AddressError):
        normalize(f"{local}@example.com")
