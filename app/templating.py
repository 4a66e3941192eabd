"""What every template may use, besides what the extensions bring."""

from textwrap import fill
from typing import Any

from flask import Flask
from flask_babel import format_number, get_locale

from app import avatars
from app.models import Permission
from app.times import when

WIDTH = 72  # characters
WHOLE_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(folded=folded, number=format_number)
    app.jinja_env.globals.update(Permission=Permission, get_locale=get_locale, when=when)
    app.jinja_env.globals.update(avatar_colour=avatars.colour, initials=avatars.initials, gravatar=avatars.gravatar)
    app.jinja_env.globals["site_name"] = app.config["FLASKY_SITE_NAME"]


def folded(text: str) -> str:
    """The text of a mail in lines of a width that reads well; a link stays in one piece."""
    return "\n".join(line if len(line) <= WIDTH else fill(line, WIDTH, **WHOLE_WORDS) for line in text.split("\n"))
