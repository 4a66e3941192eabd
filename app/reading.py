"""Objects that are read without a database session, which costs a page that only reads more than its query.

Whoever is signed in is read so. With the first thing that wants a database session after all, they join it:
they can be changed and followed to what belongs to them, and stand for their row in whatever else is loaded.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from flask import current_app, g
from flask_sqlalchemy.session import Session
from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, QueryableAttribute, class_mapper
from sqlalchemy.orm.attributes import instance_state

from app.database import Base


class RequestSession(Session):
    """A database session that knows from its beginning who is signed in."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        let_join(g.get("_login_user"), self)


class Joining:
    """A relationship that can be followed from an object without a session: the object joins the present one."""

    def __init__(self, relationship: Any) -> None:
        self._relationship = relationship

    def __get__(self, one: Any, owner: type) -> Any:
        if one is not None and self._relationship.key not in vars(one):
            let_join(one, current_app.extensions["sqlalchemy"].session)
        return self._relationship.__get__(one, owner)

    def __set__(self, one: Any, value: Any) -> None:
        self._relationship.__set__(one, value)

    def __delete__(self, one: Any) -> None:
        self._relationship.__delete__(one)


@event.listens_for(Mapper, "after_configured")
def let_follow() -> None:
    """Relationships of all models, also those that a product adds."""
    for mapper in Base.registry.mappers:
        for name in mapper.relationships.keys():  # noqa: SIM118 - no dictionary
            attribute = vars(mapper.class_).get(name)
            if isinstance(attribute, QueryableAttribute):
                type.__setattr__(mapper.class_, name, Joining(attribute))


def let_join(one: Any, session: Any) -> None:
    """Let an object into the session; strangers, and what is in one already, stay where they are."""
    state = inspect(one, raiseerr=False)
    if state is not None and state.detached and not state.was_deleted:
        session.add(one)


@cache
def attributes_of(model: Any) -> list[str]:
    """The names of what is stored of one."""
    return [attribute.key for attribute in inspect(model).column_attrs]


def columns_of(model: Any) -> list[QueryableAttribute[Any]]:
    """All that is stored of one, or of an alias, for a query."""
    return [getattr(model, name) for name in attributes_of(inspect(model).mapper.class_)]


def objects(row: Sequence[Any], *models: Any) -> Iterator[Any]:
    """What stands in a row of the columns of these models, in turn; None for what an outer join has not found."""
    begin = 0
    for model in models:
        names = attributes_of(model)
        fields = dict(zip(names, row[begin:], strict=False))
        begin += len(names)
        yield None if fields["id"] is None else detached(model, fields)


def detached(model: Any, fields: dict[str, Any]) -> Any:
    """What SQLAlchemy's `make_transient_to_detached` makes, where all that is stored is known."""
    mapper = mapper_of(model)
    found = mapper.class_manager.new_instance()
    vars(found).update(fields)
    instance_state(found).key = mapper.identity_key_from_primary_key((fields["id"],))
    return found


mapper_of = cache(class_mapper)
