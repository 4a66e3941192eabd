"""A real SMTP server on this machine, and what arrived there."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 20  # seconds
ACCEPTED = "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class MailServer:
    """Takes every mail, unless it was told to answer otherwise for an address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answers: dict[str, str] = {}
        self.answering = threading.Event()  # while it is clear, senders wait for the answer to their mail
        self.answering.set()
        self._arrived = threading.Event()

    def wait_for_a_mail(self) -> EmailMessage:
        """The first mail, as soon as it is there."""
        if not self._arrived.wait(PATIENCE):
            raise TimeoutError("no mail has arrived")
        return self.mails[0]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.get(address, ACCEPTED)
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self._arrived.set()
        await asyncio.to_thread(self.answering.wait, PATIENCE)
        return ACCEPTED


@contextmanager
def running() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
