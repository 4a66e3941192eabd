"""Pages for those who may: what a product's own view gets from the decorators."""

import pytest

from app import db
from app.models import Permission, Role, User
from app.permissions import admin_required, hidden_unless, permission_required
from tests.support.apps import make_app
from tests.support.client import Browser
from tests.support.people import PASSWORD, make_user

PAGES = {
    "/for-moderators": permission_required(Permission.MODERATE),
    "/for-administrators": admin_required,
    "/hidden": hidden_unless(Permission.MODERATE),
}
ROLES = ("User", "Moderator", "Administrator")


@pytest.fixture
def product(app):
    """The application with three pages of a product's own, on the same database."""
    product = make_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"])
    for path, guard in PAGES.items():
        product.add_url_rule(path, path.strip("/"), guard(lambda: ("", 204)), methods=["GET", "POST"])
    yield product
    with product.app_context():
        db.engine.dispose()


@pytest.fixture
def come_in(product):
    """A browser in which somebody with a role has signed in."""

    def come_in(role):
        browser = Browser(product)
        if role:
            make_user(role.lower(), role=role)
            browser.submit("/auth/login", email=role.lower(), password=PASSWORD)
        return browser

    return come_in


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/for-moderators", [403, 204, 204]),
        ("/for-administrators", [403, 403, 204]),
        ("/hidden", [404, 204, 204]),
    ],
)
def test_the_role_decides(come_in, path, statuses):
    assert [come_in(role).get(path).status for role in ROLES] == statuses


@pytest.mark.parametrize("path", ["/for-moderators", "/for-administrators"])
def test_a_stranger_is_asked_to_sign_in(come_in, path):
    assert come_in(None).get(path).location == f"/auth/login?next={path}"


def test_what_is_hidden_is_not_there_for_a_stranger(come_in):
    assert come_in(None).get("/hidden").status == 404


def test_what_is_hidden_wants_the_password_to_be_fresh(come_in, clock):
    browser = come_in("Moderator")
    clock.advance(minutes=10)

    assert browser.get("/hidden").location == "/auth/fresh?next=/hidden"
    assert browser.get("/for-moderators").status == 204


@pytest.mark.parametrize("path", PAGES)
def test_a_role_that_was_taken_away_holds_no_more_at_the_next_request(come_in, path):
    browser = come_in("Administrator")
    before = browser.get(path).status
    User.with_name("administrator").role = Role.named("User")
    db.session.commit()

    assert (before, browser.get(path).status) == (204, 404 if path == "/hidden" else 403)


def test_whoever_was_disabled_is_a_stranger(come_in):
    browser = come_in("Administrator")
    user = User.with_name("administrator")
    user.disabled_at = user.created_at
    db.session.commit()

    assert browser.get("/for-administrators").location == "/auth/login?next=/for-administrators"
