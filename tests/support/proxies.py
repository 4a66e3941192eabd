"""A line to a server that can go dead: what is sent is taken, and nothing comes back."""

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

CHUNK = 65536


class Line:
    """A TCP proxy. While it is dead it takes connections and data, and forwards nothing."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._dead = Event()
        self.port = int(self._listener.getsockname()[1])

    def cut(self) -> None:
        self._dead.set()

    def mend(self) -> None:
        self._dead.clear()

    def run(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                Thread(target=self._carry, args=[near], daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _carry(self, near: socket.socket) -> None:
        with (
            near,
            socket.create_connection(self._target) as far,
            selectors.DefaultSelector() as ready,
            suppress(OSError),
        ):
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(CHUNK)
                    if not data:
                        return
                    if not self._dead.is_set():
                        key.data.sendall(data)


@contextmanager
def line_to(host: str, port: int) -> Iterator[Line]:
    line = Line(host, port)
    Thread(target=line.run, daemon=True).start()
    try:
        yield line
    finally:
        line.close()
