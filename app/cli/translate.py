"""`flask translate`: what is said in other languages. docs/translations.md tells how to work with it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from config import BASE, TRANSLATIONS

# Where texts are said: in our own code and in what is there to be copied into it.
SOURCES = ("app", "examples")
METHODS = [("**.py", "python"), ("**/templates/**.*", "jinja2")]
OPTIONS = {"**/templates/**.*": {"silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
HEADER = "# What Flasky says in %(language)s. `flask translate update` keeps it in step with the source."

translate = AppGroup("translate", help="Keep the translations: see docs/translations.md.")


@translate.command()
def update() -> None:
    """Bring every catalogue in step with the source: new texts come in, and texts that nobody says any more go."""
    template = extracted()
    for file in catalogues():
        catalogue = read(file)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        write(catalogue, file)
        click.echo(f"{file.relative_to(BASE)}: {len(missing(catalogue))} of {len(catalogue)} texts wait for you.")


@translate.command()
def compile() -> None:  # noqa: A001 - the command's usual name
    """Make the files that the application reads."""
    for file in catalogues():
        catalogue = read(file)
        if faults := list(faults_of(catalogue)):
            raise click.ClickException("\n".join([f"{file.relative_to(BASE)} cannot be used:", *faults]))
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        click.echo(f"{file.with_suffix('.mo').relative_to(BASE)} is up to date.")


@translate.command()
@click.argument("language")
def init(language: str) -> None:
    """Begin the catalogue of another LANGUAGE, named by its tag, as in pt-BR."""
    locale = parsed(language)
    file = TRANSLATIONS / str(locale) / "LC_MESSAGES" / "messages.po"
    if file.exists():
        raise click.ClickException(f"{file.relative_to(BASE)} is there already.")
    catalogue = Catalog(locale, header_comment=HEADER % {"language": locale.english_name}, fuzzy=False)
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    catalogue.project, catalogue.version = "Flasky", ""
    catalogue.update(extracted(), update_creation_date=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    write(catalogue, file)
    click.echo(f"Translate {file.relative_to(BASE)}, then run  flask translate compile  and start the site again.")


def extracted() -> Catalog:
    """All that the source says."""
    found = Catalog()
    for source in SOURCES:
        found_there = extract_from_dir(BASE / source, METHODS, OPTIONS, KEYWORDS, comment_tags=["Translators:"])
        for file, _line, text, comments, context in found_there:
            found.add(text, locations=[(f"{source}/{file}", 0)], auto_comments=comments, context=context)
    return found


def catalogues() -> list[Path]:
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def read(file: Path) -> Catalog:
    with file.open("rb") as written:
        return read_po(written, locale=file.parent.parent.name)


def write(catalogue: Catalog, file: Path) -> None:
    with file.open("wb") as target:
        write_po(target, catalogue, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False)


def missing(catalogue: Catalog) -> list[str]:
    """The texts without a translation, or with one that somebody marked as doubtful."""
    return [str(message.id) for message in catalogue if message.id and (message.fuzzy or not all(strings(message)))]


def faults_of(catalogue: Catalog) -> Iterator[str]:
    """What would break, or hide something: placeholders that the source has not, or that are left out."""
    for message in catalogue:
        sources, said = texts(message.id), strings(message)
        if message.id and all(said) and not fits(sources, said):
            yield f"{sources[-1]!r}: the placeholders differ."


def fits(sources: list[str], said: list[str]) -> bool:
    """Whether the last form has all that the source's has, and the others no less than its singular."""
    least, most = placeholders(sources[0]), placeholders(sources[-1])
    return placeholders(said[-1]) == most and all(least <= placeholders(one) <= most for one in said)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def strings(message: Message) -> list[str]:
    """Its translation, in all forms."""
    return texts(message.string or "")


def texts(one_or_more: str | Iterable[str]) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else list(one_or_more)


def parsed(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise click.BadParameter(
            f"{language!r} is no language that we know; name it by its tag, as in pt-BR."
        ) from error
