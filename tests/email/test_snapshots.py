"""Every mail as it is: a change of a template shows in the snapshot beside it.

`UPDATE_SNAPSHOTS=1 bin/test tests/email/test_snapshots.py` writes them anew; look at the difference.
"""

import os
from pathlib import Path

import pytest

from app.dev.samples import SAMPLES, sample
from tests.support.apps import make_app

FOLDER = Path(__file__).with_name("snapshots")


@pytest.fixture(scope="module")
def app():
    return make_app()


def snapshot(name: str, written: str) -> str:
    """The text of a snapshot, after writing it if that was asked for."""
    file = FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(written)
    return file.read_text()


@pytest.mark.parametrize("ending", ["txt", "html"])
@pytest.mark.parametrize("name", SAMPLES)
def test_the_mail_is_as_it_was(app, name, ending):
    with app.test_request_context():
        mail = sample(name, "en")
    body = {"txt": mail.text_body, "html": mail.html_body}[ending]

    assert body == snapshot(f"{name}.{ending}", body)


@pytest.mark.parametrize("language", ["es", "zh_Hans"])
@pytest.mark.parametrize("name", SAMPLES)
def test_its_translation_is_as_it_was(app, name, language):
    with app.test_request_context():
        mail = sample(name, language)
    written = f"{mail.subject}\n\n{mail.text_body}"

    assert written == snapshot(f"{language}/{name}.txt", written)


def test_every_mail_has_a_sample(app):
    templates = {
        Path(name).stem for name in app.jinja_env.list_templates() if name.startswith("email/") and name.count("/") == 1
    }

    assert set(SAMPLES) == templates
