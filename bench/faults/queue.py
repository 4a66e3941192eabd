"""Claim 5: four processes over one long queue, and claims beside a million mails that were sent."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Insert, NullPool, String, cast, create_engine, event, insert, literal, select

from app.models import Message
from bench.faults.databases import database
from bench.faults.report import Finding, Plan
from bench.faults.sink import sinking
from bench.faults.site import Site
from bench.server import ROOT

PROCESSES = 4
CLAIMS = 40
DUE = 20 * (CLAIMS + 1)
FEW = 1_000
AT_MOST = 10  # milliseconds
PIECE = 100_000
BODY = "Hello,\r\nplease follow the link.\r\n"
COPIED = {"subject": "[Flasky] Hello", "template": "email/confirm", "language": "en", "attempts": 0}


def shared(plan: Plan) -> Iterator[Finding]:
    """Each mail once, whoever claims it."""
    with database(plan.database, plan.folder) as url, sinking(plan.folder) as sink:
        sink.behave("fast")
        site = Site(plan.folder, url, sink)
        bulk_insert(url, "due", plan.queue, state="queued", due_at=long_ago(), text_body=BODY, html_body=BODY)
        begun = time.monotonic()
        times = deliver_all(site, plan.folder)
        took = time.monotonic() - begun
        often = Counter(Counter(mail.message_id for mail in sink.look()).values())
        yield Finding(
            f"{PROCESSES} processes, {plan.queue:,} mails",
            f"{often[1]:,} delivered once, {often.total() - often[1]} more often, {plan.queue - often.total()} never; "
            f"{plan.queue / took:.0f} mails/s; while all send, a claim takes {in_words(times)}",
            holds=often == {1: plan.queue} and median(times) < AT_MOST,
        )


def grown(plan: Plan) -> Iterator[Finding]:
    """A claim, measured alone, among few sent mails and among very many."""
    with database(plan.database, plan.folder) as url, sinking(plan.folder) as sink:
        site = Site(plan.folder, url, sink)
        times = {}
        for sent in (FEW, plan.sent - FEW):
            bulk_insert(url, f"sent{sent}.", sent, state="sent", due_at=None)
            bulk_insert(url, f"due{sent}.", DUE, state="queued", due_at=long_ago(), text_body=BODY, html_body=BODY)
            times[sent] = claims(site)
        few, many = times.values()
        yield Finding(
            f"a claim among {FEW:,} and {plan.sent:,} sent mails",
            f"{in_words(few)}; {in_words(many)}",
            holds=median(many) < AT_MOST and median(many) < median(few) * 1.5 + 1,
        )


def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def bulk_insert(url: str, name: str, number: int, **values: object) -> None:
    """So many rows whose addresses and Message-IDs begin with the name, made by the database itself."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name in {"mysql", "mariadb"}:
        event.listen(engine, "connect", count_far)
    with engine.connect() as connection:
        for first in range(0, number, PIECE):
            connection.execute(
                rows(name, first, min(PIECE, number - first), COPIED | values | {"created_at": long_ago()})
            )
            connection.commit()


def count_far(connection: object, _record: object) -> None:
    """MariaDB ends a recursion after a thousand steps, unless it is told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION max_recursive_iterations = 1000000")


def rows(name: str, first: int, number: int, values: dict[str, object]) -> Insert:
    counter = select(literal(first).label("number")).cte(recursive=True)
    counter = counter.union_all(select(counter.c.number + 1).where(counter.c.number < first + number - 1))
    serial = cast(counter.c.number, String(20))
    columns = Message.__table__.c
    fixed = [literal(value, columns[column].type) for column, value in values.items()]
    address = literal(name) + serial + "@example.org"
    message_id = literal(f"<{name}") + serial + "@flasky.example>"
    return insert(Message.__table__).from_select(
        ["to_address", "message_id", *values], select(address, message_id, *fixed).select_from(counter)
    )


def deliver_all(site: Site, folder: Path) -> list[float]:
    files = [folder / f"times{number}" for number in range(PROCESSES)]
    commands = [[sys.executable, "-m", "bench.faults.sender", str(file)] for file in files]
    running = [subprocess.Popen(command, cwd=ROOT, env=site.environment) for command in commands]
    for process in running:
        process.wait()
    return [value for file in files for value in json.loads(file.read_text())]


def claims(site: Site) -> list[float]:
    command = [sys.executable, "-m", "bench.faults.probe", str(CLAIMS)]
    return json.loads(
        subprocess.run(command, cwd=ROOT, env=site.environment, check=True, stdout=subprocess.PIPE).stdout
    )


def in_words(times: list[float]) -> str:
    return f"{median(times):.1f} ms (p99 {quantiles(times, n=100)[98]:.1f} ms)"
