"""Who is at the other end of the present request: IP address and device, or nothing outside of one."""

import re
from functools import lru_cache
from ipaddress import ip_address, ip_network

from babel import Locale
from flask import has_request_context, request
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _

AGENT_LENGTH = 255
UNREADABLE = re.compile(r"[^\x20-\x7e]")
# Order matters: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
    "curl": "curl",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def ip() -> str:
    """The peer's IP address, or "" if it has none: the trusted proxies' word where FLASKY_PROXIES says so."""
    return spelled((has_request_context() and request.remote_addr) or "")


@lru_cache
def spelled(text: str) -> str:
    """An IP address in its one spelling; "" for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    # A socket that takes both kinds shows IPv4 peers as "::ffff:192.0.2.1".
    return str(getattr(address, "ipv4_mapped", None) or address)


def subscriber() -> str:
    """What one connection to the internet has: an IPv4 address, or an IPv6 /64."""
    return _network({4: 32, 6: 64})


def network() -> str:
    """The network around it: an IPv4 /24, or an IPv6 /64."""
    return _network({4: 24, 6: 64})


def _network(prefixes: dict[int, int]) -> str:
    try:
        address = ip_address(ip())
    except ValueError:
        return ""
    return str(ip_network((address, prefixes[address.version]), strict=False))


def agent() -> str:
    """What the browser calls itself: printable ASCII, at most 255 characters."""
    if not has_request_context():
        return ""
    return UNREADABLE.sub("?", request.user_agent.string)[:AGENT_LENGTH]


def device(agent: str) -> str | LazyString:
    """A browser's name for itself in its reader's words: "Firefox on Linux", or "" if it cannot be told."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system


def device_in_words(agent: str) -> str:
    """The same in the present reader's language."""
    return _translated_device(agent, get_locale())


@lru_cache(maxsize=1024)
def _translated_device(agent: str, _language: Locale | None) -> str:
    return str(device(agent))
