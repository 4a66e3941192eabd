"""Claim 8: what SpamAssassin, asking nobody else, thinks of each mail in each language."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from app import clock, create_app
from app.dev.samples import SAMPLES, sample
from app.email import smtp
from app.languages import offered
from bench.faults.report import Finding, Plan

AT_MOST = 0.5
STATUS = re.compile(
    r"^X-Spam-Status: \w+, score=(-?[\d.]+) required=\S+\s+tests=(.*?)\s+autolearn=", re.MULTILINE | re.DOTALL
)
SETTINGS = {
    "SERVER_NAME": "accounts.example.com",
    "PREFERRED_URL_SCHEME": "https",
    "FLASKY_MAIL_SENDER": "Flasky <flasky@accounts.example.com>",
    "SQLALCHEMY_DATABASE_URI": "sqlite://",
}


class Score(NamedTuple):
    """A mail's points, and the rules that gave them."""

    mail: str
    points: float
    rules: list[str]


def claim(_plan: Plan) -> Iterator[Finding]:
    scores = scored(mails())
    worst = max(scores, key=lambda score: score.points)
    hits = Counter(rule for score in scores for rule in score.rules)
    yield Finding(
        f"spamassassin -L reads {len(scores)} mails",
        f"the worst is {worst.mail} with {worst.points} points; rules: "
        + ", ".join(f"{rule} {number} x" for rule, number in hits.most_common()),
        holds=worst.points <= AT_MOST,
    )


def mails() -> dict[str, bytes]:
    """Every sample in every language, as it would travel today."""
    app = create_app("testing")
    app.config.update(SETTINGS)
    with app.test_request_context():
        return {f"{name} in {language}": travelling(name, language) for name in SAMPLES for language in offered()}


def travelling(name: str, language: str) -> bytes:
    message = sample(name, language)
    message.created_at = clock.now()
    return smtp.compose(message).as_bytes()


def scored(letters: dict[str, bytes]) -> list[Score]:
    """All in one mailbox: to start SpamAssassin takes longer than to ask it."""
    mailbox = b"".join(
        b"From flasky Tue Nov 24 00:00:00 2026\n" + mail.replace(b"\r\n", b"\n") + b"\n" for mail in letters.values()
    )
    command = ["spamassassin", "-L", "--mbox"]
    said = subprocess.run(command, input=mailbox, check=True, capture_output=True).stdout.decode("utf-8", "replace")
    verdicts = STATUS.findall(said)
    return [
        Score(mail, float(points), [rule for rule in re.split(r"[\s,]+", rules) if rule not in {"", "none"}])
        for mail, (points, rules) in zip(letters, verdicts, strict=True)
    ]
