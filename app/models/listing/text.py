"""Looking for text that means itself: no character of it stands for another."""

from typing import Any

from sqlalchemy import ColumnElement, and_

LAST_CHARACTER = "\U0010ffff"


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Whether the text is anywhere in the column."""
    found: ColumnElement[bool] = column.contains(text, autoescape=True)
    return found


def begins_with(column: Any, text: str) -> ColumnElement[bool]:
    """Whether the column begins with the text: a range, which every database finds by its index."""
    return and_(column >= text, column < text + LAST_CHARACTER)
