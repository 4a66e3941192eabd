"""Who is at the other end of the present request: IP address and device, or nothing outside of one."""

import re

from flask import has_request_context, request

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
    """The peer's IP address; the trusted proxies' word for it where FLASKY_PROXIES says so."""
    return (has_request_context() and request.remote_addr) or ""


def agent() -> str:
    """What the browser calls itself: printable ASCII, at most 255 characters."""
    if not has_request_context():
        return ""
    return UNREADABLE.sub("?", request.user_agent.string)[:AGENT_LENGTH]


def device(agent: str) -> str:
    """A browser's name for itself in words: "Firefox on Linux", or "" if it cannot be told."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return " on ".join(filter(None, (browser, system)))
