"""What every answer carries, whoever gives it: the application, nginx from disk, or nginx for want of both."""

import http.client
import subprocess

import pytest

from tests.support.certificates import HOST

PROTECTION = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def faults(answer):
    """The protections that are not there, or not once."""
    wrong = [name for name, value in PROTECTION.items() if answer.headers.get_all(name) != [value]]
    for name in ("Content-Security-Policy", "Cache-Control"):
        wrong += [name] if len(answer.headers.get_all(name) or []) != 1 else []
    policy = answer.headers["Content-Security-Policy"] or ""
    return wrong + [part for part in ("default-src 'none'", "frame-ancestors 'none'") if part not in policy]


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "words"),
    [
        ("GET", "/", None, {}, 200, b"Hello, stranger!"),
        ("GET", "/account/", None, {}, 302, b""),
        ("GET", "/nowhere", None, {}, 404, b"<h1>Page not found</h1>"),
        ("GET", "/metrics", None, {}, 404, b"<h1>Page not found</h1>"),
        ("GET", "/readyz", None, {}, 404, b"<h1>Page not found</h1>"),
        ("GET", "/errors/503.html", None, {}, 404, b"<h1>Page not found</h1>"),
        ("POST", "/auth/login", b"email=ada", FORM, 400, b"<h1>This form has expired</h1>"),
        ("POST", "/auth/login", b"x" * 70_000, FORM, 413, b"<h1>Too much at once</h1>"),
        ("TRACE", "/", None, {}, 405, b"<h1>Not that way</h1>"),
        ("GET", "/" + "x" * 9_000, None, {}, 414, b"<h1>Too much at once</h1>"),
        ("GET", "/", None, {"X_Long": "x" * 9_000}, 400, b"<h1>Bad request</h1>"),
        ("GET", "/", None, {"Host": "evil.test"}, 421, b"Misdirected Request"),
        ("GET", "/static/css/none.css", None, {}, 404, b"<h1>Page not found</h1>"),
        ("POST", "/static/css/base.css", b"", {}, 405, b"<h1>Not that way</h1>"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_it_protects(whole_site, method, path, body, headers, status, words):
    answer, text = whole_site.ask(method, path, body, **headers)

    assert (answer.status, words in text, faults(answer)) == (status, True, [])


def test_an_error_of_nginx_is_never_kept(whole_site):
    kept = {path: whole_site.ask("TRACE", path)[0].headers["Cache-Control"] for path in ("/", "/static/css/base.css")}

    assert set(kept.values()) == {"no-store"}


def test_it_says_nothing_of_what_it_is_made_of(whole_site):
    said = [whole_site.ask(method, "/")[0].headers for method in ("GET", "TRACE")]

    assert [(headers["Server"], headers["X-Powered-By"]) for headers in said] == [("nginx", None)] * 2


def test_plain_http_leads_to_https(whole_site):
    assert plain(whole_site, "GET", "/auth/login?next=/account/", Host="evil.test") == (
        301,
        f"https://{HOST}/auth/login?next=/account/",
    )


def test_plain_http_takes_no_form(whole_site):
    assert plain(whole_site, "POST", "/auth/login", Host=HOST) == (405, None)


def plain(site, method, path, **headers: str):
    line = http.client.HTTPConnection("127.0.0.1", site.front.http, timeout=10)
    line.request(method, path, headers=headers)
    answer = line.getresponse()
    line.close()
    return answer.status, answer.headers["Location"]


@pytest.mark.parametrize(
    ("options", "welcome"),
    [
        (["-tls1_3"], True),
        (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"], True),
        (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"], False),
        (["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], False),
    ],
    ids=str,
)
def test_only_modern_tls_is_spoken(whole_site, options, welcome):
    place = ["-connect", f"127.0.0.1:{whole_site.front.https}", "-servername", HOST]
    trust = ["-CAfile", str(whole_site.front.folder / "ca.crt"), "-verify_return_error"]
    run = subprocess.run(
        ["openssl", "s_client", *place, *trust, *options],
        input="",
        text=True,
        capture_output=True,
        timeout=20,
        check=False,
    )

    assert (run.returncode == 0) == welcome, run.stderr
