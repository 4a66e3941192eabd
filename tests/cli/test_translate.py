"""`flask translate`, on catalogues of the test's own."""

import sys

import pytest

from app.cli.translate import missing, read

GERMAN = "de/LC_MESSAGES/messages.po"


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """A folder without a catalogue, and a source of two texts."""
    module = sys.modules["app.cli.translate"]  # app.cli itself calls the command by that name
    source = tmp_path / "app"
    source.mkdir()
    (source / "said.py").write_text('_("Hello %(name)s")\nngettext("one mail", "%(num)d mails", 2)\n')
    monkeypatch.setattr(module, "BASE", tmp_path)
    monkeypatch.setattr(module, "SOURCES", ("app",))
    monkeypatch.setattr(module, "TRANSLATIONS", tmp_path / "translations")
    return tmp_path / "translations"


@pytest.fixture
def german(catalogues, run):
    """The catalogue of German, just begun."""
    assert run("translate", "init", "de").exit_code == 0
    return catalogues / GERMAN


def say(file, text, translation):
    file.write_text(file.read_text().replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"'))


def test_a_new_language_begins_with_every_text(german):
    assert missing(read(german)) == ["Hello %(name)s", "('one mail', '%(num)d mails')"]


def test_a_language_that_is_there_is_left_alone(german, run):
    say(german, "Hello %(name)s", "Hallo %(name)s")
    before = german.read_text()

    assert (run("translate", "init", "de").exit_code, german.read_text()) == (1, before)


def test_what_is_no_language_is_none(catalogues, run):
    result = run("translate", "init", "klingon")

    assert (result.exit_code, "no language that we know" in result.output) == (2, True)
    assert not catalogues.exists()


def test_an_update_keeps_what_is_translated_and_drops_what_nobody_says(german, run):
    say(german, "Hello %(name)s", "Hallo %(name)s")
    source = german.parents[3] / "app" / "said.py"
    source.write_text('_("Hello %(name)s")\n_("Goodbye")\n')

    result = run("translate", "update")

    assert "1 of 2 texts wait for you" in result.output
    catalogue = read(german)
    assert {message.id: message.string for message in catalogue if message.id} == {
        "Hello %(name)s": "Hallo %(name)s",
        "Goodbye": "",
    }


def test_a_lost_placeholder_is_not_compiled(german, run):
    say(german, "Hello %(name)s", "Hallo")

    result = run("translate", "compile")

    assert (result.exit_code, "the placeholders differ" in result.output) == (1, True)
    assert not german.with_suffix(".mo").exists()


def test_a_whole_catalogue_is_compiled(german, run):
    say(german, "Hello %(name)s", "Hallo %(name)s")

    assert run("translate", "compile").exit_code == 0
    assert german.with_suffix(".mo").stat().st_size > 0


def test_updating_twice_changes_nothing(german, run):
    run("translate", "update")
    before = german.read_bytes()
    run("translate", "update")

    assert german.read_bytes() == before
