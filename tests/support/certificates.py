"""A private authority and the certificate that it gives the site, made by openssl."""

import subprocess
from pathlib import Path

HOST = "accounts.example.com"
KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]


def issue(folder: Path) -> None:
    """Write ca.pem, fullchain.pem and privkey.pem."""
    extensions = folder / "extensions"
    extensions.write_text(
        f"subjectAltName=DNS:{HOST}\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n"
    )
    authority = ["-subj", "/CN=A private authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign"]
    openssl(folder, "req", "-x509", *KEY, "-days", "90", *authority, "-keyout", "ca.key", "-out", "ca.pem")
    openssl(folder, "req", *KEY, "-subj", f"/CN={HOST}", "-keyout", "privkey.pem", "-out", "request.pem")
    signed = ["-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "90"]
    openssl(folder, "x509", "-req", *signed, "-extfile", "extensions", "-out", "site.pem")
    (folder / "fullchain.pem").write_text((folder / "site.pem").read_text() + (folder / "ca.pem").read_text())


def fingerprint_of_key(folder: Path) -> str:
    """The site's public key as Chromium's --ignore-certificate-errors-spki-list names it."""
    command = (
        "openssl x509 -in site.pem -pubkey -noout | openssl pkey -pubin -outform der"
        " | openssl dgst -sha256 -binary | openssl base64"
    )
    run = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S602 - our own words
    return run.stdout.strip()


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
