"""What stands around every page is rendered once: nothing about anybody may be in what others get."""

import re

import pytest

from app import blank, frame
from app.extensions import db
from app.models import Role
from tests.support.apps import make_app
from tests.support.people import make_user

pytestmark = pytest.mark.usefixtures("rendered_once")


def rendered():
    """How many frames were."""
    return frame.remembered.cache_info().misses


@pytest.fixture
def two(ada, sign_in):
    return [sign_in(ada), sign_in(make_user("joan"))]


def test_two_people_get_one_frame_with_names_nonces_and_tokens_of_their_own(two):
    before = rendered()

    pages = [browser.get("/") for browser in two]

    assert rendered() - before == 1
    assert [{"ada", "joan"} & set(page.navigation) for page in pages] == [{"ada"}, {"joan"}]
    assert pages[0].own & pages[1].own == set()
    for browser, page in zip(two, pages, strict=True):
        assert browser.fill_in(page.form_saying("Dark"), {"theme": "dark"}).status == 303


def test_the_nonce_is_the_one_that_the_policy_allows(two):
    for browser in two:
        page = browser.get("/")
        nonces = set(re.findall(r'nonce="([^"]+)"', page.text))

        assert nonces == set(re.findall(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"]))


def test_strangers_and_whoever_is_signed_in_never_share(two, open_browser):
    browsers = [open_browser(), two[0], open_browser(), two[1]]

    assert ["Sign out" in browser.get("/").navigation for browser in browsers] == [False, True, False, True]


def test_a_role_that_is_taken_away_takes_its_link_along_at_once(ada, sign_in):
    ada.role = Role.named("Administrator")
    db.session.commit()
    browser = sign_in(ada)
    shown = ["Administration" in browser.get("/").navigation]

    ada.role = Role.named("User")
    db.session.commit()
    shown.append("Administration" in browser.get("/").navigation)

    assert shown == [True, False]


@pytest.mark.parametrize("path", ["/user/ada", "/account/activity?before=9", "/nowhere"])
def test_whatever_the_address_the_way_back_is_there(two, path):
    form = two[0].get(path).form_saying("Dark")

    assert (form.action, form.values["next"]) == ("/theme", path)
    assert two[0].fill_in(form, {"theme": "dark"}).location == path


@pytest.mark.parametrize("mount", ["/accounts", "/cuentas-\xc3\xb1"])
def test_so_it_is_where_the_site_is_mounted_elsewhere(two, mount):
    page = two[0].get("/account/", environ_overrides={"SCRIPT_NAME": mount})

    assert page.form_saying("Dark").action == mount.encode("latin1").decode() + "/theme"
    assert page.form_saying("Dark").values["next"] == ("/accounts/account/" if mount.isascii() else "")


@pytest.mark.parametrize("path", ["/a%00b", "/a%01b", "/a%0ab"])
def test_an_address_that_nobody_can_come_back_to_is_not_in_the_page(two, path):
    page = two[0].get(path)

    assert page.form_saying("Dark").values["next"] == ""
    assert re.search(r"[\0\1]", page.text) is None


def test_an_address_is_no_markup(two):
    page = two[0].get("/%22%3E%3Cscript%3E")

    assert page.form_saying("Dark").values["next"] == '/"><script>'
    assert "<script>" not in page.text


def test_what_one_is_told_is_told_to_nobody_else(two):
    told, other = two
    told.submit("/account/profile", name="Ada Lovelace")

    assert other.get("/").flashes == []
    assert len(told.get("/").flashes) == 1


def test_it_is_rendered_anew_after_a_minute(two, monkeypatch):
    two[0].get("/")
    before = rendered()
    monkeypatch.setattr(blank, "monotonic", lambda: 10**9)
    two[0].get("/")

    assert rendered() - before == 1


def test_each_place_the_site_is_mounted_at_has_its_own(app):
    client = app.test_client()
    pages = [client.get("/", environ_overrides={"SCRIPT_NAME": place}).text for place in ("", "/accounts")]

    assert ['href="/accounts/auth/login"' in page for page in pages] == [False, True]


def test_two_sites_of_one_process_have_frames_of_their_own(app):
    sites = [app, make_app(FLASKY_SITE_NAME="Elsewhere", MAILBOX=False)]

    assert [site.test_client().get("/").text.count("Elsewhere</title>") for site in sites] == [0, 1]


def test_while_templates_change_it_is_rendered_for_every_page(two, configure):
    configure(MAILBOX=True)
    before = rendered()
    two[0].get("/")

    assert rendered() == before
