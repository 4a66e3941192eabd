"""What a process that serves pages loads: only what it needs."""

import json
import subprocess
import sys

import pytest

from tests.support.servers import STRONG_KEY
from tests.support.settings import ROOT, plain_environment

LOADED = "import json, sys, wsgi; print(json.dumps(sorted(sys.modules)))"
NEEDLESS = (
    "alembic",
    "app.cli.users",
    "app.dev",
    "prometheus_client",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.postgresql",
    "zxcvbn_rs_py",
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> set[str]:
    """The modules in production, with SQLite."""
    database = f"sqlite:///{tmp_path_factory.mktemp('imports') / 'live.sqlite'}"
    own = {"SECRET_KEY": STRONG_KEY, "SERVER_NAME": "accounts.example.com", "DATABASE_URL": database}
    run = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=plain_environment(FLASK_CONFIG="production", **own),
        capture_output=True,
        check=True,
    )
    return set(json.loads(run.stdout))


def test_pages_are_served(loaded):
    assert {"app.auth.login", "sqlalchemy.dialects.sqlite"} <= loaded


@pytest.mark.parametrize("module", NEEDLESS)
def test_what_few_need_waits_until_then(loaded, module):
    assert module not in loaded
