"""What may stand in a URL: what can be no name or id is no page, and costs no query."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from app.models.types import LARGEST_ID
from app.models.user.identity import USERNAME


class UsernameConverter(BaseConverter):
    """The rules of a username."""

    regex = USERNAME.pattern


class IdConverter(IntegerConverter):
    """A row's id."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, min=1, max=LARGEST_ID)


def init_app(app: Flask) -> None:
    app.url_map.converters.update(username=UsernameConverter, id=IdConverter)
