"""The site under trial: gunicorn with several workers, killed and started again."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from bench.faults.machine import children, end, free_port, is_alive, kill, waited
from bench.faults.sink import Sink
from bench.server import ROOT, Client, answers, deploy, gunicorn, settings

WORKERS, THREADS = 2, 4
STARTS_WITHIN = 60  # seconds
ENDS_WITHIN = 30  # seconds; as long as gunicorn gives its workers


class Site:
    """A deployed application on a database of its own, with its mails going to a sink."""

    def __init__(self, folder: Path, database: str, sink: Sink, application: str = "wsgi:app", **extra: str) -> None:
        self.folder, self.database, self.application = folder, database, application
        self.port = free_port()
        mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(sink.port), "MAIL_USE_TLS": "0"}
        self.environment = settings(self.port, **mail | {"DATABASE_URL": database} | extra)
        self._engine = create_engine(database, poolclass=NullPool)
        self._master: subprocess.Popen[bytes] | None = None
        deploy(self.environment)

    def start(self) -> None:
        options = f"-c deploy/gunicorn.conf.py --workers {WORKERS} --threads {THREADS} --timeout {ENDS_WITHIN}".split()
        command = gunicorn(self.port, *options, application=self.application)
        with (self.folder / "gunicorn.log").open("ab") as log:
            self._master = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        if waited(self._serves, STARTS_WITHIN) > STARTS_WITHIN:
            raise TimeoutError(f"gunicorn does not serve: {self.log}")

    def _serves(self) -> bool:
        try:
            with closing(Client(port=self.port)) as client:
                return client.get("/auth/register") > 0
        except OSError:
            return False

    def stop(self) -> None:
        end(self._master, ENDS_WITHIN)

    @property
    def workers(self) -> list[int]:
        return children(self._master.pid) if self._master else []

    def kill_a_worker(self) -> None:
        """The master starts another."""
        waited(lambda: len(self.workers) == WORKERS, ENDS_WITHIN)
        kill(self.workers[0])

    def kill_the_master(self) -> None:
        """The workers notice, and end; then the site starts again."""
        orphans = self.workers
        self._kill(self._master)
        waited(lambda: not any(map(is_alive, orphans)) and not answers(self.port), ENDS_WITHIN)
        self.start()

    def kill_everything(self) -> None:
        """Master and workers in one moment; then the site starts again."""
        workers = self.workers
        self._kill(self._master)
        kill(*workers)
        waited(lambda: not any(map(is_alive, workers)), ENDS_WITHIN)
        self.start()

    def _kill(self, process: subprocess.Popen[bytes] | None) -> None:
        if process:
            process.kill()
            process.wait()

    def rows(self, statement: str) -> list[tuple[str, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def execute(self, statement: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(statement))

    @property
    def people(self) -> set[str]:
        """The addresses of all accounts."""
        return {email for (email,) in self.rows("SELECT email FROM users")}

    @property
    def mails(self) -> dict[str, str]:
        """The state of each mail by its Message-ID."""
        return {
            str(message_id): str(state) for message_id, state in self.rows("SELECT message_id, state FROM messages")
        }

    @property
    def log(self) -> str:
        return (self.folder / "gunicorn.log").read_text()


@contextmanager
def serving(folder: Path, database: str, sink: Sink, application: str = "wsgi:app", **extra: str) -> Iterator[Site]:
    """A site that is up until the block ends."""
    site = Site(folder, database, sink, application, **extra)
    site.start()
    try:
        yield site
    finally:
        site.stop()
