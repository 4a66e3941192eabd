"""What SpamAssassin, asking nobody else, makes of every mail; many a mailbox looks through its eyes."""

import os
import shutil
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage

from app import clock
from app.dev.samples import SAMPLES, sample
from app.email import smtp
from app.languages import offered
from tests.support.apps import make_app
from tests.support.requirements import need

MOST = 0.5  # points; 5 are spam
# The test string that every filter knows, so that one without rules does not pass for a kind one.
SPAM = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
PUBLIC = {
    "SERVER_NAME": "accounts.example.com",
    "PREFERRED_URL_SCHEME": "https",
    "FLASKY_MAIL_SENDER": "Flasky <accounts@example.com>",
}
SEPARATOR = b"From accounts Thu Jan  1 00:00:00 2026\n"


def mails() -> dict[str, EmailMessage]:
    """Each sample as it leaves a site with a public name, today."""
    app = make_app(**PUBLIC)
    with app.test_request_context():
        return {f"{name}, {language}": written(name, language) for name in SAMPLES for language in offered()}


def written(name: str, language: str) -> EmailMessage:
    message = sample(name, language)
    message.created_at = clock.now()
    return smtp.compose(message)


def spam() -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = "<spam@example.com>"
    mail.set_content(SPAM)
    return mail


def points(mails: dict[str, EmailMessage], home) -> dict[str, float]:
    """All lie in one mailbox, as starting takes longer than judging; they come back in any order."""
    mailbox = b"".join(
        SEPARATOR + mail.as_bytes(policy=policy.SMTP.clone(linesep="\n")) + b"\n" for mail in mails.values()
    )
    command = ["spamassassin", "--local", "--nocreate-prefs", "--mbox"]
    environment = os.environ | {"HOME": str(home)}  # where nobody has rules of their own
    said = subprocess.run(command, input=mailbox, env=environment, check=True, capture_output=True).stdout
    judged = [message_from_bytes(mail, policy=policy.default) for mail in said.split(SEPARATOR)[1:]]
    by_id = {mail["Message-ID"]: float(mail["X-Spam-Status"].partition("score=")[2].split()[0]) for mail in judged}
    return {name: by_id[mail["Message-ID"]] for name, mail in mails.items()}


def test_no_mail_looks_like_spam(tmp_path):
    need(None if shutil.which("spamassassin") else "spamassassin is not installed (apt-get install spamassassin)")

    judged = points(mails() | {"spam": spam()}, tmp_path)

    assert {name: score for name, score in judged.items() if score > MOST}.keys() == {"spam"}
