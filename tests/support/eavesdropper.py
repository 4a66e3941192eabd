"""An SMTP server that notes every command it hears, behind whatever certificate it was given.

It takes all that it is told, so that nothing but the sender's own judgement keeps a secret from it.
"""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

ANSWERS = {"AUTH": "235 Welcome", "DATA": "354 Go on", "QUIT": "221 Bye"}


class Tls(Enum):
    """When the server begins TLS."""

    AT_ONCE = auto()  # with the connection, as on port 465
    WHEN_ASKED = auto()
    REFUSED = auto()  # offered, but not now
    HIDDEN = auto()


class Conversation(StreamRequestHandler):
    """One connection."""

    server: "Eavesdropper"

    def handle(self) -> None:
        with suppress(OSError):  # who does not trust the server hangs up
            if self.server.tls is Tls.AT_ONCE:
                self.begin_tls()
            self.say("220 Hello")
            while line := self.rfile.readline():
                verb = line.split()[0].decode().upper()
                self.server.heard.append(verb)
                getattr(self, f"on_{verb.lower()}", self.on_other)(verb)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def on_other(self, verb: str) -> None:
        self.say(ANSWERS.get(verb, "250 OK"))

    def on_ehlo(self, _verb: str) -> None:
        offered = self.server.tls in {Tls.WHEN_ASKED, Tls.REFUSED}
        self.say("250-Hello", "250-AUTH PLAIN", "250 STARTTLS" if offered else "250 8BITMIME")

    def on_starttls(self, _verb: str) -> None:
        if self.server.tls is Tls.WHEN_ASKED:
            self.say("220 Go ahead")
            self.begin_tls()
        else:
            self.say("454 Not now")

    def on_data(self, verb: str) -> None:
        self.on_other(verb)
        while self.rfile.readline() not in {b".\r\n", b""}:
            pass
        self.say("250 Queued")

    def begin_tls(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.certificate)
        self.request = context.wrap_socket(self.request, server_side=True)
        self.setup()

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Eavesdropper(ThreadingTCPServer):
    """What it heard is a list of the commands' verbs, whatever the line."""

    daemon_threads = True

    def __init__(self, certificate: Path, tls: Tls) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.certificate, self.tls = certificate, tls
        self.heard: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def listening(certificate: Path, tls: Tls) -> Iterator[Eavesdropper]:
    with Eavesdropper(certificate, tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
