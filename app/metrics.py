"""What is counted while the application runs, for Prometheus: in each process, or over those of a machine.

A request is counted after its answer has left, so that it costs nobody time; that is also when the library
is loaded, so that the first answer does not wait for it.
"""

from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from app import clock, logs
from app.email import heartbeat
from app.extensions import db
from app.models import Event, Message, State
from app.signals import event_recorded

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

OUTCOMES: dict[str, str] = {
    Event.SIGNED_IN: "signed in",
    Event.SIGN_IN_REFUSED: "refused",
    Event.SIGN_INS_BLOCKED: "blocked",
}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Instruments:
    """What each process counts."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415 - see above

        self.registry = CollectorRegistry()
        self._requests = Counter(
            "flasky_requests", "Requests answered.", ["endpoint", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "flasky_request_seconds", "Time to an answer.", ["endpoint"], buckets=SECONDS, registry=self.registry
        )
        self._sign_ins = Counter("flasky_sign_ins", "Sign-ins by outcome.", ["outcome"], registry=self.registry)
        self._connections = Gauge(
            "flasky_database_connections_in_use",
            "Connections to the database that requests hold.",
            multiprocess_mode="livesum",
            registry=self.registry,
        )

    def count(self, engine: Engine, endpoint: str, status: int, seconds: float) -> None:
        self._requests.labels(endpoint, status).inc()
        self._seconds.labels(endpoint).observe(seconds)
        if isinstance(engine.pool, QueuePool):
            self._connections.set(engine.pool.checkedout())

    def count_sign_in(self, outcome: str) -> None:
        self._sign_ins.labels(outcome).inc()


@cache
def instruments() -> Instruments:
    return Instruments()


def init_app(app: Flask) -> None:
    with app.app_context():
        engine = db.engine

    @app.after_request
    def count_when_sent(response: Response) -> Response:
        response.call_on_close(partial(count, engine, request.endpoint or "none", response.status_code, logs.seconds()))
        return response


def count(engine: Engine, endpoint: str, status: int, seconds: float) -> None:
    instruments().count(engine, endpoint, status, seconds)


@event_recorded.connect
def count_sign_in(kind: str) -> None:
    if outcome := OUTCOMES.get(kind):
        instruments().count_sign_in(outcome)


def exposition(multi_process_folder: str | None) -> bytes:
    """Everything in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - see above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    counted, shared = instruments().registry, CollectorRegistry()
    if multi_process_folder:
        counted = CollectorRegistry()
        MultiProcessCollector(counted, multi_process_folder)  # type: ignore[no-untyped-call]
    shared.register(Shared())
    return generate_latest(counted) + generate_latest(shared)


class Shared:
    """What the database knows, and with it every process and machine."""

    def collect(self) -> Iterator["GaugeMetricFamily"]:
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - see above

        try:
            facts, beating = Message.overview(), heartbeat.is_beating()
        except SQLAlchemyError:
            yield GaugeMetricFamily("flasky_database_up", "Whether the database serves.", 0)
            return
        yield GaugeMetricFamily("flasky_database_up", "Whether the database serves.", 1)
        yield GaugeMetricFamily("flasky_delivery_beating", "Whether somebody delivers mail.", int(beating))
        mails = GaugeMetricFamily("flasky_mails", "Mails by state.", labels=["state"])
        for state in State:
            mails.add_metric([state.value], facts[state.value])
        yield mails
        since = facts["oldest_waiting_since"]
        waiting = (clock.now() - since).total_seconds() if since else 0
        yield GaugeMetricFamily("flasky_oldest_waiting_mail_seconds", "Age of the oldest waiting mail.", waiting)
