"""A real browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@cache
def executable() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def what_is_missing() -> str | None:
    """Why there is no browser, in words; None if there is one."""
    return None if executable() else "chromium is not installed (apt-get install chromium)"


@contextmanager
def launched(*arguments: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()
