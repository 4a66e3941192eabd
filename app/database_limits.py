"""How long the database may take: to connect, to answer, to give a lock. Whoever waits longer gets a 503.

Time-outs on the server end what is slow there. Those on this side end what gets no answer at all, because
the server hangs or the network swallows everything; and once one has waited for nothing, the next second's
callers are told at once, so that no page takes longer than five seconds.
"""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from flask.cli import ScriptInfo
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from app.outage import Outage

if TYPE_CHECKING:
    from psycopg import Connection

CONNECT = 2  # seconds; psycopg knows no less
PAUSE = 1.0  # seconds until a database that is away is asked again
GRACE = 0.5  # seconds after the server's own time-out before this side gives up
NO_ANSWER = "The database has not answered a moment ago; it is asked again in a second."


class Patience(NamedTuple):
    """Seconds for one statement, and for a lock that it waits for."""

    statement: int
    lock: int

    @property
    def deadline(self) -> float:
        return self.statement + GRACE


# A page: nobody holds a worker.
PAGE = Patience(statement=3, lock=2)
# A command at a prompt: a migration or an import may take its time, but must not stand in everybody's way.
PROMPT = Patience(statement=6 * 60 * 60, lock=10)


def patience() -> Patience:
    """That of whoever connects now: a command of `flask` has time, requests and whoever delivers have not."""
    command = click.get_current_context(silent=True)
    return PROMPT if command and command.find_object(ScriptInfo) else PAGE


def watch(engine: Engine) -> None:
    """Bound whatever this engine waits for."""
    connect = CONNECTORS.get(engine.dialect.name)
    if connect is None:
        return
    outage = Outage(PAUSE, longest_try=CONNECT + PAGE.deadline)

    @event.listens_for(engine, "do_connect")
    def connect_in_time(
        dialect: Dialect, _entry: ConnectionPoolEntry, arguments: tuple[Any, ...], options: dict[str, Any]
    ) -> DBAPIConnection:
        if not outage.may_try():
            raise dialect.loaded_dbapi.OperationalError(f"{NO_ANSWER} {outage.why}")
        asked = monotonic()
        try:
            connection: DBAPIConnection = connect(dialect, patience(), *arguments, **options)
        except dialect.loaded_dbapi.OperationalError as error:
            outage.begin(str(error), asked)
            raise
        outage.end()
        return connection

    @event.listens_for(engine, "handle_error")
    def note_silence(context: ExceptionContext) -> None:
        words = str(context.original_exception)
        if context.is_disconnect and "time" in words and NO_ANSWER not in words:
            outage.begin(words, asked=monotonic() - PAGE.deadline)


def connect_to_postgresql(_dialect: Dialect, limits: Patience, *arguments: Any, **options: Any) -> Any:
    milliseconds = {"statement_timeout": limits.statement * 1000, "lock_timeout": limits.lock * 1000}
    settings = [options.pop("options", ""), *(f"-c {name}={value}" for name, value in milliseconds.items())]
    options |= {"connect_timeout": CONNECT, "tcp_user_timeout": PAGE.statement * 1000}
    return bounded_connection(limits.deadline).connect(*arguments, options=" ".join(settings).strip(), **options)


def bounded_connection(deadline: float) -> "type[Connection[Any]]":
    """A class of psycopg's connections that close when the server owes an answer for so long."""
    from psycopg import Connection, OperationalError  # noqa: PLC0415 - only PostgreSQL's users have it
    from psycopg.pq import TransactionStatus  # noqa: PLC0415

    class BoundedConnection(Connection[Any]):
        def wait(self, generator: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(generator, interval, timeout or deadline)
            except OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    self.pgconn.finish()
                raise

    return BoundedConnection


def connect_to_mariadb(dialect: Dialect, limits: Patience, *arguments: Any, **options: Any) -> Any:
    # What stands in the comment is for MariaDB only: MySQL has another name for it.
    begin = f"SET innodb_lock_wait_timeout = {limits.lock} /*M! , max_statement_time = {limits.statement} */"
    options |= {"connect_timeout": CONNECT, "init_command": begin, "charset": "utf8mb4"}
    options |= dict.fromkeys(("read_timeout", "write_timeout"), limits.deadline)
    return dialect.loaded_dbapi.connect(*arguments, **options)


CONNECTORS: dict[str, Callable[..., Any]] = {
    "postgresql": connect_to_postgresql,
    "mysql": connect_to_mariadb,
    "mariadb": connect_to_mariadb,
}
