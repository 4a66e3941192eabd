"""Making an account: the first administrator's on a new machine, or somebody's who asked for it."""

import sys
from collections.abc import Callable

import click

from app import passwords
from app.addresses import AddressError, normalize
from app.cli.commands import AS_JSON, answer, at_a_terminal
from app.cli.users import users
from app.cli.users.people import called, facts, find, role_named
from app.database import committed
from app.models import COMMAND_LINE, Event, Role, User
from app.models.refusals import AddressTaken
from app.models.user import UsernameTakenError
from app.models.user.identity import USERNAME

EITHER_OR = "Use --admin or --role, and --mail or --password-stdin, but not both."
NO_WAY_IN = "Say how the password is chosen: --mail sends a link, --password-stdin reads it from standard input."


@users.command(short_help="Make an account.")
@click.argument("email", required=False)
@click.argument("username", required=False)
@click.option("--admin", is_flag=True, help="Make an administrator.")
@click.option("--role", "role_name", default="", help="Give this role.")
@click.option("--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--mail", is_flag=True, help="Mail a link to choose a password, good for 7 days.")
@AS_JSON
def create(
    email: str | None, username: str | None, role_name: str, *, admin: bool, from_stdin: bool, mail: bool, as_json: bool
) -> None:
    """Make an account whose address counts as proven; what is not given is asked for.

    A password is typed at the prompt, read from standard input or chosen by whoever follows a mailed
    link; never an argument, which the machine's other users could see.
    """
    if (admin and role_name) or (mail and from_stdin):
        raise click.UsageError(EITHER_OR)
    email = checked(email, "Email", address)
    username = checked(username, "Username", name)
    role = role_named("Administrator" if admin else role_name) if admin or role_name else None
    password_hash = None if mail else passwords.hash_password(chosen_password(email, username, from_stdin=from_stdin))
    store(email, username, password_hash, role, mail=mail)
    user = find(email)
    words = (
        f"A link to choose a password is on its way to {called(user)}." if mail else f"{called(user)} can sign in now."
    )
    answer(facts(user), words, as_json=as_json)


def checked(given: str | None, label: str, check: Callable[[str], str]) -> str:
    """What was given as an argument, or is typed now, again until it will do."""
    return str(click.prompt(label, value_proc=check, err=True)) if given is None else check(given)


def address(text: str) -> str:
    try:
        return normalize(text.strip())
    except AddressError as error:
        raise click.BadParameter(f"{text!r} is no email address. It looks like name@example.com.") from error


def name(text: str) -> str:
    if not USERNAME.fullmatch(text.strip()):
        raise click.BadParameter("Usernames begin with a letter and have only letters, numbers, dots and underscores.")
    return text.strip()


def chosen_password(*near: str, from_stdin: bool) -> str:
    """A password that will do, without the texts that stand near it."""

    def good(password: str) -> str:
        if weakness := passwords.weakness(password, near):
            raise click.BadParameter(weakness)
        return password

    if from_stdin:
        return good(sys.stdin.readline().rstrip("\r\n"))
    if not at_a_terminal():
        raise click.UsageError(NO_WAY_IN)
    return str(click.prompt("Password", hide_input=True, value_proc=good, confirmation_prompt=True, err=True))


def store(email: str, username: str, password_hash: str | None, role: Role | None, *, mail: bool) -> None:
    """Make the account and commit; ends the command if its address or name belongs to another."""
    try:
        done = committed(
            lambda: made(email, username, password_hash, role, mail=mail) is not None,
            or_lost_to={"email", "username_key"},
        )
    except AddressTaken as error:
        raise click.ClickException(f"{email} has an account already. See  flask users show {email}.") from error
    except UsernameTakenError as error:
        raise click.ClickException(f"The username {username} is taken. See  flask users show {username}.") from error
    if not done:
        raise click.ClickException("Somebody has taken the address or the username just now. Please try again.")


def made(email: str, username: str, password_hash: str | None, role: Role | None, *, mail: bool) -> User:
    user = User.make(email, username, password_hash, COMMAND_LINE)
    if role is not None and role is not user.role:
        user.role = role
        user.record(Event.ROLE_GRANTED, role=role.name, by=COMMAND_LINE.name)
    if mail:
        user.welcome(COMMAND_LINE)
    return user
