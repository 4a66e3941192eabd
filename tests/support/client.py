"""A browser without a screen: the only way in which tests fetch pages, because it checks each."""

from typing import Any, Self

from flask import Flask

from app import db
from tests.support.checks import faults
from tests.support.pages import Form, Page


class Browser:
    """One person's browser. It follows no redirect unless asked to."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str, **options: Any) -> Page:
        return self.open(path, method="GET", **options)

    def post(self, path: str, data: Any = None, **options: Any) -> Page:
        """Send exactly this, without a CSRF token."""
        return self.open(path, method="POST", data=data, **options)

    def send(self, path: str, data: dict[str, Any], **options: Any) -> Page:
        """Send fields as they are, with the token of the page at the path."""
        return self.post(path, data | {"csrf_token": self.get(path).csrf_token}, **options)

    def submit(self, path: str, /, **fields: str) -> Page:
        """Open the page, fill in its form and send it."""
        return self.fill_in(self.get(path).form_with(set(fields)), fields)

    def press(self, path: str, label: str) -> Page:
        """Open the page and press the button of a form."""
        return self.fill_in(self.get(path).form_saying(label), {})

    def fill_in(self, form: Form, fields: dict[str, str]) -> Page:
        return self.post(form.action, form.values | fields)

    def follow(self, page: Page) -> Page:
        assert page.location is not None, f"{page.status}: {page.errors or page.main}"
        return self.get(page.location)

    def open(self, path: str, **options: Any) -> Page:
        """One request in a context of its own; what the test has read before it, it reads anew."""
        db.session.rollback()
        db.session.expire_all()
        with self.app.app_context():
            page = Page(path, self.client.open(path, **options))
        found = faults(page, self.app.config["SERVER_NAME"], self.app.config["FLASKY_SITE_NAME"])
        assert found == [], f"{options.get('method')} {path}: {found}"
        return page

    @property
    def cookies(self) -> dict[str, str]:
        return {name: cookie.value for (_, _, name), cookie in self.client._cookies.items()}  # noqa: SLF001

    def take(self, cookies: dict[str, str]) -> Self:
        """Hold exactly these cookies from now on."""
        for name in self.cookies:
            self.client.delete_cookie(name, domain=self.app.config["SERVER_NAME"])
        for name, value in cookies.items():
            self.client.set_cookie(name, value, domain=self.app.config["SERVER_NAME"])
        return self

    def is_signed_in(self) -> bool:
        """Whoever is, has no need of the sign-in page: it sends them on, confirmed or not."""
        return self.get("/auth/login").status == 303
