"""Claim 3, against programs that others wrote: Debian's postfix, and its smtp-sink with the faults that has."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import sleep

from bench.faults.away import AFTER_RETURN, SHARE, SHORTER
from bench.faults.databases import database
from bench.faults.load import Crowd
from bench.faults.machine import end, free_port, waited
from bench.faults.report import Finding, Plan, count, delivered, seconds
from bench.faults.sink import Sink, sinking
from bench.faults.site import Site, serving
from bench.server import answers, wait_for_port

AWAY_FOR = 10.0  # seconds
MESSAGE_ID = re.compile(r"^Message-ID: *(\S+)", re.MULTILINE)
MASTER = "127.0.0.1:{port} inet n - n - - smtpd"
NEEDED = """
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = postfix.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
relayhost = [127.0.0.1]:{sink}
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtpd_relay_restrictions = permit_mynetworks, reject
"""
# As smtp-sink(1) has them: hard and soft refusals, a line cut at a command, and a slow answer to DATA.
FAULTS = {
    "-r RCPT, 4xx": ["-r", "RCPT"],
    "-f DATA, 5xx": ["-f", "DATA"],
    "-q DATA, hangs up": ["-q", "DATA"],
    "-q QUIT, hangs up": ["-q", "QUIT"],
    "-w 2, slow": ["-w", "2"],
}
PARKING = "-f DATA, 5xx"


class Postfix:
    """An instance beside the system's own: its own folder, queue, log and port; it relays to the sink."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.port = free_port()
        self._folder = folder / "postfix"
        for part in ("conf", "queue", "data", "log"):
            (self._folder / part).mkdir(parents=True)
        shutil.chown(self._folder / "data", "postfix")
        conf = self._folder / "conf"
        conf.joinpath("main.cf").write_text(MAIN.format(folder=self._folder, sink=sink.port))
        conf.joinpath("master.cf").write_text(MASTER.format(port=self.port) + NEEDED)

    def _run(self, command: str) -> None:
        subprocess.run(["postfix", "-c", str(self._folder / "conf"), command], check=True, capture_output=True)

    def start(self) -> None:
        self._run("start")
        wait_for_port(self.port)

    def stop(self) -> None:
        self._run("stop")
        waited(lambda: not answers(self.port), AWAY_FOR)


@contextmanager
def relaying(folder: Path, sink: Sink) -> Iterator[Postfix]:
    postfix = Postfix(folder, sink)
    postfix.start()
    try:
        yield postfix
    finally:
        postfix.stop()


def real(plan: Plan) -> Iterator[Finding]:
    """Register while a real postfix takes the mails, is stopped, and comes back."""
    with (
        database(plan.database, plan.folder) as url,
        sinking(plan.folder) as sink,
        relaying(plan.folder, sink) as postfix,
        serving(plan.folder, url, sink, MAIL_PORT=str(postfix.port)) as site,
    ):
        with Crowd(site, max(plan.people // SHARE * 2, 8)).registering() as crowd:
            crowd.until(0.5)
            postfix.stop()
            crowd.until(1)
        sleep(AWAY_FOR)
        postfix.start()
        took = delivered(site, sink, AFTER_RETURN)
        result = count(site, sink, [crowd])
        yield Finding(
            "a real postfix, stopped and started",
            f"{result}; the last mail {seconds(took)} after its return",
            holds=result.nothing_is_lost and not result.twice and took <= AFTER_RETURN,
        )


class SmtpSink:
    """postfix's own sink, which writes each mail it takes into a file."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder / "smtp-sink"
        self._folder.mkdir(mode=0o777)
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *faults: str) -> None:
        as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self._folder.chmod(0o777)
        into = ["-d", f"{self._folder}/%s."]
        command = ["smtp-sink", *as_user, *into, *faults, f"127.0.0.1:{self.port}", "100"]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)
        wait_for_port(self.port)

    def stop(self) -> None:
        end(self._process)

    @property
    def ids(self) -> Counter[str]:
        """How often each mail was taken."""
        return Counter(found for file in self._folder.iterdir() for found in MESSAGE_ID.findall(file.read_text()))


def faulty(plan: Plan) -> Iterator[Finding]:
    """Register under each of smtp-sink's faults, then without any."""
    with database(plan.database, plan.folder) as url, sinking(plan.folder) as sink:
        other = SmtpSink(plan.folder, free_port())
        with serving(plan.folder, url, sink, MAIL_PORT=str(other.port), **SHORTER) as site:
            for what, options in FAULTS.items():
                yield under(site, other, what, options)


def under(site: Site, sink: SmtpSink, what: str, options: list[str]) -> Finding:
    sink.start(*options)
    crowd = Crowd(site, 8).register()
    refused = waited(lambda: what != PARKING or not unparked(site, crowd), AFTER_RETURN)
    sink.stop()
    sink.start()
    site.execute("UPDATE messages SET state = 'queued', due_at = created_at WHERE state = 'failed'")
    took = waited(partial(everything_is_in, site, sink), AFTER_RETURN)
    sink.stop()
    ids, lost = sink.ids, len(site.mails.keys() - sink.ids.keys())
    twice = ids.total() - len(ids)
    told = f"{len(crowd.acknowledged)} acknowledged, {lost} lost, {twice} twice; the last mail {seconds(took)} later"
    return Finding(f"smtp-sink {what}", told, holds=not lost and not twice and max(took, refused) <= AFTER_RETURN)


def unparked(site: Site, crowd: Crowd) -> set[str]:
    parked = {address for (address,) in site.rows("SELECT to_address FROM messages WHERE state = 'failed'")}
    return crowd.acknowledged.keys() - parked


def everything_is_in(site: Site, sink: SmtpSink) -> bool:
    return site.mails.keys() <= sink.ids.keys()
