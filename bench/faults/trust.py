"""Claim 3, over TLS: a server that cannot prove who it is hears no name, no address and no mail."""

from collections.abc import Iterator
from time import sleep

from bench.faults import certificates
from bench.faults.away import AFTER_RETURN, SHARE
from bench.faults.databases import database
from bench.faults.load import Crowd
from bench.faults.report import Finding, Plan, count, delivered, seconds
from bench.faults.sink import Sink, sinking
from bench.faults.site import serving

LOOKED_TWICE = 12  # seconds; longer than the thread takes to try again
SECRET = {"AUTH", "MAIL", "RCPT", "DATA"}
STRANGERS = {
    "a certificate of an authority nobody knows": "foreign",
    "a certificate for another name": "misnamed",
    "no STARTTLS offered": "no-starttls",
    "STARTTLS refused": "refuse-starttls",
}


def claim(plan: Plan) -> Iterator[Finding]:
    bundle = certificates.make(plan.folder)
    over_tls = {"MAIL_USE_TLS": "1", "MAIL_USERNAME": "flasky", "MAIL_PASSWORD": "open sesame"}
    with (
        database(plan.database, plan.folder) as url,
        sinking(plan.folder) as sink,
        serving(plan.folder, url, sink, SSL_CERT_FILE=str(bundle), **over_tls) as site,
    ):
        crowds = []
        for what, mode in STRANGERS.items():
            crowds.append(Crowd(site, max(plan.people // SHARE, 4)))
            told = told_to_a_stranger(sink, mode, crowds[-1])
            sink.recover()
            took = delivered(site, sink, AFTER_RETURN)
            result = count(site, sink, crowds)
            yield Finding(
                what,
                f"it heard {told or 'nothing'}; {result}; the last mail {seconds(took)} after its return",
                holds=not told & SECRET and result.nothing_is_lost and took <= AFTER_RETURN,
            )


def told_to_a_stranger(sink: Sink, mode: str, crowd: Crowd) -> set[str]:
    """The commands that the server heard while nobody could trust it."""
    sink.behave(mode)
    sink.look()
    before = len(sink.commands)
    crowd.register()
    sleep(LOOKED_TWICE)
    sink.look()
    return {verb for verb, _line in sink.commands[before:]}
