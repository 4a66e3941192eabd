"""How fast mails may leave, for mail servers and providers that count: so many a minute, over all processes."""

from datetime import datetime, timedelta

from flask import current_app

from app.models.message import Message
from app.models.rate import Rate

MINUTE = timedelta(minutes=1)


def turn_of(message: Message) -> datetime | None:
    """When a mail that has to wait may leave; None if it may leave now, and then it is counted."""
    for key, most in paces(message.to_address).items():
        place, end = Rate.add(key, 1, MINUTE)
        if place > most:
            return end + MINUTE * ((place - 1) // most - 1)
    return None


def paces(address: str) -> dict[str, int]:
    """What the mail is counted under, with how many may leave a minute; the narrower first."""
    settings = current_app.config
    domain = address.rpartition("@")[2]
    paces = {f"mail:{domain}"[:64]: settings["MAIL_PER_MINUTE_AND_DOMAIN"], "mail": settings["MAIL_PER_MINUTE"]}
    return {key: most for key, most in paces.items() if most}
