"""`flask test`: the tests, as bin/test runs them."""

import subprocess
import sys

from tests.support.settings import ROOT, plain_environment


def test_it_runs_pytest_and_hands_on_its_verdict(tmp_path):
    verdicts = {"good": 0, "bad": 1}
    for name, outcome in (("good", "1"), ("bad", "0")):
        (tmp_path / f"test_{name}.py").write_text(f"def test_{name}():\n    assert {outcome}\n")

    given = {}
    for name in verdicts:
        command = [
            sys.executable,
            "-m",
            "flask",
            "--app",
            "wsgi",
            "test",
            str(tmp_path / f"test_{name}.py"),
            "-p",
            "no:cacheprovider",
        ]
        run = subprocess.run(
            command, cwd=ROOT, env=plain_environment(FLASK_CONFIG="development"), capture_output=True, check=False
        )
        given[name] = run.returncode

    assert given == verdicts
