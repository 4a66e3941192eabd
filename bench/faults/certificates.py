"""Certificates for the sink: one to trust, one of an authority nobody knows, one for another name."""

import subprocess
from pathlib import Path

OUR_NAME, ANOTHER = "IP:127.0.0.1,DNS:localhost", "DNS:mail.example.com"
NAMES = {"trusted": OUR_NAME, "foreign": OUR_NAME, "misnamed": ANOTHER}
VOUCHED_FOR = ("trusted", "misnamed")


def make(folder: Path) -> Path:
    """Write `<name>.pem`, key and certificate, for each; the file with those that a site shall trust."""
    for name, names in NAMES.items():
        write(folder / f"{name}.pem", names)
    bundle = folder / "authorities.pem"
    bundle.write_text("".join((folder / f"{name}.crt").read_text() for name in VOUCHED_FOR))
    return bundle


def write(file: Path, names: str) -> None:
    key, certificate = file.with_suffix(".key"), file.with_suffix(".crt")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    about = ["-subj", f"/CN={file.stem}", "-addext", f"subjectAltName={names}"]
    command = ["openssl", "req", "-x509", *curve, *about, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(key.read_text() + certificate.read_text())
