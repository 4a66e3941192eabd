"""gunicorn as it runs in production: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`.

SIGHUP starts new processes with the code, packages and settings of that moment, and lets the old ones finish.
"""

import json
import logging
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import json, os
from config import Config, config
kind = config[os.environ.get("FLASK_CONFIG") or "production"]
print(json.dumps([Config.WEB_BIND, Config.WEB_WORKERS, Config.WEB_THREADS, kind.LOG_FORMAT]))
"""
# Of a line in JSON, as app/logs.py writes it; gunicorn's own are about no request.
NOTHING = dict.fromkeys(("request_id", "user_id", "ip", "endpoint", "rule", "method", "status", "ms"))
HESITATION = 0.0005  # seconds for each password that is being hashed, or waits for it


class OnePiece:
    """A line that keeps what is said until it is enough, or all."""

    ENOUGH = 256 * 1024  # bytes

    def __init__(self, line: Any) -> None:
        self._line, self._said = line, bytearray()

    def sendall(self, data: bytes) -> None:
        self._said += data
        if len(self._said) >= self.ENOUGH:
            self.flush()

    def sendfile(self, *file: Any, **part: Any) -> int:
        self.flush()
        return int(self._line.sendfile(*file, **part))

    def flush(self) -> None:
        said, self._said = self._said, bytearray()
        self._line.sendall(said)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)


class Worker(ThreadWorker):
    """gthread, but an answer leaves in one piece, and new connections go to the process that has less to do.

    gthread sends the headers first, and lets other threads run before it sends the body. If the process is killed
    in between, nginx has passed on the headers already and cannot ask another process.

    gthread also takes connections whose requests then wait for a thread, or for the one thread that hashes, while
    another process may be idle. Here who has no thread to spare takes none, and who hashes is slower to take one.
    """

    at_work = 0  # requests that have a thread or wait for one

    @property
    def worker_connections(self) -> int:
        """How many connections there may be: the main loop asks before it takes the next one."""
        return self._most_connections if self.at_work < self.cfg.threads else 0

    @worker_connections.setter
    def worker_connections(self, most: int) -> None:
        self._most_connections = most

    def accept(self, listener: Any) -> None:
        """Take the next connection, unless another process has been quicker."""
        from app import hashing  # noqa: PLC0415 - a worker has it; what the master imports is never replaced

        if passwords := hashing.at_work():
            time.sleep(passwords * HESITATION)
        super().accept(listener)

    def enqueue_req(self, conn: TConn) -> None:
        self.at_work += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        self.at_work -= 1
        super().finish_request(conn, fs)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        line, conn.sock = conn.sock, OnePiece(conn.sock)
        try:
            go_on = bool(super().handle_request(req, conn))
            conn.sock.flush()
            return go_on
        finally:
            conn.sock = line


class JSONLine(logging.Formatter):
    """gunicorn's own words with the keys of the application's."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
        words = {"time": time, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        exception = self.formatException(record.exc_info) if record.exc_info else None
        return json.dumps({**words, **NOTHING, "exception": exception})


class JSONLogger(Logger):
    """Says in JSON what is gunicorn's own. With `logconfig_dict` it would make up a line about each request, too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JSONLine())


def settings() -> list[Any]:
    """What config.py says, asked in a process of its own.

    What the master imports or sets itself, every process after the next SIGHUP would inherit: the old
    config.py, the old Flask, the old SECRET_KEY.
    """
    return list(json.loads(subprocess.check_output([sys.executable, "-c", ASK], cwd=ROOT)))  # noqa: S603 - our own words


bind, workers, threads, log_format = settings()
if log_format == "json":
    logger_class = JSONLogger
worker_class = Worker
# A sign of life must not wait for a disk, where memory can be written to.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# Seconds. A request is over within 10, because the database and the broker are given up sooner; a mail within 30.
timeout = 30
graceful_timeout = 35

# A process makes room for a new one now and then, so that no leak of any library grows for long; not all at once.
max_requests = 10_000
max_requests_jitter = 2_000

# Whoever speaks through a Unix socket is believed, and so would be what a client has made it say. FLASKY_PROXIES
# alone decides which headers count, by Werkzeug's ProxyFix.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# It would lie in $HOME, and whoever reads that could stop us.
control_socket_disable = True


def post_fork(_server: Any, worker: Any) -> None:
    """Stay with this release, wherever a symlink on the path leads later; share no connection with the parent."""
    sys.path[:] = [os.path.realpath(folder) for folder in sys.path]
    if application := worker.app.callable:  # only there with --preload
        with application.app_context():
            application.extensions["sqlalchemy"].engine.dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """Deliver from the start, so that a mail left by the processes before needs no visitor to leave."""
    if thread := worker.wsgi.extensions.get("mail_thread"):
        thread.ensure_running()


def worker_exit(_server: Any, worker: Any) -> None:
    """Let the mail arrive that is on its way."""
    if thread := getattr(worker.wsgi, "extensions", {}).get("mail_thread"):
        thread.stop()


def child_exit(_server: Any, worker: Any) -> None:
    """What a process held that is gone, nobody holds: take it out of the sums."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - only who is measured needs it

        mark_process_dead(worker.pid, folder)
