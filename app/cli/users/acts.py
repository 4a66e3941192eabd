"""Helping and steering: each command is an act that an administrator has as a button."""

import click

from app.cli.commands import AS_JSON, YES, answer, ask_first, carry_out
from app.cli.users import users
from app.cli.users.people import PERSON, called, facts, find, role_named
from app.models import COMMAND_LINE
from app.models.user.administration import LONGEST_REASON


@users.command(short_help="Confirm an address by hand.")
@PERSON
@YES
@AS_JSON
def confirm(person: str, *, yes: bool, as_json: bool) -> None:
    """Take your word that the address of PERSON (address, username or id) is theirs."""
    user = find(person)
    ask_first(f"Confirm {called(user)} without a proof?", yes=yes)
    carry_out(lambda: user.confirm_by_hand(COMMAND_LINE))
    answer(facts(user), f"{called(user)} is confirmed, and was told so.", as_json=as_json)


@users.command(short_help="Mail a link to choose a new password.")
@PERSON
@AS_JSON
def reset(person: str, *, as_json: bool) -> None:
    """Mail PERSON (address, username or id) a link to choose a new password."""
    user = find(person)
    carry_out(lambda: user.start_reset(COMMAND_LINE))
    answer(facts(user), f"A link is on its way to {called(user)}. It works once, for 15 minutes.", as_json=as_json)


@users.command(short_help="Let somebody sign in no more.")
@PERSON
@click.option("--reason", prompt="The reason, for the owner and for the history", help="What the owner is told.")
@YES
@AS_JSON
def disable(person: str, reason: str, *, yes: bool, as_json: bool) -> None:
    """Let PERSON (address, username or id) sign in no more; every device is signed out."""
    user = find(person)
    if len(reason) > LONGEST_REASON:
        raise click.ClickException(f"The reason is too long: use at most {LONGEST_REASON} characters.")
    ask_first(f"Disable {called(user)}, sign out every device, and mail them the reason?", yes=yes)
    carry_out(lambda: user.disable(COMMAND_LINE, reason.strip()))
    answer(facts(user), f"{called(user)} is disabled, and was told the reason.", as_json=as_json)


@users.command(short_help="Let somebody sign in again.")
@PERSON
@AS_JSON
def enable(person: str, *, as_json: bool) -> None:
    """Let PERSON (address, username or id), who was disabled, sign in again."""
    user = find(person)
    carry_out(lambda: user.enable(COMMAND_LINE))
    answer(facts(user), f"{called(user)} is enabled, and was told so.", as_json=as_json)


@users.command(short_help="Give somebody another role.")
@PERSON
@click.argument("role")
@AS_JSON
def role(person: str, role: str, *, as_json: bool) -> None:
    """Give PERSON (address, username or id) the ROLE, which holds from their next request on."""
    user, wanted = find(person), role_named(role)
    carry_out(lambda: user.change_role(COMMAND_LINE, wanted))
    answer(facts(user), f"{called(user)} is {wanted.name} now, and was told so.", as_json=as_json)
