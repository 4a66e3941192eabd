"""What Lighthouse says of the pages that strangers see first, as nginx serves them.

It is no part of the project, and wants Chromium:

    npm install --no-save --no-package-lock --ignore-scripts --prefix bench lighthouse
"""

import json
import os
import subprocess

from bench.deploy.serving import whole_site
from tests.support import chromium
from tests.support.settings import ROOT
from tests.support.site import URL, Site

LIGHTHOUSE = ROOT / "bench" / "node_modules" / ".bin" / "lighthouse"
PAGES = ("/", "/auth/login", "/auth/register")
FORMS = ("mobile", "desktop")
GOOD = 1


def main() -> None:
    if not LIGHTHOUSE.exists():
        raise SystemExit(__doc__)
    with whole_site() as running:
        for page in PAGES:
            for form in FORMS:
                tell(page, form, report(running, page, form))


def report(running: Site, page: str, form: str) -> dict:
    flags = ["--headless=new", *chromium.ARGUMENTS, *running.chromium_arguments]
    quoted = " ".join(
        f'{name}="{value}"' if value else name for name, _, value in (one.partition("=") for one in flags)
    )
    command = [str(LIGHTHOUSE), URL + page, "--quiet", "--output=json", f"--chrome-flags={quoted}"]
    command += ["--preset=desktop"] if form == "desktop" else []
    environment = os.environ | {"CHROME_PATH": str(chromium.executable())}
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def tell(page: str, form: str, found: dict) -> None:
    """Each score of 100, and each audit that is less than good."""
    scores = {name: round(category["score"] * 100) for name, category in found["categories"].items()}
    print(f"   {page} {form}: {', '.join(f'{name} {score}' for name, score in scores.items())}")
    for category in found["categories"].values():
        for audit in (found["audits"][one["id"]] for one in category["auditRefs"] if one["weight"]):
            if audit["score"] is not None and audit["score"] < GOOD:
                print(f"      {audit['id']}: {audit.get('displayValue', audit['title'])}")
