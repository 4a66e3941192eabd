"""Who is at the other end."""

import pytest

from app import client

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Linux"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("curl/8", "curl"),
        ("x", ""),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert client.device(agent) == words


def test_what_cannot_be_printed_is_not_kept(app):
    with app.test_request_context(headers={"User-Agent": "a\x1b[31mb\u00e9" + "x" * 300}):
        assert (client.agent()[:7], len(client.agent())) == ("a?[31mb", 255)


def test_outside_of_a_request_there_is_nobody(app):
    assert (client.ip(), client.agent()) == ("", "")


def test_a_forged_proxy_header_is_nobody_s_word(app):
    with app.test_client() as http:
        http.get("/", headers={"X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4", "X-Real-IP": "1.2.3.4"})

        assert client.ip() == "127.0.0.1"
