"""The settings: secrets, names, cookies, and the proxy that is said to be there."""

from ipaddress import ip_address

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.cli.doctor.findings import Finding, fault, ok, warning
from app.extensions import db
from app.forwarding import UNTRUSTED, noted
from config import LOOPBACK, Config, env, is_weak


def understood() -> Finding | None:
    if not env.problems:
        return None
    return fault(" ".join(env.problems), "The default is used instead.", "Correct it in .env.")


def production() -> Finding:
    if not current_app.config["MAILBOX"]:
        return ok("Production is configured.")
    return warning(
        "This is a development configuration.",
        "Everybody can read all mails at /dev/mail, and with them open every account.",
        "On a server: FLASK_CONFIG=production in .env.",
    )


def key() -> Finding:
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    if any("anyone can read" in one or is_weak(one) for one in keys):
        return fault_in_production(
            "SECRET_KEY or one of SECRET_KEY_FALLBACKS can be guessed.",
            "Whoever has it can make cookies and links that open any account.",
            "Put SECRET_KEY= and what  flask secret  prints into .env.",
        )
    return ok("The keys are long and random.")


def health_token() -> Finding | None:
    token = current_app.config["FLASKY_HEALTH_TOKEN"]
    if not token or not is_weak(token):
        return None
    return fault(
        "FLASKY_HEALTH_TOKEN can be guessed.",
        "It opens /metrics and the details of /readyz.",
        "Put FLASKY_HEALTH_TOKEN= and what  flask secret  prints into .env.",
    )


def host() -> Finding:
    name = (current_app.config["SERVER_NAME"] or "").rpartition("@")[2]
    bare = name.partition(":")[0] if not name.startswith("[") else name.partition("]")[0] + "]"
    if bare and bare not in LOOPBACK and "." in bare and not is_address(bare):
        return ok(f"Links in mails lead to {name}.")
    return warning(
        f"SERVER_NAME is {name or 'not set'}.",
        "Links in mails lead there, so other people's do not work.",
        "Put the public name into .env, as in SERVER_NAME=accounts.example.com.",
    )


def is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def https() -> Finding:
    if current_app.config["PREFERRED_URL_SCHEME"] == "https":
        return ok("Links in mails use HTTPS.")
    return fault_in_production(
        "PREFERRED_URL_SCHEME is http.",
        "Passwords and cookies can be read on their way.",
        "Take the line out of .env; https is the default.",
    )


def cookies() -> Finding:
    settings = current_app.config
    strict = settings["SESSION_COOKIE_HTTPONLY"] and settings["SESSION_COOKIE_SAMESITE"] in {"Lax", "Strict"}
    if strict and settings["SESSION_COOKIE_SECURE"] and settings["SESSION_COOKIE_NAME"].startswith("__Host-"):
        return ok("Cookies are for this host, HTTPS and no script.")
    return fault_in_production(
        "Cookies travel without TLS, or scripts can read them.",
        "Who has a session's cookie is signed in.",
        "Put PREFERRED_URL_SCHEME=https into .env, and leave SESSION_COOKIE_* alone.",
    )


def fault_in_production(what: str, why: str, mend: str) -> Finding:
    return (warning if current_app.config["MAILBOX"] else fault)(what, why, mend)


def proxies() -> Finding:
    count = current_app.config["FLASKY_PROXIES"]
    if count or current_app.config["MAILBOX"]:
        return ok(f"{count} proxies are believed.")
    return warning(
        "FLASKY_PROXIES is 0.",
        "Behind nginx everybody has nginx's address, and shares its limits.",
        "Behind one proxy put FLASKY_PROXIES=1 into .env.",
    )


def forwarding() -> Finding | None:
    """What running processes have noted within the last week."""
    try:
        notes = noted()
    except SQLAlchemyError:
        db.session.rollback()
        return None
    if not notes:
        return ok("Requests come as FLASKY_PROXIES says.")
    why = "An address in logs and limits may be the proxy's, or whatever a visitor says."
    mend = "FLASKY_PROXIES=1" if UNTRUSTED in notes else "FLASKY_PROXIES=0, or the site's example in deploy/"
    return warning(" ".join(notes), f"{why} It may also have been a visitor's own header.", f"Put {mend} into .env.")


def limits() -> Finding:
    if current_app.config["RATELIMIT_ENABLED"]:
        return ok("Limits by address are on.")
    return warning("RATELIMIT_ENABLED is 0.", "Scripts may register and ask without end.", "Take it out of .env.")


def administrators() -> Finding:
    if Config.FLASKY_ADMIN or current_app.config["FLASKY_ADMIN"]:
        return ok("Somebody hears of errors.")
    return warning("FLASKY_ADMIN is empty.", "Nobody hears of errors.", "Put your address into .env: FLASKY_ADMIN=...")


CHECKS = (
    understood,
    production,
    key,
    health_token,
    host,
    https,
    cookies,
    proxies,
    forwarding,
    limits,
    administrators,
)
