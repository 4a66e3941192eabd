"""Looking for text that means itself: no character of it stands for another."""

from typing import Any

from sqlalchemy import ColumnElement, and_

ESCAPE = "/"
LAST_CHARACTER = "\U0010ffff"


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Whether the text is anywhere in the column.

    The pattern is made here, once; SQLAlchemy's `contains` has the database make it for each row.
    """
    for character in (ESCAPE, "%", "_"):
        text = text.replace(character, ESCAPE + character)
    found: ColumnElement[bool] = column.like(f"%{text}%", escape=ESCAPE)
    return found


def begins_with(column: Any, text: str) -> ColumnElement[bool]:
    """Whether the column begins with the text: a range, which every database finds by its index."""
    return and_(column >= text, column < text + LAST_CHARACTER)
