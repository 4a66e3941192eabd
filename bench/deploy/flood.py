"""Floods of bodies, headers, fields and parts: whether they are refused at once, and what memory they cost."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from select import select

from bench.deploy.serving import resident, whole_site
from tests.support.certificates import HOST
from tests.support.site import Site

START = f"POST /auth/login HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
MULTIPART = "Content-Type: multipart/form-data; boundary=b\r\n"
PARTS = 1_000 * '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
FIELDS = "&".join(f"f{number}=" for number in range(10_000))[:60_000]
FLOODS = {
    "64 MB bodies": (f"{START}{FORM}Content-Length: 67108864\r\n\r\n", "x" * 67_108_864),
    "64 MB in chunks": (f"{START}{FORM}Transfer-Encoding: chunked\r\n\r\n", f"FFFFFF\r\n{'x' * 0xFFFFFF}\r\n" * 4),
    "1 MB of headers": (START, "".join(f"X-{number}: {'x' * 1000}\r\n" for number in range(1000))),
    "10,000 fields": (f"{START}{FORM}Content-Length: {len(FIELDS)}\r\n\r\n", FIELDS),
    "1,000 parts": (f"{START}{MULTIPART}Content-Length: {len(PARTS)}\r\n\r\n", PARTS),
}
TIMES, AT_ONCE = 100, 10


def main() -> None:
    with whole_site() as running:
        for name, (head, body) in FLOODS.items():
            before = resident(running.servers[0].workers)
            sent = (head + body).encode()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                answers = list(pool.map(lambda _number, sent=sent: ask(running, sent), range(TIMES)))
            grown = resident(running.servers[0].workers) - before
            slowest = max(seconds for _status, seconds in answers)
            statuses = dict(Counter(status for status, _seconds in answers))
            print(f"   {name:16} {statuses}, slowest {slowest * 1000:.0f} ms, +{grown} kB")


def ask(site: Site, sent: bytes) -> tuple[str, float]:
    """The first status line, and when it came."""
    begun = time.perf_counter()
    with site.trust.wrap_socket(site.dial(60), server_hostname=HOST) as line:
        try:
            for at in range(0, len(sent), 65536):
                line.sendall(sent[at : at + 65536])
                if select([line], [], [], 0)[0]:
                    break  # the answer is there
        except OSError:
            pass  # refused while we were still speaking; the answer may have come all the same
        try:
            return line.recv(4096)[9:12].decode() or "closed", time.perf_counter() - begun
        except OSError:
            return "closed", time.perf_counter() - begun
