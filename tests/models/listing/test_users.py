"""The list of users: which, in which order, a page at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from app import db
from app.models import User
from app.models.listing import Match, Place, Sort, UserFilter, paging
from tests.support.people import make_user

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)
ORDERS = {
    Sort.NEWEST: (lambda user: (user.created_at, user.id), True),
    Sort.OLDEST: (lambda user: (user.created_at, user.id), False),
    Sort.USERNAME: (lambda user: user.username, False),
    Sort.EMAIL: (lambda user: user.email, False),
    Sort.SIGNED_IN: (lambda user: (user.last_sign_in_at or NEVER, user.id), True),
}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(paging, "ROWS", 3)
    monkeypatch.setattr(paging, "BATCH", 4)


@pytest.fixture(params=[10_000, 2], ids=["few", "many"])
def counted(request, monkeypatch):
    """Both ways of reading: what was found is sorted, or the order is followed to what fits."""
    monkeypatch.setattr(paging, "COUNTED", request.param)


@pytest.fixture
def people(app):
    """Ten people; some came on the same day, and every other one has signed in, some at the same time."""
    for number, name in enumerate("jdbhafcgei"):
        user = make_user(f"user.{name}", email=f"mail.{chr(203 - ord(name))}@example.com")
        user.created_at = NOON - timedelta(days=number // 2)
        user.last_sign_in_at = NOON - timedelta(hours=number // 4) if number % 2 else None
    db.session.commit()


def names(rows):
    return "".join(user.username[-1] for user in rows)


def walk(wanted, place, step, key):
    """Page after page, by the links that each shows."""
    while True:
        page = wanted.page(place)
        yield names(page.rows)
        if getattr(page, step) is None:
            return
        place = Place.read({key: str(getattr(page, step)[key])})


def found(**asked: str):
    return sorted(user.username for user in UserFilter.read(asked).page(Place()).rows)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"search": "example"},
        {"never_signed_in": "1"},
        {"role": "User"},
    ],
)
def test_the_pages_together_show_each_once_in_order(people, counted, sort, asked):
    those = [
        user
        for user in db.session.scalars(db.select(User))
        if not ("never_signed_in" in asked and user.last_sign_in_at)
    ]

    assert_pages_show(in_order(those, sort), UserFilter.read(asked | {"sort": sort}))


BEGINNINGS = [("user", Match.USERNAME, Sort.USERNAME), ("mail", Match.EMAIL, Sort.EMAIL)]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(("text", "match", "own"), BEGINNINGS)
def test_those_that_begin_alike_come_in_the_order_that_is_asked_for(people, sort, text, match, own):
    everybody = db.session.scalars(db.select(User)).all()

    assert_pages_show(in_order(everybody, sort), UserFilter(search=text, match=match, sort=sort))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(("text", "match", "own"), BEGINNINGS)
def test_if_they_are_many_they_come_by_what_they_begin_with(people, monkeypatch, sort, text, match, own):
    """However they lie in another order, nobody has to look for them there."""
    monkeypatch.setattr(paging, "COUNTED", 2)
    everybody = db.session.scalars(db.select(User)).all()

    assert_pages_show(in_order(everybody, own), UserFilter(search=text, match=match, sort=sort))


def in_order(those, sort):
    key, falling = ORDERS[sort]
    return names(sorted(those, key=key, reverse=falling))


def assert_pages_show(expected, wanted):
    """All of them, forwards and backwards."""
    forwards = list(walk(wanted, Place(), "next", "after"))
    backwards = list(walk(wanted, Place(at_end=True), "previous", "before"))

    assert "".join(forwards) == expected
    assert [len(page) for page in forwards] == [3] * (len(expected) // 3) + [len(expected) % 3]
    assert (backwards[0], backwards[-1]) == (expected[-3:], expected[:3])


def test_a_list_of_one_page_leads_nowhere(people):
    for place in (Place(), Place(at_end=True)):
        page = UserFilter(search="user.j", match=Match.USERNAME).page(place)
        assert (names(page.rows), page.previous, page.next, page.count) == ("j", None, None, 1)


def test_so_many_are_counted_and_of_more_it_is_only_said_that_there_are_more(people, monkeypatch):
    counts = []
    for most in (9, 10):
        monkeypatch.setattr(paging, "COUNTED", most)
        counts.append(UserFilter().page(Place()).count)

    assert counts == [None, 10]


@pytest.mark.parametrize(
    "place", ["0", "-1", "1.5", "1e3", "NaN", "x", "", "٣", "9" * 30, str(2**63), str(2**63 - 1), "\x00", "1 OR 1=1"]
)
@pytest.mark.parametrize("key", ["after", "before", "page"])
def test_a_place_that_is_none_is_the_beginning(people, key, place):
    assert names(UserFilter().page(Place.read({key: place})).rows) == names(UserFilter().page(Place()).rows)


def test_a_place_of_another_list_is_the_beginning(people, counted):
    """The key of somebody who is not among those asked for."""
    wanted = UserFilter(never_signed_in=True)
    elsewhere = User.with_name("user.d").id

    pages = [wanted.page(place) for place in (Place(), Place(after=elsewhere), Place(before=elsewhere))]

    assert len({names(page.rows) for page in pages}) == 1


def test_after_the_last_comes_the_beginning(people):
    last = UserFilter().page(Place(at_end=True)).rows[-1]

    assert names(UserFilter().page(Place(after=last.id)).rows) == names(UserFilter().page(Place()).rows)


@pytest.mark.parametrize("text", ["%", "_", "*", "\\", "/", "a%", "[a]", "?", "'", '"', "(", ".*", "/%", "%%"])
def test_no_character_stands_for_another(people, counted, text):
    assert found(search=text) == []


@pytest.mark.parametrize("character", ["%", "_", "*", "\\", "/", "'", "ä", "😀"])
def test_each_character_means_itself(people, character):
    User.with_name("user.c").name = f"one{character}two"
    db.session.commit()

    assert found(search=f"e{character}T".lower()) == ["user.c"]


def test_names_and_addresses_are_found_by_any_part(app):
    make_user("lovelace", email="ada@calculus.example").name = "Countess Augusta"
    make_user("hopper")
    db.session.commit()

    assert [found(search=text) for text in ("VELA", "a@calc", "ess Aug", " hop ", "none")] == [
        ["lovelace"],
        ["lovelace"],
        ["lovelace"],
        ["hopper"],
        [],
    ]


def test_a_name_or_an_address_can_be_looked_for_by_its_beginning(app):
    make_user("ada", email="grace@example.com")
    make_user("grace", email="ada@example.com")

    assert [found(search="Ad", match=match) for match in ("username", "email", "part", "nonsense")] == [
        ["ada"],
        ["grace"],
        ["ada", "grace"],
        ["ada", "grace"],
    ]


@pytest.mark.parametrize("text", ["\x00", "\x00ada\x1f", "ada\ufffd", "  ada  "])
def test_what_cannot_be_stored_is_not_looked_for(ada, text):
    assert found(search=text) == ["ada"]


def test_each_filter_finds_its_own(app):
    for name in ("open", "waiting", "disabled", "closed", "moderator"):
        make_user(name, confirmed=name != "waiting", role="Moderator" if name == "moderator" else "User")
    User.with_name("disabled").disabled_at = User.with_name("closed").closed_at = NOON
    User.with_name("open").last_sign_in_at = NOON
    db.session.commit()

    assert [found(unconfirmed="1"), found(disabled="1"), found(closed="1"), found(role="Moderator")] == [
        ["waiting"],
        ["disabled"],
        ["closed"],
        ["moderator"],
    ]
    assert len(list(UserFilter(never_signed_in=True).everything())) == 4


@pytest.mark.parametrize("asked", [{"role": "Nobody"}, {"sort": "x"}, {"role": ""}, {"x": "y"}, {"match": "x"}])
def test_a_filter_that_does_not_exist_is_ignored(ada, asked):
    assert UserFilter.read(asked) == UserFilter()


def test_filters_hold_together(people):
    assert found(search="user.a", match="username", never_signed_in="1") == ["user.a"]
    assert found(search="user.d", match="username", never_signed_in="1") == []


def test_all_of_them_are_read_in_batches(people):
    assert names(UserFilter(search="example").everything()) == "jdbhafcgei"
    assert names(UserFilter(never_signed_in=True).everything()) == "jbace"
