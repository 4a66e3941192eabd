"""Who has nothing to do here does not even learn that it exists."""

import pytest

from app import db
from app.models import Permission, Role
from tests.support.people import make_user

PATHS = ["/admin", "/admin/", "/admin/users", "/admin/users/1", "/admin/users/export", "/admin/none", "/admin//"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE", "TRACE"])
def test_it_answers_as_an_address_that_does_not_exist(browser, ada, sign_in, path, method):
    for visitor in (browser, sign_in(ada)):
        here, nowhere = (visitor.open(one, method=method) for one in (path, "/nowhere"))
        assert (here.status, here.h1 if here.body else "", "Allow" in here.headers) == (
            404,
            nowhere.h1 if nowhere.body else "",
            False,
        )


def test_addresses_that_only_begin_alike_are_as_ever(browser):
    assert [browser.get(path).status for path in ("/administrators", "/adminx/")] == [404, 404]


@pytest.mark.parametrize("path", ["/admin/", "/admin/users", "/admin/events"])
def test_whoever_may_come_in_types_the_password_again_after_a_while(administrator, clock, path):
    clock.advance(minutes=11)

    assert administrator.get(path).location == f"/auth/fresh?next={path}"


def test_others_are_not_asked_for_the_password_first(ada, sign_in, clock):
    browser = sign_in(ada)
    clock.advance(minutes=11)

    assert browser.get("/admin/").status == 404


def test_the_navigation_leads_here_whom_it_concerns(ada, sign_in, administrator, moderator):
    def way(browser):
        page = browser.get("/")
        return [link.get("href") for link in page.all("a", "nav-admin")]

    assert [way(browser) for browser in (sign_in(ada), moderator, administrator)] == [[], ["/admin/users"], ["/admin/"]]


def test_the_way_here_costs_no_query(ada, sign_in, administrator, statements):
    def cost(browser):
        statements.clear()
        browser.get("/account/profile")
        return len(statements)

    assert cost(administrator) == cost(sign_in(ada))


def test_a_moderator_sees_the_tabs_that_lead_somewhere(moderator):
    tabs = [
        link
        for link in moderator.get("/admin/users").links()
        if link in {"Overview", "Users", "Invitations", "Events", "Mail"}
    ]

    assert tabs == ["Users", "Events"]
    assert [moderator.get(path).status for path in ("/admin/", "/admin/invitations", "/admin/mail")] == [404, 404, 404]


def test_an_operator_s_own_role_may_have_a_part(app, sign_in):
    db.session.add(Role(name="Host", permissions=int(Permission.MODERATE | Permission.INVITE)))
    db.session.commit()
    browser = sign_in(make_user("host", role="Host"))

    assert [browser.get(path).status for path in ("/admin/invitations", "/admin/users", "/admin/")] == [200, 200, 404]
