"""What bin/checks runs: axe-core and the Nu HTML checker before every page."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from bench.screenshots import SCHEMES, SIZE, WIDTHS, town
from config import Config
from tests.support import chromium
from tests.support.settings import ROOT

TOOLS = ROOT / "bench" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
NU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"


def main(words: list[str]) -> None:
    found: list[str] = []
    looked_at = 0
    with tempfile.TemporaryDirectory() as folder, town() as place, chromium.launched() as browser:
        for language in Config.FLASKY_LANGUAGES:
            for name, page in place.pages(browser, language, words):
                found += [f"axe: {language} {name} {fault}" for fault in accessibility(page)]
                keep(page, Path(folder) / f"{language}-{name}.html")
                looked_at += 1
        found += [f"nu: {fault}" for fault in markup(Path(folder))]
    print(f"{looked_at} pages, each at {len(WIDTHS)} widths in {len(SCHEMES)} schemes: {len(found)} faults")
    sys.exit("\n".join(found) or None)


def accessibility(page: Page) -> Iterator[str]:
    """What axe-core has against it, in each scheme at each width."""
    # The page's policy lets no other script in; what a debugger evaluates is not asked.
    page.evaluate(AXE.read_text())
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size(SIZE | {"width": width})
            for one in page.evaluate("axe.run().then((result) => result.violations)"):
                places = ", ".join(str(node["target"]) for node in one["nodes"])
                yield f"{scheme} {width}: {one['id']}: {places}"


def keep(page: Page, file: Path) -> None:
    """The page as the server sends it to this person, or as the browser has it where it answers a form."""
    file.write_text(page.request.get(page.url).text() if "refused" not in file.stem else page.content())


def markup(folder: Path) -> Iterator[str]:
    """What the Nu HTML checker has against the pages of a folder."""
    command = ["java", "-jar", str(NU), "--format", "json", "--exit-zero-always", "--skip-non-html", str(folder)]
    checked = subprocess.run(command, check=True, capture_output=True, text=True)
    for message in json.loads(checked.stderr)["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            yield f"{Path(message.get('url', '')).name}:{message.get('lastLine')}: {message['message']}"


if __name__ == "__main__":
    main(sys.argv[1:])
