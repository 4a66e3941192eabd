"""Static files under names that change with their content, so that browsers and caches may keep them for good.

Templates say `css/base.css`, and pages link `css/base.5d41402abc4b.css`. The plain name works as well, and
is asked about anew each time. `flask static` writes the files under these names for the server in front.
"""

import hashlib
import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, request, send_file
from werkzeug.security import safe_join

from app.bundles import content
from app.headers import STATIC_ENDPOINTS

YEAR = 365 * 24 * 60 * 60  # seconds
LENGTH = 12  # hexadecimal digits; two versions of one file meet once in 10^14
FINGERPRINTED = re.compile(rf"(.+)\.[0-9a-f]{{{LENGTH}}}(\.\w+)")


def init_app(app: Flask) -> None:
    app.url_defaults(link_to_fingerprint)
    for endpoint in STATIC_ENDPOINTS:
        app.view_functions[endpoint] = serve


def link_to_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    """Let `url_for` name the content that the file has now."""
    if endpoint in STATIC_ENDPOINTS:
        values["filename"] = fingerprinted(endpoint, values["filename"])


def serve(filename: str) -> Response:
    """The file. Only under the name of its present content may it be kept; a page of another version gets it too."""
    endpoint, plain = str(request.endpoint), FINGERPRINTED.sub(r"\1\2", filename)
    file = find(endpoint, plain) or abort(404)
    current = fingerprinted(endpoint, plain) == filename
    body = content(file)
    response = send_file(
        BytesIO(body), download_name=file.name, etag=fingerprint(body), max_age=YEAR if current else None
    )
    response.cache_control.immutable = current
    return response


def fingerprinted(endpoint: str, filename: str) -> str:
    """The name with the fingerprint of the content before its ending; a file that is not there keeps its name."""
    file = find(endpoint, filename)
    if file is None:
        return filename
    stem, dot, ending = filename.rpartition(".")
    return f"{stem}.{fingerprint(content(file))}{dot}{ending}"


def find(endpoint: str, filename: str) -> Path | None:
    """The file of that name in the endpoint's folder, and nowhere else."""
    path = Path(safe_join(str(folder(endpoint)), filename) or "")
    return path if path.is_file() else None


def folder(endpoint: str) -> Path:
    """Where the files of the endpoint lie."""
    blueprint = current_app.blueprints.get(endpoint.rpartition(".")[0])
    return Path(str((blueprint or current_app).static_folder))


@lru_cache
def fingerprint(content: bytes) -> str:
    """The beginning of the content's SHA-256."""
    return hashlib.sha256(content).hexdigest()[:LENGTH]
