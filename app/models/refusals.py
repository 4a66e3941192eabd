"""Why an administrator's act is refused: each reason with the words for whoever asked for it."""

from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class ActRefused(Exception):  # noqa: N818 - a refusal is an answer, and no error of ours
    """Nothing was done; `str()` says why, in the reader's language."""

    reason: ClassVar[LazyString]

    def __str__(self) -> str:
        return str(self.reason)


class OnOneself(ActRefused):
    reason = _("This is your own account. Your settings are the place to change it.")


class OnAnAdministrator(ActRefused):
    reason = _("This is an administrator's account. Take the role away first, so that nothing happens behind a back.")


class LastAdministrator(ActRefused):
    reason = _("Nobody else could administer the site then. Make somebody else administrator first.")


class NotAllowedAnyMore(ActRefused):
    reason = _("You may not do this any more.")


class MoreThanOneHas(ActRefused):
    reason = _("You can neither give nor take permissions that you do not have yourself.")


class AlreadySo(ActRefused):
    reason = _("There was nothing left to do: it is so already.")


class NotConfirmed(ActRefused):
    reason = _("The address of this account has not been confirmed yet.")


class Gone(ActRefused):
    reason = _("This account has been removed meanwhile.")


class NotOpen(ActRefused):
    reason = _("This account is closed or disabled.")


class AddressTaken(ActRefused):
    reason = _("Another account has this address, and has confirmed it.")


class EnoughMail(ActRefused):
    reason = _("This address has had five such mails within the hour. Please wait for a while.")


class RegistrationClosed(ActRefused):
    reason = _("Registration is closed, so nobody can be invited. The setting FLASKY_REGISTRATION opens it.")


def refuse_if(stands_against: bool, refusal: type[ActRefused]) -> None:  # noqa: FBT001 - the condition of a sentence
    """Raise the refusal if that is so."""
    if stands_against:
        raise refusal
