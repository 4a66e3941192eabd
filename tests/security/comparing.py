"""What a stranger can see of an answer, without what is new each time."""

import json
import re

from tests.support.client import Browser
from tests.support.pages import Page

NONCE = re.compile(r"'nonce-([\w-]+)'")
TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')
NEW_IN_A_COOKIE = re.compile(r"(?<=^session)=[^;]*|(?<=^browser)=[^;]*|(?<=^remember_token)=[^;]*|Expires=[^;]*")
NEW_HEADERS = {"Set-Cookie", "Content-Length", "X-Request-Id"}
NEW_IN_A_COPY = {"id", "message_id"}


def shown(page: Page, browser: Browser) -> list[object]:
    """Status, headers, body and the names of the cookies held and of the cookies set."""
    nonce = NONCE.search(page.headers.get("Content-Security-Policy", ""))
    new = nonce[1] if nonce else "\0"
    headers = [(name, text.replace(new, "")) for name, text in page.headers if name not in NEW_HEADERS]
    set_cookies = [NEW_IN_A_COOKIE.sub("", cookie) for cookie in page.headers.getlist("Set-Cookie")]
    body = TOKEN.sub(r"\1", page.text.replace(new, ""))
    if page.headers["Content-Type"] == "application/json":
        body = json.dumps(plain(json.loads(body)))
    return [page.path, page.status, *headers, *set_cookies, *body.splitlines(), *sorted(browser.cookies)]


def plain(value: object) -> object:
    """Data without the numbers that count up over all accounts."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items() if name not in NEW_IN_A_COPY}
    return [plain(one) for one in value] if isinstance(value, list) else value
