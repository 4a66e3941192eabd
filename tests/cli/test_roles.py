"""`flask roles`: what people may do, from a prompt."""

import json

from app import db
from app.models import Permission, Role
from tests.support.acts import make_administrator


def test_they_are_listed_with_their_permissions_and_people(run, ada):
    make_administrator()
    told = {role["name"]: role for role in json.loads(run("roles", "list", "--json").stdout)}

    assert [told[name]["people"] for name in ("User", "Moderator", "Administrator")] == [1, 0, 1]
    assert (told["User"]["default"], told["Moderator"]["permissions"]) == (True, ["MODERATE"])
    assert told["Administrator"]["permissions"] == [permission.name for permission in Permission]


def test_the_list_reads_well(run, ada):
    assert [line.split("  ")[0] for line in run("roles", "list").stdout.splitlines()] == [
        "role",
        "User (everybody's)",
        "Moderator",
        "Administrator",
    ]


def test_syncing_adds_what_is_missing_and_drops_nothing(run):
    db.session.execute(db.delete(Role).where(Role.name == "Moderator"))
    Role.named("User").permissions = 2**20
    db.session.commit()
    result = run("roles", "sync")

    assert (result.exit_code, result.stdout) == (0, "The roles are up to date: Moderator, Administrator, User.\n")
    assert (Role.named("Moderator").permissions, Role.named("User").permissions) == (Permission.MODERATE, 2**20)


def test_a_program_hears_which_there_are(run):
    assert json.loads(run("roles", "sync", "--json").stdout) == {"roles": ["User", "Moderator", "Administrator"]}
