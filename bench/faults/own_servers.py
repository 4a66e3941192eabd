"""Database servers of our own, on a disk of a few megabytes, to be filled, killed and started again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError

from bench.faults.databases import execute
from bench.faults.machine import end, family, free_port, kill, waited

STARTS_WITHIN = 30  # seconds
PIECE = 64 * 1024  # bytes
INITDB = "initdb -A trust -U postgres --no-sync -D {data}"
POSTGRES = "postgres -D {data} -p {port} -k {data} -c listen_addresses=127.0.0.1"
INSTALL_DB = "mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db --datadir={data}"
MARIADBD = (
    "mariadbd --no-defaults --datadir={data} --port={port} --bind-address=127.0.0.1 --socket={data}/socket"
    " --innodb-log-file-size=8M --innodb-buffer-pool-size=64M --innodb-temp-data-file-path=ibtmp1:12M:autoextend"
)


class Disk:
    """A small file system in memory. Only root may mount one."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", str(folder)], check=True)

    def fill(self) -> None:
        """Leave not one byte free."""
        with suppress(OSError), self._ballast.open("ab", buffering=0) as ballast:
            while True:
                ballast.write(b"\0" * PIECE)

    def free(self) -> None:
        self._ballast.unlink()

    def unmount(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    mounted = Disk(folder, megabytes)
    try:
        yield mounted
    finally:
        mounted.unmount()


class Server:
    """A server process with its own data. As root it runs under the system's user for it."""

    def __init__(self, data: Path, log: Path, user: str, url: str, initialise: str, serve: str) -> None:
        self.port = free_port()
        self.root_url = url.format(port=self.port)
        self._where = {"data": data, "port": self.port}
        self._user, self._serve = user, serve
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.make_folder(data)
        subprocess.run(self._command(initialise), check=True, capture_output=True, cwd="/")

    def make_folder(self, folder: Path) -> Path:
        """One that belongs to the server."""
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, self._user)
        return folder

    def _command(self, line: str) -> list[str]:
        words = line.format(**self._where).split()
        return ["setpriv", f"--reuid={self._user}", "--clear-groups", "--", *words] if os.geteuid() == 0 else words

    def come_back(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command(self._serve), stdout=log, stderr=log, cwd="/")
        waited(self._answers, STARTS_WITHIN)

    def revive(self) -> None:
        """Start it if it has ended by itself, as systemd would."""
        if self._process and self._process.poll() is not None:
            self.come_back()

    def vanish(self) -> None:
        """SIGKILL to the server and all that belongs to it."""
        if self._process:
            kill(*family(self._process.pid))
            self._process.wait()

    def stop(self) -> None:
        end(self._process)

    def _answers(self) -> bool:
        try:
            create_engine(self.root_url, poolclass=NullPool).connect().close()
        except OperationalError:
            return False
        return True


def server(name: str, data: Path, log: Path) -> Server:
    if name == "postgresql":
        url = "postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        return Server(data, log, "postgres", url, INITDB, POSTGRES)
    return Server(data, log, "mysql", "mysql+pymysql://root@127.0.0.1:{port}/mysql", INSTALL_DB, MARIADBD)


@contextmanager
def running(name: str, data: Path, log: Path) -> Iterator[Server]:
    own = server(name, data, log)
    own.come_back()
    try:
        yield own
    finally:
        own.stop()


def make(own: Server, where: str = "") -> str:
    """The URL of a new database on the server."""
    execute(own.root_url, f"CREATE DATABASE flasky {where}")
    return own.root_url.rpartition("/")[0] + "/flasky"
