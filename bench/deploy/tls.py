"""What two scanners say of the site: sslyze of TLS, Mozilla's HTTP Observatory of the headers.

Neither is part of the project. Install them elsewhere, and name them:

    python3 -m venv /somewhere && /somewhere/bin/pip install sslyze
    npm install --ignore-scripts --prefix /elsewhere @mdn/mdn-http-observatory
    SSLYZE=/somewhere/bin/sslyze OBSERVATORY=/elsewhere python -m bench.deploy tls

The Observatory knows hosts by name and standard ports, so a few lines lead its connections here, and Node is told of
the private authority; it is not changed otherwise. Its list of preloaded hosts, which comes from the internet when it
is installed with scripts, may be empty: echo '{}' >node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json
"""

import json
import os
import subprocess
from pathlib import Path

from bench.deploy.serving import whole_site
from tests.support.certificates import HOST
from tests.support.site import Site

LEAD_HERE = """
const net = require("net"), dns = require("dns");
const connect = net.Socket.prototype.connect, ports = { 443: %(https)d, 80: %(http)d };
net.Socket.prototype.connect = function (...given) {
  const place = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (place && place.host === "%(host)s") Object.assign(place, { host: "127.0.0.1", port: ports[place.port] });
  return connect.apply(this, given);
};
"""
SCANNER = "node_modules/@mdn/mdn-http-observatory"


def main() -> None:
    with whole_site() as running:
        scan_tls(running)
        scan_headers(running)


def scan_tls(running: Site) -> None:
    sslyze = os.environ.get("SSLYZE")
    if not sslyze:
        print("   sslyze: not named (SSLYZE)")
        return
    place = ["--sni", HOST, f"127.0.0.1:{running.front.https}"]
    run = subprocess.run([sslyze, "--mozilla_config=intermediate", *place], capture_output=True, text=True, check=False)
    _before, _title, verdict = run.stdout.partition("COMPLIANCE AGAINST")
    print(f"   sslyze, status {run.returncode}: {' '.join(verdict.split()) or run.stderr}")


def scan_headers(running: Site) -> None:
    scanner = os.environ.get("OBSERVATORY")
    if not scanner:
        print("   Observatory: not named (OBSERVATORY)")
        return
    lead = running.front.folder / "lead-here.cjs"
    lead.write_text(LEAD_HERE % {"https": running.front.https, "http": running.front.http, "host": HOST})
    environment = os.environ | {"NODE_EXTRA_CA_CERTS": str(running.front.folder / "ca.crt")}
    command = ["node", "--require", str(lead), str(Path(scanner) / SCANNER / "src" / "scan.js"), HOST]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    found = json.loads(run.stdout)
    scan = found.get("scan", {})
    print(f"   Observatory: {scan.get('grade')} with {scan.get('score')} {found.get('error') or ''}")
    for name, test in found.get("tests", {}).items():
        print(f"      {name:32} {'passed' if test['pass'] else 'FAILED'} {test['scoreModifier']:+d} {test['result']}")
