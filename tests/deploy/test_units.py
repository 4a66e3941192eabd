"""systemd's own judgement of the units, and nginx' of the site. systemd itself runs in no container."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.support import nginx
from tests.support.certificates import issue_for_site
from tests.support.mailserver import free_port
from tests.support.requirements import need
from tests.support.settings import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(file.name for file in UNITS.glob("*.service"))
PYTHON = "/srv/flasky/current/.venv/bin/python"
LIKED = 2.0  # of 10, which is a service without any protection


@pytest.fixture
def analyze(tmp_path):
    """`systemd-analyze` on a machine that has these units and this Python."""
    need(None if shutil.which("systemd-analyze") else "systemd-analyze is not installed (apt-get install systemd)")
    shutil.copytree(UNITS, tmp_path, dirs_exist_ok=True)
    for service in SERVICES:
        file = tmp_path / service
        file.write_text(file.read_text().replace(PYTHON, sys.executable))

    def analyze(*arguments: str) -> str:
        environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
        command = ["systemd-analyze", *arguments]
        run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        return run.stdout + run.stderr

    return analyze


def test_they_are_what_systemd_understands(analyze):
    units = [file.name for file in UNITS.glob("flasky*.*") if file.is_file()]

    assert len(units) == 6
    assert [line for line in analyze("verify", *units).splitlines() if "flasky" in line] == []


@pytest.mark.parametrize("service", SERVICES)
def test_whoever_breaks_in_gets_little(analyze, service):
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", analyze("security", "--offline=true", service))

    assert float(found[1]) <= LIKED


def test_the_web_unit_asks_for_the_same_protection_as_the_others():
    web, others = ((UNITS / name).read_text() for name in ("flasky.service", "flasky-.service.d/sandbox.conf"))

    assert others.partition("NoNewPrivileges")[2] in web


def test_every_command_of_a_unit_is_there():
    commands = re.findall(r"-m flask --app wsgi (\w+) (\w+)", "".join((UNITS / name).read_text() for name in SERVICES))

    for command in commands:
        run = [sys.executable, "-m", "flask", "--app", "wsgi", *command, "--help"]
        assert subprocess.run(run, cwd=ROOT, capture_output=True, check=False).returncode == 0, command


def test_nginx_has_nothing_to_say_against_the_site(tmp_path):
    need(nginx.what_is_missing())
    issue_for_site(tmp_path)
    main = nginx.configure(tmp_path, [nginx.SOCKET], (free_port(), free_port()), tmp_path)
    command = [str(nginx.executable()), "-t", "-e", str(tmp_path / "error.log"), "-c", str(main)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr

    assert [line for line in said.splitlines() if "syntax is ok" not in line and "is successful" not in line] == []
