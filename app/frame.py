"""What stands around every page, rendered once a minute for all who see the same.

Its templates know of the reader only what `Viewer` says: they are rendered as nobody's in particular (app/blank.py).
What is each reader's own stands in a slot, and layouts/base.html fills it.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, render_template, request
from markupsafe import Markup, escape

from app.blank import Looks, Page, as_nobody, is_changing, minute
from app.models import Permission
from app.redirects import back_here

SLOT, ADDRESS = "\0", "\1"  # no template has them


class Viewer(NamedTuple):
    """For whom a frame is, and around which page."""

    endpoint: str
    is_authenticated: bool
    confirmed: bool
    granted: int
    timezone: str | None

    @property
    def blueprint(self) -> str:
        return self.endpoint.rpartition(".")[0]

    def may(self, permission: Permission) -> bool:
        return self.granted & permission == permission


class Frame(NamedTuple):
    """The pieces between the slots."""

    until_title: Markup
    until_head: Markup
    until_own_items: Markup
    until_content: Markup
    end: Markup


def init_app(app: Flask) -> None:
    app.jinja_env.globals["frame_for"] = frame_for


def frame_for(user: Any | None) -> Frame:
    """Around the present page for this reader; without one it has no navigation, and asks nothing of anybody."""
    viewer = user and Viewer(request.endpoint or "", user.is_authenticated, user.confirmed, user.granted, user.timezone)
    draw = drawn if is_changing() else remembered
    address = back_here() if viewer else ""
    *pieces, end = draw(viewer, Looks.present(), minute()).for_reader().split(SLOT)
    return Frame._make(map(Markup, (*pieces, end.replace(ADDRESS, escape(address)))))


def drawn(viewer: Viewer | None, looks: Looks, _minute: int) -> Page:
    with as_nobody(looks):
        return Page.of(render_template("layouts/frame.html", viewer=viewer, slot=SLOT, address=ADDRESS))


remembered = lru_cache(maxsize=512)(drawn)
