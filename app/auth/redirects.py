"""Where to go after signing in: a page of ours, whatever the address bar asks for."""

import re

from flask import request, url_for

# One slash, then printable ASCII without backslashes: browsers read "//", "/\" and a tab or newline
# behind the first slash as the beginning of another site's name.
LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def wanted_page() -> str:
    """The page that `next` asks for if it is one of ours, else the home page."""
    target = request.args.get("next", "")
    return target if LOCAL_PATH.fullmatch(target) else url_for("main.index")
