"""Debian's nginx with the site file of deploy/, on ports and with files of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.certificates import HOST, issue_for_site
from tests.support.mailserver import free_port
from tests.support.servers import wait_for
from tests.support.settings import ROOT

SITE = ROOT / "deploy" / "nginx" / "flasky.conf"
SOCKET = "unix:/run/flasky/web.sock"
MAIN = """
{user}
daemon off;
worker_processes 2;
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
include /etc/nginx/modules-enabled/*.conf;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/flasky.conf;
}}
"""


class Front(NamedTuple):
    """A running nginx."""

    folder: Path
    https: int
    http: int

    @property
    def log(self) -> list[str]:
        return (self.folder / "access.log").read_text().splitlines()


def executable() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def what_is_missing() -> str | None:
    """Why there is no nginx, in words; None if there is one."""
    if executable() is None:
        return "nginx is not installed (apt-get install nginx libnginx-mod-http-brotli-static)"
    modules = Path("/etc/nginx/modules-enabled")
    if not any(modules.glob("*brotli-static*")):
        return "nginx has no brotli_static (apt-get install libnginx-mod-http-brotli-static)"
    return None


def configure(folder: Path, servers: Sequence[str], ports: tuple[int, int], public: Path) -> Path:
    """The shipped site, with other places; the file that starts it."""
    https, http = ports
    places = {
        f"    server {SOCKET} max_fails=0;\n" * 2: "".join(f"    server {one} max_fails=0;\n" * 2 for one in servers),
        "listen [::]:80 default_server;": "",
        "listen [::]:443 ssl http2 default_server;": "",
        "listen 80 ": f"listen 127.0.0.1:{http} ",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "/srv/flasky/current/public": str(public),
        f"/etc/letsencrypt/live/{HOST}": str(folder),
        "/var/log/nginx/flasky.access.log": f"{folder}/access.log",
        "/var/www/html": str(folder),
    }
    text = SITE.read_text()
    for place, other in places.items():
        assert place in text, f"{SITE} has no {place!r}"
        text = text.replace(place, other)
    (folder / "flasky.conf").write_text(text)
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user="user root;" if os.getuid() == 0 else ""))
    return main


@contextmanager
def running(folder: Path, servers: Sequence[str], public: Path) -> Iterator[Front]:
    """One nginx before the application servers, each `unix:<path>` or `<address>:<port>`."""
    issue_for_site(folder)
    front = Front(folder, free_port(), free_port())
    main = configure(folder, servers, (front.https, front.http), public)
    command = [str(executable()), "-e", f"{folder}/error.log", "-c", str(main)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            wait_for(f"http://127.0.0.1:{front.http}/.well-known/acme-challenge/none", process)
            yield front
        finally:
            process.terminate()
