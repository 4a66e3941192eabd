"""Inviting an address to join."""

import click
from sqlalchemy import select

from app.addresses import AddressError, normalize
from app.cli.commands import AS_JSON, answer, carry_out
from app.cli.users import users
from app.cli.users.people import iso
from app.extensions import db
from app.models import COMMAND_LINE, Invitation


@users.command(short_help="Invite an address, or withdraw that.")
@click.argument("email")
@click.option("--withdraw", is_flag=True, help="Make the link dead that was sent.")
@AS_JSON
def invite(email: str, *, withdraw: bool, as_json: bool) -> None:
    """Mail EMAIL a link that makes an account for it: once, within 7 days."""
    try:
        address = normalize(email)
    except AddressError as error:
        raise click.ClickException(f"{email!r} is no email address.") from error
    if withdraw:
        take_back(address, as_json=as_json)
    else:
        send(address, as_json=as_json)


def send(address: str, *, as_json: bool) -> None:
    carry_out(lambda: Invitation.invite(address, COMMAND_LINE))
    until = iso(invitation_of(address).expires_at)
    words = f"{address} is invited; the link works until {until}."
    answer({"email": address, "expires_at": until}, words, as_json=as_json)


def take_back(address: str, *, as_json: bool) -> None:
    invitation = invitation_of(address)
    carry_out(lambda: invitation.withdraw(COMMAND_LINE))
    answer({"email": address, "withdrawn": True}, f"The invitation of {address} is withdrawn.", as_json=as_json)


def invitation_of(address: str) -> Invitation:
    invitation = db.session.scalar(select(Invitation).where(Invitation.email == address))
    if invitation is None:
        raise click.ClickException(f"{address} is not invited.")
    return invitation
