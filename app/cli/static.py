"""`flask static`: what the web server in front hands out without asking us."""

from pathlib import Path

import click
from flask import current_app, g, render_template, url_for
from flask.cli import with_appcontext

from app.bundles import content
from app.fingerprints import folder
from app.main.errors import WORDS

# Of Bootstrap's folder the pages use one file; everything of our own.
USED = {"static": "**/*.*", "bootstrap.static": "css/bootstrap.min.css"}


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def static(target: Path) -> None:
    """Write the static files, under the names that pages link, and the error pages into the folder TARGET."""
    with current_app.test_request_context(base_url=f"https://{current_app.config['SERVER_NAME']}"):
        for endpoint, pattern in USED.items():
            copy_files(endpoint, pattern, target)
        write_error_pages(target / "errors")
    click.echo(f"{target} is up to date.")


def copy_files(endpoint: str, pattern: str, target: Path) -> None:
    source = folder(endpoint)
    for file in source.glob(pattern):
        copy = target / url_for(endpoint, filename=str(file.relative_to(source))).lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content(file))


def write_error_pages(target: Path) -> None:
    """The pages for what never reaches us, or what we cannot answer."""
    target.mkdir(parents=True, exist_ok=True)
    g.csp_nonce = ""  # the server's own policy for these pages goes without
    for code, words in WORDS.items():
        page = render_template("errors/error.html", code=code, nonavigation=True, **words._asdict())
        (target / f"{code}.html").write_text(page)
