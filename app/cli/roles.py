"""`flask roles`: what people may do, from a prompt."""

from typing import Any

import click
from sqlalchemy import func, select

from app.cli.commands import AS_JSON, Commands, answer, table, to_json
from app.extensions import db
from app.models import Permission, Role, User

roles = Commands("roles", help="See what people may do.")


@roles.command("list", short_help="List the roles and what they may do.")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List the roles with their permissions, and how many people have each."""
    counts: dict[int | None, int] = dict(
        iter(db.session.execute(select(User.role_id, func.count()).group_by(User.role_id)))
    )
    by_rank = select(Role).order_by(Role.permissions, Role.name)
    found = [facts(role, counts.get(role.id, 0)) for role in db.session.scalars(by_rank)]
    if as_json:
        click.echo(to_json(found))
    else:
        table(["role", "people", "may"], [line(one) for one in found])


def facts(role: Role, people: int) -> dict[str, Any]:
    permissions = [permission.name for permission in Permission if role.grants(permission)]
    return {"name": role.name, "default": role.default, "permissions": permissions, "people": people}


def line(one: dict[str, Any]) -> list[str]:
    name = f"{one['name']} (everybody's)" if one["default"] else one["name"]
    may = "everything" if len(one["permissions"]) == len(Permission) else ", ".join(one["permissions"]).lower()
    return [name, str(one["people"]), may or "nothing beyond the own account"]


@roles.command(short_help="Add the roles that are missing.")
@AS_JSON
def sync(*, as_json: bool) -> None:
    """Add the roles and permissions that are missing; what an operator added stays."""
    Role.insert_roles()
    db.session.commit()
    names = list(db.session.scalars(select(Role.name).order_by(Role.permissions, Role.name)))
    answer({"roles": names}, f"The roles are up to date: {', '.join(names)}.", as_json=as_json)
