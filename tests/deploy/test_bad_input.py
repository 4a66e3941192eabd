"""What strangers send to confuse or to drown us: refused at once, and by whom it was is written down truly."""

import json
import re
import time

import pytest

from tests.support.certificates import HOST
from tests.support.site import wait_until

START = f"POST /auth/login HTTP/1.1\r\nHost: {HOST}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
AT_ONCE = 3  # seconds, on a machine that is busy
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


def statuses(site, sent: bytes) -> list[int]:
    """Every answer to exactly these bytes, until the line is closed; the first has to come soon."""
    begun = time.monotonic()
    with site.trust.wrap_socket(site.dial(), server_hostname=HOST) as line:
        heard = b""
        try:
            line.sendall(sent)
            while part := line.recv(65536):
                assert heard or time.monotonic() - begun < AT_ONCE
                heard += part
        except ConnectionError:
            pass  # refused while we were still speaking
    return [int(status) for status in STATUS.findall(heard)]


BAD = {
    "two ways to frame": (f"{FORM}Content-Length: 5\r\n{CHUNKED}", "0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"),
    "two lengths": (f"{FORM}Content-Length: 5\r\nContent-Length: 6\r\n", "email="),
    "a list of lengths": (f"{FORM}Content-Length: 5, 5\r\n", "email"),
    "a signed length": (f"{FORM}Content-Length: +5\r\n", "email"),
    "a negative length": (f"{FORM}Content-Length: -1\r\n", "email"),
    "a length beyond numbers": (f"{FORM}Content-Length: 99999999999999999999\r\n", "email"),
    "chunked and more": (f"{FORM}Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
    "a coding unknown": (f"{FORM}Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
    "chunked twice": (f"{FORM}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
    "a chunk without a size": (f"{FORM}Transfer-Encoding: chunked\r\n", "zz\r\nemail\r\n0\r\n\r\n"),
    "a folded line": (f"{FORM}Content-Length: 5\r\nX-A: b\r\n folded\r\n", "email"),
    "NUL in a header": (f"{FORM}X-Nul: a\0b\r\nContent-Length: 5\r\n", "email"),
    "two hosts": ("Host: evil.test\r\n", ""),
    "a blank in a name": ("X A: b\r\n", ""),
    "100 kB of headers": ("".join(f"X-{number}: {'x' * 1000}\r\n" for number in range(100)), ""),
    "64 MB announced": (f"{FORM}Content-Length: 67108864\r\n", "x" * 100_000),
    "64 kB in chunks": (f"{FORM}{CHUNKED}", f"10000\r\n{'x' * 65536}\r\n10\r\n{'x' * 16}\r\n0\r\n\r\n"),
    "20,000 fields": (f"{FORM}Content-Length: 60000\r\n", "a=&" * 20_000),
    "no UTF-8": (f"{FORM}Content-Length: 5\r\n", "a=%ff"),
    "NUL in a field": (f"{FORM}Content-Length: 15\r\n", "email=%00%00%00"),
}


@pytest.mark.parametrize(("headers", "body"), BAD.values(), ids=BAD)
def test_one_refusal_and_none_of_ours(whole_site, headers, body):
    answers = statuses(whole_site, f"{START}{headers}Connection: close\r\n\r\n{body}".encode("latin-1"))

    # nginx knows no other transfer coding than chunked, and says so by 501.
    assert [status for status in answers if not (400 <= status < 500 or status == 501)] == []
    assert len(answers) <= 1


@pytest.mark.parametrize(
    "line", ["GET / HTTP/9.9", "GET /\0 HTTP/1.1", "GET  / HTTP/1.1 x", "\x16\x03\x01", "GET"], ids=ascii
)
def test_what_is_no_request_is_refused(whole_site, line):
    answers = statuses(whole_site, f"{line}\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode("latin-1"))

    assert [status for status in answers if not (400 <= status < 500 or status == 505)] == []


@pytest.mark.parametrize(
    "path", ["/%00", "/user/%00", "/auth/reset/%ff%fe", "/static/%2e%2e/config.py", "/static/..%5cx"]
)
def test_no_path_is_a_fault_of_ours(whole_site, path):
    assert whole_site.ask("GET", path)[0].status in {302, 400, 404}


def test_many_fields_are_refused_at_once(whole_site):
    fields = "&".join(f"f{number}=" for number in range(10_000)).encode()
    begun = time.monotonic()
    answer, _ = whole_site.ask("POST", "/auth/login", fields, Content_Type="application/x-www-form-urlencoded")

    assert (answer.status, time.monotonic() - begun < AT_ONCE) == (413 if len(fields) > 65536 else 400, True)


def test_many_parts_are_refused_at_once(whole_site):
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    answer, _ = whole_site.ask(
        "POST", "/auth/login", part * 1_000 + b"--b--", Content_Type="multipart/form-data; boundary=b"
    )

    assert answer.status == 413


FORGED = {
    "X_Forwarded_For": "203.0.113.9",
    "X_Forwarded_Host": "evil.test",
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Port": "80",
    "X_Forwarded_Prefix": "/evil",
    "X_Real_IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;host=evil.test;proto=http",
    "X_Request_Id": "forged-by-a-stranger",
}


def test_what_a_client_says_of_itself_changes_nothing(whole_site):
    answer, body = whole_site.ask("GET", "/auth/login", None, **FORGED)
    wait_until(lambda: any("/auth/login" in line for line in whole_site.front.log))
    logged = json.loads([line for line in whole_site.front.log if '"uri":"/auth/login"' in line][-1])

    assert (answer.status, b"evil" in body, logged["ip"]) == (200, False, "127.0.0.1")
    assert logged["request_id"] != "forged-by-a-stranger"
    assert {asked["ip"] for asked in asked_for(whole_site, "/auth/login")} == {"127.0.0.1"}


def test_nor_do_headers_with_underscores(whole_site):
    forged = "X_Forwarded_For: 203.0.113.9\r\nRemote_User: admin\r\nSCRIPT_NAME: /evil\r\n"
    request = f"GET /auth/reset HTTP/1.1\r\nHost: {HOST}\r\n{forged}Connection: close\r\n\r\n"

    assert statuses(whole_site, request.encode()) == [200]
    assert {asked["ip"] for asked in asked_for(whole_site, "/auth/reset")} == {"127.0.0.1"}


def asked_for(site, rule):
    """What the application wrote down of the requests for a page."""
    wait_until(lambda: any(f'"rule": "{rule}"' in line for line in site.servers[0].said))
    return [line for line in map(json.loads, site.servers[0].said) if line["rule"] == rule]


def test_a_token_stays_out_of_the_log(whole_site):
    whole_site.ask("GET", "/auth/reset/a-secret-token?next=a-secret-place")
    wait_until(lambda: any("/auth/reset/***" in line for line in whole_site.front.log))

    assert [line for line in whole_site.front.log if "a-secret" in line] == []
