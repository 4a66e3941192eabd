"""What holds for every answer and every page: checked on each that a test fetches."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.support.pages import Page, words

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
# The rest is 'self' or nothing; an exception belongs here, with its reason.
POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
}
NONCE = re.compile(r"'nonce-([\w-]{22,})'")
FRAMED = re.compile(r"/dev/mail/\d+/html")
REDIRECTS = range(300, 400)


def faults(page: Page, host: str, site_name: str) -> list[str]:
    """Everything that is wrong with an answer."""
    if FRAMED.fullmatch(urlsplit(page.path).path) and page.status == 200:
        return []
    found = [*faults_of_headers(page)]
    if page.is_html and page.status not in REDIRECTS and page.body:
        for look in (parts, ids, labels, references, inline_code, forms):
            found += look(page)
        found += foreign_hosts(page, host)
        found += title(page, site_name)
    return found


def faults_of_headers(page: Page) -> Iterator[str]:
    for name, value in HEADERS.items():
        if page.headers.get(name) != value:
            yield f"{name} is {page.headers.get(name)!r}"
    if "Cookie" not in page.headers.get("Vary", ""):
        yield "Vary lacks Cookie"
    policy = policy_of(page)
    for name, value in POLICY.items():
        if policy.get(name) != value:
            yield f"{name} is {policy.get(name)!r}"
    if not NONCE.fullmatch(policy.get("script-src", "")):
        yield "script-src is not a nonce alone"
    if "unsafe" in str(policy):
        yield "the policy is unsafe"
    for cookie in page.headers.getlist("Set-Cookie"):
        if "Max-Age=0" not in cookie and not {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; ")):
            yield f"weak cookie {cookie}"


def policy_of(page: Page) -> dict[str, str]:
    directives = page.headers.get("Content-Security-Policy", "").split(";")
    return {name: value for name, _, value in (directive.strip().partition(" ") for directive in directives)}


def title(page: Page, site_name: str) -> Iterator[str]:
    if not page.title.endswith(f" · {site_name}") or page.title.startswith(" · "):
        yield f"title {page.title!r}"


def parts(page: Page) -> Iterator[str]:
    yield from page.parse_errors
    headings = page.all("h1")
    if [bool(words(heading)) for heading in headings] != [True]:
        yield f"{len(headings)} h1"
    if not page.tree.get("lang"):
        yield "no language"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"no alt on {image.get('src')}"
    for tag in ("a", "button"):
        for element in page.all(tag):
            if not words(element) and not element.get("aria-label"):
                yield f"nameless {tag} {element.attrib}"


def ids(page: Page) -> Iterator[str]:
    counted = Counter(element.get("id") for element in page.tree.iter() if element.get("id"))
    yield from (f"id {name} {count} times" for name, count in counted.items() if count > 1)


def labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label")}
    for field in (field for tag in ("input", "select", "textarea") for field in page.all(tag)):
        if field.get("type") not in {"hidden", "submit"} and field.get("id") not in labelled:
            yield f"no label for {field.get('name')}"


def references(page: Page) -> Iterator[str]:
    known = {element.get("id") for element in page.tree.iter()}
    for element in page.tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for name in element.get(attribute, "").split():
                if name not in known:
                    yield f"{attribute} names {name}, which is not there"


def inline_code(page: Page) -> Iterator[str]:
    nonce = NONCE.search(page.headers.get("Content-Security-Policy", ""))
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or "style" in element.attrib:
            yield f"inline style at {element.tag}"
        if element.tag == "script" and words(element):
            yield "inline script"
        if element.tag == "script" and element.get("nonce") != (nonce and nonce[1]):
            yield "script without the nonce"
        yield from (f"{name} at {element.tag}" for name in element.attrib if name.startswith("on"))


def forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        names = [field.get("name") for field in form.iter("input")]
        if form.get("method") == "post" and names.count("csrf_token") != 1:
            yield f"{names.count('csrf_token')} CSRF tokens in the form to {form.get('action')}"
        if form.get("method") not in {"post", "get"}:
            yield "a form without a method"


def foreign_hosts(page: Page, host: str) -> Iterator[str]:
    for element in page.tree.iter():
        for attribute in ("src", "href", "action", "formaction", "poster", "data"):
            url = urlsplit(element.get(attribute, ""))
            if url.netloc not in {"", host} or url.scheme not in {"", "http", "https", "mailto"}:
                yield f"{attribute} to {element.get(attribute)}"
