"""`flask config`: the settings in force, secrets masked."""

import pytest

from tests.support.apps import make_app


@pytest.fixture
def printed():
    def printed(**settings: str):
        app = make_app()
        app.config.update(settings)
        return dict(line.split("=", 1) for line in app.test_cli_runner().invoke(args=["config"]).output.splitlines())

    return printed


def test_it_prints_what_is_in_force(printed):
    assert printed(FLASKY_SITE_NAME="Shop")["FLASKY_SITE_NAME"] == "Shop"


@pytest.mark.parametrize("name", ["SECRET_KEY", "MAIL_PASSWORD"])
def test_a_secret_is_only_said_to_be_there(printed, name):
    assert (printed(**{name: "hunter2"})[name], printed(**{name: ""})[name]) == ("(set)", "(not set)")


@pytest.mark.parametrize("password", ["hunter2", "hun:ter2", "hunter2%40x"])
@pytest.mark.parametrize("name", ["SQLALCHEMY_DATABASE_URI", "RATELIMIT_STORAGE_URI"])
def test_the_password_in_a_url_is_masked(printed, name, password):
    if name == "RATELIMIT_STORAGE_URI":
        settings, shown = {name: f"redis://user:{password}@db.example.com/1"}, "redis://user:***@db.example.com/1"
    else:
        url = "postgresql+psycopg://{}@db.example.com/shop"
        settings, shown = {name: url.format(f"shop:{password}")}, url.format("shop:***")

    assert printed(**settings)[name] == shown
