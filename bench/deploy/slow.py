"""A thousand slow clients, in four ways of being slow, and what the others notice of them."""

import socket
import ssl
import threading
import time

from bench.deploy.serving import tell, whole_site
from tests.support.certificates import HOST
from tests.support.load import Load, read
from tests.support.site import Site

CLIENTS, REQUESTS = 1_000, 2_000
HEADERS = f"POST /auth/login HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 60000\r\n".encode()
PAGE = f"GET /bootstrap/static/css/bootstrap.min.css HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


class SlowClient:
    """Comes back as soon as it is shown the door."""

    def __init__(self, site: Site, first: bytes, drip: bytes) -> None:
        self._site, self._first, self._drip = site, first, drip
        self._line: socket.socket | None = None

    def go_on(self) -> None:
        """One more byte, in one direction or the other."""
        try:
            if self._line is None:
                self._line = self._arrive()
            elif self._drip:
                self._line.sendall(self._drip)
            else:
                self._line.recv(1)
        except OSError:
            self._line = None

    def _arrive(self) -> socket.socket:
        line = self._site.dial()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if self._first or self._drip:
            line = secured(self._site, line)
            line.sendall(self._first)
        line.settimeout(0.05)
        return line


def secured(site: Site, line: socket.socket) -> ssl.SSLSocket:
    return site.trust.wrap_socket(line, server_hostname=HOST)


KINDS = {
    "headers": (HEADERS, b"X-A: b\r\n"),
    "body": (HEADERS + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n", b"a"),
    "reading": (PAGE, b""),
    "no handshake": (b"", b""),
}


def main() -> None:
    with whole_site() as running:
        with Load(running, read) as alone:
            alone.wait_for(REQUESTS // 4)
        print("   without them:")
        tell(alone)
        over = threading.Event()
        kinds = list(KINDS.values())
        clients = [SlowClient(running, *kinds[number % len(kinds)]) for number in range(CLIENTS)]
        drippers = [threading.Thread(target=drip, args=(clients[part::4], over)) for part in range(4)]
        for thread in drippers:
            thread.start()
        time.sleep(15)  # until all have come
        with Load(running, read) as others:
            others.wait_for(REQUESTS)
        over.set()
        for thread in drippers:
            thread.join()
        print(f"   beside {CLIENTS}:")
        tell(others)


def drip(clients: list[SlowClient], over: threading.Event) -> None:
    while not over.is_set():
        for client in clients:
            client.go_on()
        over.wait(1)
