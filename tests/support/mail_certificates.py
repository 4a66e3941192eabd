"""Certificates for a mail server on this machine, good and bad, of authorities that exist for one run."""

import shutil
import subprocess
from pathlib import Path

OURS, ANOTHER = "IP:127.0.0.1", "DNS:mail.example.net"


def what_is_missing() -> str | None:
    """Why there can be no certificates, in words; None if there can."""
    return None if shutil.which("openssl") else "openssl is not installed (apt-get install openssl)"


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def request(folder: Path, name: str, *arguments: str) -> None:
    """Make a key in `<name>.key`, and what `openssl req` makes of it."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl(folder, "req", *curve, "-subj", f"/CN={name}", "-keyout", f"{name}.key", *arguments)


def make_authority(folder: Path, name: str) -> Path:
    """The file that whoever trusts the authority trusts."""
    request(folder, name, "-x509", "-days", "2", "-out", f"{name}.crt")
    return folder / f"{name}.crt"


def issue(folder: Path, name: str, authority: str, names: str = OURS, days: int = 2) -> Path:
    """Key and certificate of a server, in one file; it has expired if the days are negative."""
    request(folder, name, "-out", f"{name}.csr")
    (folder / f"{name}.ext").write_text(f"subjectAltName={names}\n")
    by = ["-CA", f"{authority}.crt", "-CAkey", f"{authority}.key", "-CAcreateserial", "-extfile", f"{name}.ext"]
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-days", str(days), *by, "-out", f"{name}.crt")
    both = folder / f"{name}.pem"
    both.write_text((folder / f"{name}.key").read_text() + (folder / f"{name}.crt").read_text())
    return both
