"""What `flask shell` knows."""

from app import db
from app.models import Permission, Role, User


def test_the_shell_knows_the_names_of_the_book(app):
    known = app.make_shell_context()

    assert [known[name] for name in ("app", "db", "User", "Role", "Permission")] == [app, db, User, Role, Permission]
