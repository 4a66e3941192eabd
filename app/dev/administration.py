"""What the gallery shows of the administration: people, mails and numbers that exist nowhere else."""

from datetime import timedelta
from typing import Any

from app.charts import charts
from app.dev.samples import ADA, BOB, THEN
from app.models import Event, Message, Role, User
from app.models.statistics import Day

MODERATOR = User(username="carol", email="carol@example.com", confirmed=True, role=Role(name="Moderator"))
GONE = User(username="dave", email="dave@example.com", confirmed=True, disabled_at=THEN, closed_at=THEN)
WAITING = {"subject": "[Flasky] Confirm your account", "to_address": ADA.email, "created_at": THEN, "attempts": 2}
MAILS = [
    Message(**WAITING, id=1, state="queued", due_at=THEN, last_error="451 Please try again later"),
    Message(**WAITING, id=2, state="sending"),
    Message(**WAITING, id=3, state="sent"),
    Message(**WAITING, id=4, state="failed", due_at=THEN, last_error="550 No such user"),
    Message(**WAITING | {"to_address": ""}, id=5, state="failed", last_error="550 No such user"),
]
DAYS = [Day((THEN + timedelta(days=number)).date(), {Event.REGISTERED: number * 7 % 31}) for number in range(30)]


def administration() -> dict[str, Any]:
    """The values that the gallery's template of that name asks for."""
    return {
        "people": [ADA, BOB, MODERATOR, GONE],
        "mails": MAILS,
        "charts": charts(DAYS, {Event.REGISTERED: Event.REGISTERED.label}),
        "middle": {"previous": {"before": 26}, "next": {"after": 50}},
    }
