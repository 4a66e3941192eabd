"""The cast: each is made from the same few facts, and nothing about them is left to chance."""

from functools import cache

from app import db, passwords
from app.models import Role, User

PASSWORD = "seven quiet rivers bend"
OTHER_PASSWORD = "eleven loud mountains stand"


def make_user(username: str, *, email: str = "", confirmed: bool = True, role: str = "User") -> User:
    """A stored account, at <name>@example.com unless said otherwise, with `PASSWORD`."""
    user = User(
        email=email or f"{username}@example.com",
        username=username,
        password_hash=hash_of(PASSWORD),
        confirmed=confirmed,
        role=Role.named(role),
    )
    db.session.add(user)
    db.session.commit()
    return user


@cache
def hash_of(password: str) -> str:
    return passwords.hash_password(password)
