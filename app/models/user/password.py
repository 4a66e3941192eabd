"""An account's password: written, never read."""

from flask_babel import lazy_gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app import client, clock, passwords
from app.links import external_url
from app.models.event import Event
from app.models.user.correspondence import Correspondence


class Password(Correspondence):
    """The hash, and whether a password fits it."""

    password_hash: Mapped[str | None] = mapped_column(String(255))

    @property
    def password(self) -> str:
        raise AttributeError("A password can be written, but not read.")

    @password.setter
    def password(self, password: str) -> None:
        self.password_hash = self.hash_of(password)

    @staticmethod
    def hash_of(password: str) -> str:
        """The hash to store; it takes a while, so nobody should hold a row meanwhile."""
        return passwords.hash_password(password)

    def verify_password(self, password: str) -> bool:
        return passwords.verify(self.password_hash, password)

    @staticmethod
    def belongs_to(user: "Password | None", password: str) -> bool:
        """Whether it is that account's password; it takes as long to say no for nobody's account."""
        return passwords.verify(user.password_hash if user else None, password) and user is not None

    def upgrade_hash(self, password: str) -> None:
        """Bring an older hash up to today's method and cost, now that the password is at hand."""
        if passwords.is_outdated(self.password_hash or ""):
            self.password = password
            self.record(Event.PASSWORD_HASH_UPGRADED)

    def change_password(self, password: str) -> None:
        """A new password, by somebody who knows the old one; the owner hears of it."""
        password_hash = self.hash_of(password)
        self.hold()
        self.password_hash = password_hash
        self.record(Event.PASSWORD_CHANGED)
        self.tell_of_new_password()

    def tell_of_new_password(self) -> None:
        self.write_to(
            self.email,
            _("Your password was changed"),
            "email/password_changed",
            changed_at=clock.now(),
            ip=client.ip(),
            device=client.device(client.agent()),
            reset_link=external_url("auth.reset"),
        )
