"""`flask doctor`: what is wrong with this installation, why it matters, and what mends it."""

import json
import sys
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from app.cli.doctor import broker, database, delivery, files, redis, settings, site, versions
from app.cli.doctor.findings import Finding, Level

THEMES = {
    "settings": settings.CHECKS,
    "database": database.CHECKS,
    "redis": redis.CHECKS,
    "broker": broker.CHECKS,
    "mail": delivery.CHECKS,
    "files": files.CHECKS,
    "versions": versions.CHECKS,
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--url", help="Also ask the running site, as in https://accounts.example.com.")
@with_appcontext
def doctor(url: str | None, **options: bool) -> None:
    """Look at the installation; exit status 1 if something is at fault."""
    found = [(theme, check()) for theme, checks in THEMES.items() for check in checks]
    if url:
        found += [("site", finding) for finding in site.findings(url)]
    told = [(theme, finding) for theme, finding in found if finding is not None]
    if options["as_json"]:
        click.echo(json.dumps([{"theme": theme, **asdict(finding)} for theme, finding in told], indent=2))
    else:
        show(told)
    sys.exit(any(finding.level == Level.FAULT for _, finding in told))


def show(told: list[tuple[str, Finding]]) -> None:
    for theme, finding in told:
        click.echo(f"{finding.level:8}{theme}: {finding.what}")
        for text in filter(None, (finding.why, finding.mend)):
            click.echo(f"        {text}")
    counts = {level: sum(finding.level == level for _, finding in told) for level in Level}
    click.echo(", ".join(f"{count} {level}" for level, count in counts.items()))
