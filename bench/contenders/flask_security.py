"""The same pages by Flask-Security: its own templates in the layout of the bench, the same hash, SQLite with WAL."""

import os
from datetime import datetime
from typing import Any

from contenders.people import PASSWORD, events_in_bulk, in_bulk
from flask import Flask, redirect, render_template, url_for
from flask_mail import Mail
from flask_moment import Moment
from flask_security import Security, SQLAlchemyUserDatastore, current_user, hash_password
from flask_security.models import fsqla_v3
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, mapped_column

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SECRET_KEY"],
    SQLALCHEMY_DATABASE_URI="sqlite:///" + os.environ["DATABASE"],
    MAIL_SERVER="127.0.0.1",
    MAIL_PORT=int(os.environ["MAIL_PORT"]),
    MAIL_DEFAULT_SENDER="flasky@localhost",
    SECURITY_PASSWORD_SALT=os.environ["SECRET_KEY"],
    SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the method's name
    SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
        "argon2__time_cost": 2,
        "argon2__memory_cost": 19456,
        "argon2__parallelism": 1,
    },
    SECURITY_LOGIN_URL="/auth/login",
    SECURITY_REGISTER_URL="/auth/register",
    SECURITY_REGISTERABLE=True,
    SECURITY_RECOVERABLE=True,
    SECURITY_CONFIRMABLE=True,
    SECURITY_TRACKABLE=False,
    SECURITY_USERNAME_ENABLE=True,
    SECURITY_USERNAME_REQUIRED=True,
    SECURITY_USE_REGISTER_V2=True,
    SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},  # example.org takes no mail
)


@event.listens_for(Engine, "connect")
def write_ahead(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")


db = SQLAlchemy(app)
mail = Mail(app)
moment = Moment(app)
fsqla_v3.FsModels.set_db_info(db)


class Role(db.Model, fsqla_v3.FsRoleMixin):
    """As the library has it."""


class User(db.Model, fsqla_v3.FsUserMixin):
    """As the library has it."""


class Event(db.Model):
    """What happened to an account."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    what: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


security = Security(app, SQLAlchemyUserDatastore(db, User, Role))


@app.get("/")
def index() -> Any:
    if not current_user.is_authenticated:
        return redirect(url_for("security.login"))
    newest = db.session.query(Event).filter_by(user_id=current_user.id).order_by(Event.at.desc()).limit(5).all()
    return render_template("home.html", events=newest)


@app.get("/user/<username>")
def profile(username: str) -> Any:
    user = db.session.query(User).filter_by(username=username).first_or_404()
    return render_template("profile.html", user=user)


def seed(count: int) -> None:
    with app.app_context():
        db.create_all()
        secret, now = hash_password(PASSWORD), security.datetime_factory()
        in_bulk(
            db.session,
            User,
            count,
            lambda name: {"password": secret, "active": True, "confirmed_at": now, "fs_uniquifier": name},
        )
        events_in_bulk(db.session, Event, count)
