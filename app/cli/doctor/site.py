"""The running site, as strangers meet it."""

from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

from app.cli.doctor.findings import Finding, fault, ok, warning

TIMEOUT = 5  # seconds
PRIVATE = ("/metrics", "/dev/mail")
FORM = "/auth/login"


def findings(url: str) -> Iterator[Finding]:
    """What a visit shows: that it answers, how its cookies travel, and what it should not show."""
    if urlsplit(url).scheme not in {"http", "https"}:
        yield fault(f"{url} is no address of a site.", "Nothing was asked.", "Give one as in --url https://example.com")
        return
    try:
        with urlopen(urljoin(url, FORM), timeout=TIMEOUT) as answer:  # noqa: S310 - checked above
            yield ok(f"The site answers at {url}.")
            yield from faults_of(answer)
        yield from (finding for path in PRIVATE if (finding := seen(urljoin(url, path))))
    except (URLError, HTTPException, OSError) as error:
        yield fault(f"{url} does not answer: {error}", "Nobody can sign in.", "systemctl status nginx flasky")


def faults_of(answer: HTTPResponse) -> Iterator[Finding]:
    if not answer.url.startswith("https://"):
        mend = "Let nginx redirect to HTTPS, as its example in deploy/ does."
        yield fault("The site speaks without TLS.", "Passwords can be read on their way.", mend)
    elif not answer.headers.get("Strict-Transport-Security"):
        why = "The application takes requests for plain HTTP, and browsers may try that first."
        yield fault("There is no Strict-Transport-Security.", why, "Put FLASKY_PROXIES=1 into .env.")
    for cookie in answer.headers.get_all("Set-Cookie", []):
        if not cookie.startswith("__Host-"):
            name = cookie.partition("=")[0]
            yield warning(f"The cookie {name} is not bound to this host.", "See settings.", "See settings.")


def seen(url: str) -> Finding | None:
    """What strangers should not see, if they do; from this machine itself the metrics may be seen."""
    try:
        with urlopen(url, timeout=TIMEOUT):  # noqa: S310 - the caller has checked it
            return warning(f"{url} can be read.", "It is for this machine only.", "Answer 404 there, as in deploy/.")
    except HTTPError:
        return None
