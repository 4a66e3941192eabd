"""Requests, read more strictly than Werkzeug does."""

from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Flask, Request
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser


class StrictFormParser(FormDataParser):
    """Broken UTF-8 becomes U+FFFD, which fields refuse; Werkzeug would keep it as if "%ff" had been typed."""

    def _parse_urlencoded(self, stream: IO[bytes], _mimetype: str, _length: int | None, _options: Any) -> Any:
        text = stream.read().decode("utf-8", "replace")
        return stream, self.cls(parse_qsl(text, keep_blank_values=True, errors="replace")), self.cls()


class StrictRequest(Request):
    """A request whose forms are read by the strict parser."""

    form_data_parser_class = StrictFormParser

    def _load_form_data(self) -> None:
        """A body that breaks off, or whose chunks make no sense, is the sender's fault and not ours."""
        from gunicorn.http.errors import ParseException  # noqa: PLC0415 - where gunicorn serves, it is loaded already

        try:
            super()._load_form_data()
        except (OSError, ParseException) as error:
            raise BadRequest from error


def init_app(app: Flask) -> None:
    app.request_class = StrictRequest
