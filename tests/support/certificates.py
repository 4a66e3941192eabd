"""Keys and certificates, good and bad, of authorities that exist for one run; made by openssl."""

import shutil
import subprocess
from pathlib import Path

HOST = "accounts.example.com"
HERE, ANOTHER = "IP:127.0.0.1", "DNS:mail.example.net"


def what_is_missing() -> str | None:
    """Why there can be no certificates, in words; None if there can."""
    return None if shutil.which("openssl") else "openssl is not installed (apt-get install openssl)"


def make_authority(folder: Path, name: str) -> Path:
    """The file that whoever trusts the authority trusts."""
    usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
    request(folder, name, "-x509", "-days", "2", *usage, "-out", f"{name}.crt")
    return folder / f"{name}.crt"


def issue(folder: Path, name: str, authority: str, names: str = HERE, days: int = 2) -> Path:
    """Key and certificate of a server, in one file; it has expired if the days are negative."""
    request(folder, name, "-out", f"{name}.csr")
    (folder / f"{name}.ext").write_text(
        f"subjectAltName={names}\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n"
    )
    by = ["-CA", f"{authority}.crt", "-CAkey", f"{authority}.key", "-CAcreateserial", "-extfile", f"{name}.ext"]
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-days", str(days), *by, "-out", f"{name}.crt")
    both = folder / f"{name}.pem"
    both.write_text((folder / f"{name}.key").read_text() + (folder / f"{name}.crt").read_text())
    return both


def issue_for_site(folder: Path) -> None:
    """Write ca.crt, and what certbot would: fullchain.pem and privkey.pem."""
    authority = make_authority(folder, "ca")
    issue(folder, "site", "ca", f"DNS:{HOST}")
    (folder / "fullchain.pem").write_text((folder / "site.crt").read_text() + authority.read_text())
    shutil.copy(folder / "site.key", folder / "privkey.pem")


def fingerprint_of_key(folder: Path) -> str:
    """The site's public key as Chromium's --ignore-certificate-errors-spki-list names it."""
    command = (
        "openssl x509 -in site.crt -pubkey -noout | openssl pkey -pubin -outform der"
        " | openssl dgst -sha256 -binary | openssl base64"
    )
    run = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S602 - our own words
    return run.stdout.strip()


def request(folder: Path, name: str, *arguments: str) -> None:
    """Make a key in `<name>.key`, and what `openssl req` makes of it."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
    openssl(folder, "req", *curve, "-subj", f"/CN={name}", "-keyout", f"{name}.key", *arguments)


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
