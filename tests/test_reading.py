"""Whoever is signed in is read without a database session, and is in each one that is begun all the same."""

import pytest
from flask import Flask
from flask_login import current_user

from app import db
from app.models import AccountEvent, Event, Role, User
from tests.support.apps import make_app
from tests.support.client import Browser
from tests.support.people import PASSWORD


def view(act):
    """A page of a product that does this and stores it."""

    def page():
        said = str(act())
        db.session.commit()
        return said, {"Content-Type": "text/plain"}

    return page


def me() -> User:
    return current_user._get_current_object()  # noqa: SLF001 - as Flask-Login's documentation says


def change() -> None:
    current_user.name = "Countess Lovelace"


def change_once_others_are_loaded() -> None:
    db.session.scalars(db.select(User).where(User.username == "ada")).all()
    change()


def begin_anew() -> None:
    change()
    db.session.commit()
    db.session.remove()
    current_user.about = "Mathematics"


def end_other_sessions() -> None:
    User.with_name("ada").end_other_sessions()


def name() -> str:
    return current_user.name


ACTS = {
    f"/{act.__name__}": act for act in (name, change, change_once_others_are_loaded, begin_anew, end_other_sessions)
}
ANSWERS = {
    "/begins-no-session": lambda: current_user.is_authenticated and not db.session.registry.has(),
    "/is-in-a-session": lambda: current_user in db.session,
    "/is-whom-a-query-finds": lambda: User.with_name("ada") is me(),
    "/can-be-refreshed": lambda: db.session.refresh(me()) is None,
    "/has-a-role-of-others": lambda: current_user.role.users.count() == 1,
    "/is-whose-the-session-is": lambda: current_user.current_session.user is me(),
}


@pytest.fixture
def product(app):
    """The application with pages of a product's own, on the same database."""
    product: Flask = make_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"])
    for path, act in (ACTS | ANSWERS).items():
        product.add_url_rule(path, path.strip("/"), view(act))
    yield product
    with product.app_context():
        db.engine.dispose()


@pytest.fixture
def reader(product, ada):
    """Ada's browser."""
    browser = Browser(product)
    browser.submit("/auth/login", email="ada", password=PASSWORD)
    return browser


def test_the_home_page_asks_the_database_once(ada, sign_in, statements):
    browser = sign_in(ada)
    statements.clear()

    assert browser.get("/").status == 200

    of_development = [statement for statement in statements if "FROM messages" in statement]  # the mailbox's number
    assert len(statements) - len(of_development) == 1


@pytest.mark.parametrize("path", ANSWERS)
def test_a_reader_is_like_any_other_object(reader, path):
    assert reader.get(path).text == "True"


@pytest.mark.parametrize("path", ["/change", "/change_once_others_are_loaded", "/begin_anew"])
def test_what_a_page_changes_of_its_reader_is_stored(reader, path):
    reader.get(path)

    assert db.session.scalars(db.select(User.name)).all() == ["Countess Lovelace"]


def test_each_new_database_session_knows_the_reader(reader):
    reader.get("/begin_anew")

    assert db.session.scalars(db.select(User.about)).all() == ["Mathematics"]


def test_whoever_is_found_in_another_way_has_the_present_session(reader):
    reader.get("/end_other_sessions")

    assert reader.get("/is-in-a-session").text == "True"


def test_who_joins_a_session_that_was_begun_before_is_in_it(product, ada):
    browser = Browser(product)
    browser.submit("/auth/login", email="ada", password=PASSWORD)
    product.before_request_funcs[None].insert(0, lambda: db.session.scalar(db.select(Role.id)) and None)

    browser.get("/change")

    assert db.session.scalars(db.select(User.name)).all() == ["Countess Lovelace"]


def test_what_the_request_has_changed_before_is_read(product, reader):
    hook = lambda: db.session.execute(db.update(User).values(name="Countess Lovelace")) and None  # noqa: E731
    product.before_request_funcs[None].insert(0, hook)

    assert reader.get("/name").text == "Countess Lovelace"


def test_who_has_no_role_and_no_events_is_read_too(reader, ada):
    db.session.query(AccountEvent).delete()
    ada.role = None
    db.session.commit()

    assert Event.SIGNED_IN.label not in reader.get("/").text
