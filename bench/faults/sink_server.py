"""The sink's own process: an SMTP server that does whatever bad thing its mode file says.

    python -m bench.faults.sink_server PORT FOLDER

The file `mode` in the folder is read for each connection; `record` gets a line for each command and for
each mail that is accepted, the latter synced before the server says 250. Recipients whose address begins
with "bad" are the ones that some modes are bad to.
"""

import asyncio
import os
import re
import signal
import ssl
import sys
from contextlib import suppress
from pathlib import Path

from bench.faults.machine import kill, owner_of

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"


class HangUpError(Exception):
    """The end of a conversation, without a word."""


class Record:
    """What was said and what was accepted, line by line."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1)
        self.ids: set[str] = set()

    def command(self, verb: str, *, trusted: bool) -> None:
        self._file.write(f"command\t{verb}\t{'tls' if trusted else 'plain'}\n")

    def accepted(self, message_id: str, recipients: list[str], *, synced: bool) -> None:
        self.ids.add(message_id)
        for recipient in recipients:
            self._file.write(f"accepted\t{message_id}\t{recipient}\n")
        if synced:
            os.fsync(self._file.fileno())


class Conversation:
    """One connection, in the mode that held when it came."""

    def __init__(self, folder: Path, record: Record, line: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self.folder, self.record = folder, record
        self.reader, self.writer = line
        self.mode, _space, self.argument = (folder / "mode").read_text().strip().partition(" ")
        self.over_tls = False
        self.recipients: list[str] = []

    async def run(self) -> None:
        if self.mode == "hang":
            await self.hang()
        await self.say("220 sink ESMTP")
        while line := await self.reader.readline():
            verb = line[:8].split()[0].decode().upper() if line.split() else ""
            if self.mode != "fast":
                self.record.command(verb, trusted=self.over_tls)
            await getattr(self, f"on_{verb.lower()}", self.on_other)(line.decode().strip())

    async def say(self, *lines: str) -> None:
        text = "".join(f"{line}\r\n" for line in lines).encode()
        for piece in [bytes([byte]) for byte in text] if self.mode == "drip" else [text]:
            self.writer.write(piece)
            await self.writer.drain()
            if self.mode == "drip":
                await asyncio.sleep(1)

    async def hang(self) -> None:
        await self.reader.read()
        raise HangUpError

    async def on_other(self, _line: str) -> None:
        await self.say("500 What?")

    async def on_ehlo(self, _line: str) -> None:
        hidden = self.mode == "no-starttls" or self.over_tls or not (self.folder / "trusted.pem").exists()
        await self.say("250-sink", *([] if hidden else ["250-STARTTLS"]), "250-AUTH PLAIN", "250 8BITMIME")

    async def on_starttls(self, _line: str) -> None:
        if self.mode in {"no-starttls", "refuse-starttls"}:
            await self.say("454 Not now")
            return
        await self.say("220 Go ahead")
        name = self.mode if self.mode in {"foreign", "misnamed"} else "trusted"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem")
        await self.writer.start_tls(context)
        self.over_tls = True

    async def on_auth(self, _line: str) -> None:
        await self.say("235 Welcome")

    async def on_mail(self, _line: str) -> None:
        self.recipients = []
        await self.say("451 Busy" if self.mode == "4xx-sender" else "250 OK")

    async def on_rset(self, _line: str) -> None:
        await self.say("250 OK")

    on_noop = on_rset

    async def on_rcpt(self, line: str) -> None:
        recipient = line.partition("<")[2].partition(">")[0]
        bad = recipient.startswith("bad")
        if bad and self.mode == "drop-bad":
            raise HangUpError
        answer = {"4xx": "451 Try again later", "5xx": "550 Not here"}.get(self.mode, "250 OK")
        if bad and self.mode == "5xx-bad":
            answer = "550 No such person"
        if answer == "250 OK":
            self.recipients.append(recipient)
        await self.say(answer)

    async def on_data(self, _line: str) -> None:
        await self.say("354 Go on")
        found = MESSAGE_ID.search(await self.reader.readuntil(END))
        if self.mode == "drop-data":
            raise HangUpError
        if self.mode == "hang-data":
            await self.hang()
        if self.mode == "slow":
            await asyncio.sleep(float(self.argument))
        message_id = found[1].decode() if found else ""
        fatal = self.mode == "kill" and message_id not in self.record.ids
        self.record.accepted(message_id, self.recipients, synced=self.mode != "fast")
        await (self.accept_fatally() if fatal else self.say("250 Queued"))

    async def accept_fatally(self) -> None:
        """Say 250 in a moment in which the sender can't read it any more, and kill it; for each mail once."""
        sender = owner_of(self.writer.get_extra_info("peername")[1])
        os.kill(sender, signal.SIGSTOP)
        await self.say("250 Queued")
        (self.folder / "mode").write_text("normal")
        (self.folder / "killed").open("a").write(f"{sender}\n")
        kill(sender)

    async def on_quit(self, _line: str) -> None:
        if self.mode != "drop-quit":
            await self.say("221 Bye")
        raise HangUpError


async def serve(port: int, folder: Path) -> None:
    record = Record(folder / "record")

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(HangUpError, OSError, asyncio.IncompleteReadError):
            await Conversation(folder, record, (reader, writer)).run()
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", port, limit=2**20, backlog=1000)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
