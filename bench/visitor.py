"""A visitor to whichever contender: keeps cookies, finds the form's token, and writes requests for wrk."""

import re
from urllib.parse import urlencode

from server import AGENT, LANGUAGE, Client

INPUT = re.compile(r"<input[^>]*>")
VALUE = re.compile(r'value="([^"]*)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor(Client):
    """Like a browser: a new page brings a new token."""

    def __init__(self, address: str, port: int, token_field: str = "csrf_token") -> None:  # noqa: S107 - its name
        super().__init__(address, port)
        self.port = port
        self.token_field = token_field
        self.page = ""

    @property
    def cookies(self) -> dict[str, str]:
        return dict(self._cookies)

    def get(self, page: str) -> int:
        status, self.page = self._ask("GET", page, None)
        tokens = [tag for tag in INPUT.findall(self.page) if f'name="{self.token_field}"' in tag]
        self.token = VALUE.findall(tokens[0])[0] if tokens else self.token
        return status

    def fetch(self, address: str) -> tuple[int, bytes]:
        """Status and bytes of what a page refers to."""
        answer = self._answer("GET", address, None, {})
        return answer.status, answer.read()

    def post(self, page: str, **fields: str) -> int:
        return self._ask("POST", page, urlencode(fields | {self.token_field: self.token}))[0]

    def request(self, page: str, fields: dict[str, str] | None = None, cookies: dict[str, str] | None = None) -> str:
        """The request as it goes over the wire; a POST if there are fields."""
        body = urlencode(fields | {self.token_field: self.token}) if fields else ""
        shown = self._cookies if cookies is None else cookies
        lines = [
            f"{'POST' if fields else 'GET'} {page} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"X-Forwarded-For: {self.address}",
            f"User-Agent: {AGENT}",
            f"Accept-Language: {LANGUAGE}",
            *([f"Cookie: {'; '.join(f'{name}={value}' for name, value in shown.items())}"] if shown else []),
            *(["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"] if fields else []),
        ]
        return "\r\n".join(lines) + "\r\n\r\n" + body
