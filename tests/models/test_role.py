"""Roles: named sets of permissions, kept as data."""

from app import db
from app.models import Permission, Role, User
from tests.support.people import make_user


def roles():
    return {role.name: (role.permissions, role.default) for role in db.session.scalars(db.select(Role))}


def test_there_are_three_and_the_first_is_everybody_s(app):
    assert roles() == {"User": (0, True), "Moderator": (1, False), "Administrator": (2047, False)}


def test_inserting_them_again_adds_none(app):
    Role.insert_roles()
    db.session.commit()

    assert len(roles()) == 3


def test_inserting_them_again_brings_them_up_to_date(app):
    Role.named("Moderator").permissions = 0
    Role.named("Moderator").default = True
    Role.insert_roles()

    assert roles()["Moderator"] == (Permission.MODERATE, False)


def test_inserting_them_drops_nothing_that_an_operator_added(app):
    Role.named("Moderator").permissions |= Permission.CONFIRM_USERS | 2**20
    db.session.add(Role(name="Librarian", permissions=2**21, default=False))
    db.session.commit()
    Role.insert_roles()

    assert roles() == {
        "User": (0, True),
        "Moderator": (1 + 4 + 2**20, False),
        "Administrator": (2047, False),
        "Librarian": (2**21, False),
    }


def test_a_role_of_an_operator_s_own_may_be_everybody_s(app):
    db.session.add(Role(name="Reader", default=True))
    Role.named("User").default = False
    db.session.commit()
    Role.insert_roles()

    assert (Role.for_everybody().name, Role.named("User").default) == ("Reader", False)


def test_their_users_can_be_refined(app):
    for name in ("b", "c", "a"):
        make_user(name)
    make_user("d", role="Moderator")

    users = Role.named("User").users
    assert (users.count(), [user.username for user in users.order_by(User.username)]) == (3, ["a", "b", "c"])


def test_a_role_shows_itself_by_name(app):
    assert repr(Role.named("User")) == "<Role 'User'>"
