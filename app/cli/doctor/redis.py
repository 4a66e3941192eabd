"""Redis, where there is one."""

from flask import current_app

from app import redis_server
from app.cli.doctor.findings import Finding, fault
from app.cli.doctor.versions import REDIS, judged


def serves() -> Finding | None:
    url = current_app.config["REDIS_URL"]
    if not url:
        return None
    from redis import Redis, RedisError  # noqa: PLC0415 - only who uses it has it

    try:
        with Redis.from_url(url, **redis_server.options()) as line:
            version = line.info("server")["redis_version"]
    except RedisError as error:
        return fault(
            f"Redis does not serve: {error}",
            "Limits hold in each process only, and who is signed in by SESSION_TYPE=redis has to sign in again.",
            "Start it, or correct REDIS_URL in .env.",
        )
    return judged(REDIS, version)


CHECKS = (serves,)
