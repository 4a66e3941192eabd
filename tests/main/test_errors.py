"""Every error, as a page that says what to do next, or as JSON for programs."""

from functools import cache
from importlib.util import find_spec

import pytest
from flask import abort

from app import db
from app.models import User
from app.models.user.confirmation import CONFIRM
from tests.support.apps import make_app
from tests.support.client import Browser

TITLES = {
    400: "Bad request",
    401: "Please sign in",
    403: "Not allowed",
    404: "Page not found",
    405: "Not that way",
    413: "Too much at once",
    429: "Too many attempts",
    500: "Something went wrong",
    503: "Back in a moment",
}
NO_DATABASES = {
    "sqlite3": "sqlite:////nowhere/at/all.sqlite",
    "psycopg": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
}


def fail():
    return 1 / 0


@pytest.fixture(scope="module")
def failing_on(app_on):
    """By the name of a database, an application of its own that has a page for every error."""

    @cache
    def failing_on(name):
        own = make_app(
            SQLALCHEMY_DATABASE_URI=app_on(name).config["SQLALCHEMY_DATABASE_URI"], PROPAGATE_EXCEPTIONS=False
        )
        own.add_url_rule("/fail/<int:code>", "fail", abort)
        own.add_url_rule("/fail", "fail_badly", fail)
        return own

    return failing_on


@pytest.fixture
def failing(app, request, failing_on):
    own = failing_on(request.node.callspec.params["app"])
    yield Browser(own)
    with own.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_an_error_is_a_page_in_the_frame(failing, code, title):
    page = failing.get(f"/fail/{code}")

    assert (page.status, page.h1, f"Error {code}" in page.main) == (code, title, True)
    assert page.links()["Go to the home page"] == "/"


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_a_program_gets_json(failing, code, title):
    page = failing.get(f"/fail/{code}", headers={"Accept": "application/json"})

    assert (page.status, page.json["status"], page.json["error"]) == (code, code, title)
    assert sorted(page.json) == ["advice", "error", "message", "status"]


@pytest.mark.parametrize(
    "accept", ["", "*/*", "text/html,*/*;q=0.8", "text/html, application/json;q=0.9", "rubbish", "image/png"]
)
def test_everybody_else_gets_the_page(failing, accept):
    assert failing.get("/fail/404", headers={"Accept": accept}).h1 == "Page not found"


def test_an_error_without_words_of_its_own_is_told_all_the_same(failing):
    page = failing.get("/fail/418")

    assert (page.status, page.h1) == (418, "Bad request")


def test_a_fault_of_ours_tells_no_details(failing):
    page = failing.get("/fail")

    assert (page.status, page.h1, "ZeroDivisionError" in page.text) == (500, "Something went wrong", False)


def test_a_page_that_is_not_there(browser):
    page = browser.get("/nowhere")

    assert (page.status, page.h1) == (404, "Page not found")


def test_a_method_that_is_not_there(browser):
    page = browser.open("/", method="DELETE")

    assert (page.status, page.h1, sorted(page.headers["Allow"].split(", "))) == (
        405,
        "Not that way",
        ["GET", "HEAD", "OPTIONS", "POST"],
    )


@pytest.mark.parametrize(
    "path", ["/%00", "/%ff", "/%2e%2e/%2e%2e/etc/passwd", "/" + "x" * 8000, "/?a=%00&b=%ff", "//", "/auth//login"]
)
def test_a_strange_path_is_no_fault_of_ours(browser, path):
    assert browser.get(path).status < 500


@pytest.mark.parametrize("path", ["/", "/auth/login", "/nowhere"])
def test_nor_is_a_query_that_no_server_should_have_let_through(browser, path):
    assert browser.get(path, environ_overrides={"QUERY_STRING": "a=\xff"}).status < 500


@pytest.fixture(params=[driver for driver in NO_DATABASES if find_spec(driver)])
def without_database(request):
    app = make_app(SQLALCHEMY_DATABASE_URI=NO_DATABASES[request.param])
    with app.app_context():
        yield Browser(app)


@pytest.mark.parametrize("path", ["/user/ada", "/dev/mail", "/auth/confirm/{}"])
def test_a_database_that_is_down_is_told(without_database, path):
    page = without_database.get(path.format(CONFIRM.sign(User(id=1, email="ada@example.com"))))

    assert (page.status, page.h1, page.headers["Retry-After"]) == (503, "Back in a moment", "5")


def test_and_so_it_is_to_whoever_is_signed_in(without_database):
    signer = without_database.app.session_interface.get_signing_serializer(without_database.app)

    page = without_database.take({"session": signer.dumps({"_user_id": "x", "_fresh": True})}).get("/")

    assert (page.status, page.h1) == (503, "Back in a moment")


def test_a_page_that_is_not_there_needs_no_database_to_say_so(without_database):
    page = without_database.get("/nowhere")

    assert (page.status, page.h1) == (404, "Page not found")


def test_and_to_programs(without_database):
    page = without_database.get("/user/ada", headers={"Accept": "application/json"})

    assert (page.status, page.json["status"], page.headers["Retry-After"]) == (503, 503, "5")


def test_what_was_sent_meanwhile_is_told_not_to_be_stored(without_database):
    without_database.app.config["WTF_CSRF_ENABLED"] = False  # no page is there to take a token from

    page = without_database.post("/auth/login", {"email": "ada", "password": "seven quiet rivers bend"})

    assert (page.status, page.h1, "so nothing was stored" in page.main) == (503, "Back in a moment", True)
