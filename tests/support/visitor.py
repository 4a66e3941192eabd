"""A person's browser before the whole site: it keeps its line and its cookies, and sends forms with their token."""

import http.client
import re
from typing import NamedTuple
from urllib.parse import urlencode

from tests.support.site import URL, Site

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Answer(NamedTuple):
    """What came back."""

    status: int
    location: str | None
    retry_after: str | None
    text: str

    @property
    def csrf_token(self) -> str:
        """The form's; "" if there is none."""
        found = TOKEN.search(self.text)
        return found[1] if found else ""


class Visitor:
    """Asks one thing after another, as a browser does; nothing is followed and nothing is tried again."""

    def __init__(self, site: Site, **headers: str) -> None:
        self._site, self._headers = site, {name.replace("_", "-"): value for name, value in headers.items()}
        self._line: http.client.HTTPSConnection | None = None
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        """Send exactly this."""
        return self._ask("POST", path, urlencode(fields))

    def submit(self, path: str, **fields: str) -> Answer:
        """Open the page and send its form."""
        return self.post(path, csrf_token=self.get(path).csrf_token, **fields)

    def sign_in(self, name: str, password: str) -> Answer:
        return self.submit("/auth/login", email=name, password=password)

    def is_signed_in(self) -> bool:
        return self.get("/account/").status == 200

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **self._headers}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{URL}{path}"}
        try:
            return self._send(method, path, body, headers)
        except BaseException:
            self.hang_up()
            raise

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self._line = self._line or self._site.connect()
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.will_close:
            self.hang_up()
        return Answer(answer.status, answer.headers["Location"], answer.headers["Retry-After"], text)

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
