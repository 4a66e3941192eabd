"""Templates, compiled once for each language."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, has_request_context, render_template, request
from flask_babel import Babel
from jinja2 import DictLoader

from app import compiling

TEMPLATES = {
    "words.html": "{{ _('Hello') }}",
    "name.html": "{{ _('Hello %(name)s', name=name) }}",
    "name.txt": "{{ _('Hello %(name)s', name=name) }}",
    "part.html": "{% macro greet(name) %}{{ _('Hello %(name)s', name=name) }}{% endmacro %}",
    "whole.html": "{% import 'part.html' as part %}{{ part.greet('Ada') }}, {% include 'words.html' %}",
    "address.html": "{{ url_for('page') }}",
    "one_of_many.html": "{{ url_for('person', name=name) }}",
}


@pytest.fixture
def site(tmp_path):
    """A small application in two languages."""
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="es")
    catalog.add("Hello", "Hola")
    catalog.add("Hello %(name)s", "<b>Hola</b> %(name)s")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    site = Flask(__name__)
    compiling.init_app(site)
    site.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    Babel(site, locale_selector=lambda: request.args.get("language") if has_request_context() else None)
    site.jinja_loader = DictLoader(TEMPLATES)
    site.add_url_rule("/page", "page", lambda: "")
    site.add_url_rule("/person/<name>", "person", lambda name: name)
    return site


@pytest.fixture
def see(site):
    def see(template, language="en", mounted_at="", name=None):
        with site.test_request_context(f"/?language={language}", environ_overrides={"SCRIPT_NAME": mounted_at}):
            return render_template(template, name=name)

    return see


def test_each_reader_gets_their_own_words_of_one_template(see):
    assert [see("words.html", language) for language in ("en", "es", "en")] == ["Hello", "Hola", "Hello"]


def test_so_do_macros_and_included_templates(see):
    assert (see("whole.html"), see("whole.html", "es")) == ("Hello Ada, Hello", "<b>Hola</b> Ada, Hola")


def test_what_stands_in_words_is_put_in_for_each_reader_and_escaped(see):
    assert see("name.html", "es", name="Ada") == "<b>Hola</b> Ada"
    assert see("name.html", "es", name="<i>") == "<b>Hola</b> &lt;i&gt;"


def test_plain_text_is_not_escaped(see):
    assert see("name.txt", name="<i>") == "Hello <i>"


def test_an_address_is_where_the_site_is_mounted(see):
    found = [see("address.html", mounted_at=place) for place in ("", "/accounts", "")]

    assert found == ["/page", "/accounts/page", "/page"]


def test_the_address_of_one_page_of_many_is_each_reader_s(see):
    assert [see("one_of_many.html", name=name) for name in ("ada", "bob")] == ["/person/ada", "/person/bob"]


def test_in_development_an_address_follows_what_it_leads_to(site, see):
    site.jinja_env.auto_reload = True
    marks = iter("ab")
    site.url_defaults(lambda _endpoint, values: values.update(mark=next(marks)))

    assert [see("address.html") for _look in range(2)] == ["/page?mark=a", "/page?mark=b"]


def test_outside_of_a_request_no_address_is_written_out(site, see):
    site.config["SERVER_NAME"] = "flasky.test"
    see("address.html")

    with site.app_context():
        assert render_template("address.html") == "http://flasky.test/page"
