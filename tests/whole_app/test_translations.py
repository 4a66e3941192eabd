"""What is said in every language: all of it, as the source has it, and nothing besides."""

import re
from io import BytesIO

import html5lib
import pytest
from babel import Locale
from babel.messages.mofile import write_mo
from babel.support import NullTranslations
from flask_babel import get_locale

from app import db
from app.cli.translate import catalogues, extracted, faults_of, missing, read
from app.dev.samples import SAMPLES, sample
from app.languages import Catalogue, writing_to
from app.models import Actor, Event, Invitation
from tests.support.pages import DRAWING
from tests.support.people import make_user
from tests.whole_app.test_access import frozen
from tests.whole_app.test_routes import address, paths_for

CATALOGUES = catalogues()
# Times are Babel's; a language bears its own name, a time zone that of the tz database.
SKIPPED = {"script", "style", "time", DRAWING}
CHOICES = {"language", "timezone"}
READ_OUT = ("alt", "title", "placeholder", "aria-label", "data-other-label", "data-other-text")
# What is called the same everywhere: the site, people, and what it runs on.
NAMES = {
    *("Flasky", "ada", "ada@example.com", "ada@new.example", "joan@example.com", "Esperanto"),
    *("Python", "Flask", "SQLAlchemy", "SQLite", "dev0"),
}
OK, REFUSED = 200, 422
REDIRECTS = range(300, 400)
MARKED_LANGUAGE = Locale("eo")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture(params=CATALOGUES, ids=lambda file: file.parent.parent.name)
def file(request):
    return request.param


def test_there_is_a_catalogue_of_each_language_that_we_promise():
    assert {file.parent.parent.name for file in CATALOGUES} >= {"es", "zh_Hans"}


def test_nothing_is_untranslated_or_doubtful(file):
    assert missing(read(file)) == []


def test_the_catalogue_says_what_the_source_says(file):
    in_source = {message.id for message in extracted()}

    assert {message.id for message in read(file)} == in_source


def test_no_placeholder_is_lost_or_made_up(file):
    assert list(faults_of(read(file))) == []


def test_what_the_application_reads_is_what_the_catalogue_says(file):
    compiled = BytesIO()
    write_mo(compiled, read(file))

    assert file.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run  flask translate compile"


class Marking(NullTranslations):
    """Every text of the catalogue between marks, so that what lacks them is no text of the catalogue."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"


@pytest.fixture
def marking(app, monkeypatch):
    """A language in which every text is marked: one that nobody has translated."""
    known = Catalogue.get_translations
    monkeypatch.setitem(app.extensions["languages"], str(MARKED_LANGUAGE), MARKED_LANGUAGE)
    monkeypatch.setattr(
        Catalogue, "get_translations", lambda self: Marking() if get_locale() == MARKED_LANGUAGE else known(self)
    )


@pytest.fixture
def busy(app, marking):
    """An administrator who reads that language, and of whom every list has something to tell."""
    ada = make_user("ada", role="Administrator")
    ada.language = str(MARKED_LANGUAGE)
    ada.request_email_change("ada@new.example")
    with writing_to(ada):
        Invitation.invite("joan@example.com", Actor("ada"))
    for kind in Event:
        ada.record(kind, by="command line", old="User", new="Moderator", role="User", reason="wrong password", count=2)
    db.session.commit()
    return ada


def told(element):
    """What an element and those inside show or read out, in order."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED or element.get("name") in CHOICES:
        return
    yield from (element.get(name, "") for name in READ_OUT)
    yield element.text or ""
    for child in element:
        yield from told(child)
        yield child.tail or ""


def strange(text, known):
    """The words of a text that are neither of the catalogue nor known."""
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    words = re.findall(r"[^\W\d_][\w.@\[\]:/-]*", text)
    return sorted({word for word in words if word.strip("[]:/.") not in known})


def pages():
    """Each page of ours for people with a browser, whoever may see it."""
    everybody = paths_for("all", "settled", "people", "members", "moderators", "administrators")
    return [path for path in everybody if not re.search(r"static|metrics|healthz|readyz|<token>|/html$|^/dev", path)]


def shown(browser, path):
    """What a page says, and what it says of an empty form."""
    answers = [browser.get(path)]
    if answers[0].status == OK and frozen().get((path, "POST", "administrator")) == REFUSED:
        answers.append(browser.post(path, {"csrf_token": answers[0].csrf_token}))
    return "\n".join(text for page in answers if page.status not in REDIRECTS for text in told(page.tree))


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("person", ["signed in", "stranger"])
def test_pages_show_nothing_but_texts_of_the_catalogue(busy, sign_in, open_browser, person):
    browser = sign_in(busy) if person == "signed in" else open_browser()
    browser.client.set_cookie("language", str(MARKED_LANGUAGE), domain="flasky.test")

    found = {path: strange(shown(browser, address(path)), NAMES) for path in pages()}

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", SAMPLES)
def test_mails_say_nothing_but_texts_of_the_catalogue(app, marking, name):
    with app.test_request_context():
        mail = sample(name, str(MARKED_LANGUAGE))
        page = html5lib.parse(mail.html_body, namespaceHTMLElements=False)
    values = " ".join(str(value) for value in SAMPLES[name].values())
    known = NAMES | set(re.findall(r"[^\W\d_][\w.@\[\]:/-]*", values))

    assert (strange("\n".join(told(page)), known), strange(mail.text_body, known)) == ([], [])
