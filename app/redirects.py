"""From where somebody comes, and where to go on: to a page of ours, whatever the address bar asks for."""

import re

from flask import request, url_for
from flask.globals import request_ctx

# One slash, then printable ASCII without backslashes: browsers read "//", "/\" and a tab or newline
# behind the first slash as the beginning of another site's name.
LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def this_page() -> str | None:
    """The address of the present page, to come back to; None if it can only be posted to."""
    readable = request.url_rule is None or "GET" in (request.url_rule.methods or ()) or has_a_page()
    return here() if readable else None


def here() -> str:
    """The present address, from where the site is mounted on, with its query."""
    query = request.query_string.decode(errors="replace")
    return f"{request.root_path}{request.path}?{query}".rstrip("?")


def back_here() -> str:
    """The present page as `wanted_page` takes it; "" for one that it does not."""
    address = this_page() or ""
    return address if LOCAL_PATH.fullmatch(address) else ""


def has_a_page() -> bool:
    """Whether another view answers GET at the present address."""
    adapter = request_ctx.url_adapter
    return adapter is not None and adapter.test(method="GET")


def wanted_page() -> str:
    """The page that `next` asks for if it is one of ours, else the home page."""
    target = request.values.get("next", "")
    return target if LOCAL_PATH.fullmatch(target) else url_for("main.index")
