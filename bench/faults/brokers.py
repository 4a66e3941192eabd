"""Claim 6: delivery by Celery, while its broker and its workers are killed."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.faults.databases import database
from bench.faults.load import Crowd
from bench.faults.machine import end, family, free_port, kill
from bench.faults.report import Finding, Plan, count, delivered, seconds
from bench.faults.sink import Sink, sinking
from bench.faults.site import Site, serving
from bench.server import ROOT, wait_for_port

SHARE = 5  # of the people for each broker
AFTERWARDS = 120  # seconds
AWAY_FOR = 5  # seconds
STARTS_WITHIN = 60  # seconds
RABBITMQ = "/usr/lib/rabbitmq/bin/rabbitmq-server"


class Process:
    """Something that is killed and started again, and writes into a log of its own."""

    def __init__(self, folder: Path, name: str, command: list[str], environment: dict[str, str]) -> None:
        self._log = folder / f"{name}.log"
        self._command, self._environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)

    def kill(self) -> None:
        if self._process:
            kill(*family(self._process.pid))
            self._process.wait()

    def kill_a_child(self) -> None:
        """The one that works; its parent starts another."""
        if self._process:
            kill(*family(self._process.pid)[1:2])

    def stop(self) -> None:
        end(self._process)


@contextmanager
def running(process: Process) -> Iterator[Process]:
    process.start()
    try:
        yield process
    finally:
        process.stop()


def redis(plan: Plan) -> Iterator[Finding]:
    port = free_port()
    yield from killed("Redis", plan, redis_server(plan, port), port, redis_url(port))


def redis_server(plan: Plan, port: int) -> Process:
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(plan.folder), "--save", ""]
    return Process(plan.folder, "redis", ["redis-server", *options], dict(os.environ))


def redis_url(port: int) -> str:
    return f"redis://127.0.0.1:{port}/0"


def rabbitmq(plan: Plan) -> Iterator[Finding]:
    """A node of our own, under whoever runs this."""
    port = free_port()
    (plan.folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n")
    own = {
        "HOME": str(plan.folder),
        "RABBITMQ_NODENAME": f"faults{port}@localhost",
        "RABBITMQ_CONFIG_FILE": str(plan.folder / "rabbitmq.conf"),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(plan.folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(plan.folder / "rabbitmq"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(plan.folder / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(plan.folder / "none"),
    }
    broker = Process(plan.folder, "rabbitmq", [RABBITMQ], os.environ | own)
    yield from killed("RabbitMQ", plan, broker, port, f"amqp://guest:guest@127.0.0.1:{port}//")


def by_celery(url: str) -> dict[str, str]:
    return {"MAIL_DELIVERY": "celery", "CELERY_BROKER_URL": url}


@contextmanager
def delivering(site: Site) -> Iterator[Process]:
    """Celery's worker, with its beat beside it."""
    command = [sys.executable, "-m", "celery", "-A", "app.email.worker"]
    schedule = ["beat", "--schedule", str(site.folder / "schedule"), "--pidfile", ""]
    worker = Process(site.folder, "worker", [*command, "worker", "--concurrency", "2"], site.environment)
    with running(worker), running(Process(site.folder, "beat", [*command, *schedule], site.environment)):
        yield worker


def killed(name: str, plan: Plan, broker: Process, port: int, url: str) -> Iterator[Finding]:
    """A worker, one of its children, and the broker are killed in the midst of the registrations."""
    with database(plan.database, plan.folder) as data, sinking(plan.folder) as sink, running(broker):
        wait_for_port(port, STARTS_WITHIN)
        with serving(plan.folder, data, sink, **by_celery(url)) as site, delivering(site) as worker:
            with Crowd(site, max(plan.people // SHARE, 20)).registering() as crowd:
                crowd.until(0.2)
                worker.kill_a_child()
                crowd.until(0.4)
                worker.kill()
                worker.start()
                crowd.until(0.6)
                broker.kill()
                threading.Timer(AWAY_FOR, broker.start).start()
            what = f"Celery on {name}: kill -9 of a worker and its child, and of the broker"
            yield arrived(what, site, sink, [crowd])


def switched(plan: Plan) -> Iterator[Finding]:
    """Each engine delivers what the other has left."""
    port = free_port()
    celery = by_celery(redis_url(port))
    folder, people = plan.folder, max(plan.people // SHARE // 4, 10)
    with database(plan.database, folder) as data, sinking(folder) as sink, running(redis_server(plan, port)):
        wait_for_port(port, STARTS_WITHIN)
        with serving(folder, data, sink, **celery) as site:
            crowds = [Crowd(site, people).register()]
        with serving(folder, data, sink) as site:
            yield arrived("the thread delivers what Celery left", site, sink, crowds)
        sink.stop()
        with serving(folder, data, sink) as site:
            crowds.append(Crowd(site, people).register())
        sink.start()
        with serving(folder, data, sink, **celery) as site, delivering(site):
            yield arrived("Celery delivers what the thread left", site, sink, crowds)


def arrived(what: str, site: Site, sink: Sink, crowds: list[Crowd]) -> Finding:
    took = delivered(site, sink, AFTERWARDS)
    result = count(site, sink, crowds)
    return Finding(
        what,
        f"{result}; the last mail after {seconds(took)}; turned away: {crowds[-1].turned_away}",
        holds=result.nothing_is_lost and took <= AFTERWARDS,
    )
