"""Every component in every state, light and dark, for whoever designs, changes or tests one."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.dev import dev
from app.dev.administration import administration
from app.dev.forms import SampleForm
from app.dev.samples import THEN
from app.models import AccountEvent, Event, LoginSession, User
from app.models.types import LARGEST_ID

THEMES = ("light", "dark")
PARTS = {
    "fields": "dev/components/fields.html",
    "refused": "dev/components/refused.html",
    "buttons": "dev/components/buttons.html",
    "messages": "dev/components/messages.html",
    "lists": "dev/components/lists.html",
    "administration": "dev/components/administration.html",
    "words": "dev/components/words.html",
    "pictures": "dev/components/pictures.html",
}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WHERE = {"agent": FIREFOX, "ip": "2001:db8:85a3:8d3:1319:8a2e:370:7348"}
EVENTS = [
    AccountEvent(kind=Event.SIGNED_IN, created_at=THEN, details={}, **WHERE),
    AccountEvent(kind=Event.REGISTERED_AGAIN, created_at=THEN - timedelta(days=3), details={}, agent="", ip=""),
]
NAMES = {"ada": "Ada Lovelace", "li": "李小龙", "mariam": "مريم", "fox": "🦊"}
FACES = [User(username=username, name=name) for username, name in NAMES.items()]
# Their buttons ask for what is never there, so that no real device is signed out.
SESSIONS = [
    LoginSession(id=LARGEST_ID - number, remembered=remembered, created_at=THEN, last_seen_at=THEN, **where)
    for number, (remembered, where) in enumerate([(True, WHERE), (False, WHERE), (False, {"agent": "", "ip": ""})])
]


@dev.get("/components")
def components() -> ResponseReturnValue:
    return render_template(
        "dev/components.html",
        parts=PARTS,
        forms={theme: sample_forms(theme) for theme in THEMES},
        events=EVENTS,
        faces=FACES,
        sessions=SESSIONS,
        then=THEN,
        **administration(),
    )


@dev.post("/components")
def send_nowhere() -> ResponseReturnValue:
    """The gallery's forms and buttons lead back to it."""
    return redirect(url_for("dev.components"), code=303)


def sample_forms(theme: str) -> dict[str, SampleForm]:
    """An empty form, one that was filled in, and a refused one; no two share an id."""
    names = ("empty", "filled", "refused")
    forms = {name: SampleForm(prefix=f"{theme}-{name}-", meta={"csrf": False}) for name in names}
    forms["filled"].process(data={"name": "Ada Lovelace", "about": "x" * 90, "remember_me": True})
    forms["refused"].validate()
    forms["refused"].form_errors.append(_("Something went wrong"))
    return forms
