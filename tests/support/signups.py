"""The registration form as a newcomer fills it in."""

from typing import Any

from tests.support.client import Browser
from tests.support.pages import Page
from tests.support.people import PASSWORD

JOAN: dict[str, Any] = {"email": "joan@example.com", "username": "joan", "password": PASSWORD, "password2": PASSWORD}


def sign_up(browser: Browser, **changed: Any) -> Page:
    """Send the form as Joan would, but for what is changed."""
    return browser.send("/auth/register", JOAN | changed)
