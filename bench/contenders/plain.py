"""The same pages the usual way: Flask-Login, Flask-WTF, SQLAlchemy's ORM, Flask-Mail, Bootstrap-Flask."""

import os
from datetime import UTC, datetime
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from contenders.people import PASSWORD, events_in_bulk, in_bulk
from flask import Flask, flash, redirect, render_template, url_for
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_mail import Mail, Message
from flask_moment import Moment
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from wtforms import BooleanField, PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Email, EqualTo, Length, ValidationError


class Base(DeclarativeBase):
    """The models' common base."""


app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SECRET_KEY"],
    SQLALCHEMY_DATABASE_URI="sqlite:///" + os.environ["DATABASE"],
    MAIL_SERVER="127.0.0.1",
    MAIL_PORT=int(os.environ["MAIL_PORT"]),
    MAIL_DEFAULT_SENDER="flasky@localhost",
    BOOTSTRAP_SERVE_LOCAL=True,
)
db = SQLAlchemy(app, model_class=Base)
mail = Mail(app)
login_manager = LoginManager(app)
bootstrap = Bootstrap5(app)
moment = Moment(app)
hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@event.listens_for(Engine, "connect")
def write_ahead(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")


class Role(db.Model):
    """What its users may do."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))


class User(UserMixin, db.Model):
    """An account."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"))
    role: Mapped[Role | None] = relationship()


class Event(db.Model):
    """What happened to an account."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    what: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class LoginForm(FlaskForm):
    """Address and password."""

    email = StringField("Email", validators=[DataRequired(), Length(1, 254), Email()])
    password = PasswordField("Password", validators=[DataRequired()])
    remember_me = BooleanField("Keep me signed in")
    submit = SubmitField("Sign in")


class RegistrationForm(FlaskForm):
    """What an account begins with."""

    email = StringField("Email", validators=[DataRequired(), Length(1, 254), Email()])
    username = StringField("Username", validators=[DataRequired(), Length(1, 64)])
    password = PasswordField("Password", validators=[DataRequired(), EqualTo("password2")])
    password2 = PasswordField("Repeat the password", validators=[DataRequired()])
    submit = SubmitField("Register")

    def validate_email(self, field: StringField) -> None:
        if User.query.filter_by(email=field.data).first():
            raise ValidationError("Email already registered.")

    def validate_username(self, field: StringField) -> None:
        if User.query.filter_by(username=field.data).first():
            raise ValidationError("Username already in use.")


@login_manager.user_loader
def load_user(user_id: str) -> User | None:
    return db.session.get(User, int(user_id))


@app.get("/")
def index() -> Any:
    if not current_user.is_authenticated:
        return redirect(url_for("login"))
    newest = Event.query.filter_by(user_id=current_user.id).order_by(Event.at.desc()).limit(5).all()
    return render_template("home.html", events=newest)


@app.get("/user/<username>")
def profile(username: str) -> Any:
    return render_template("profile.html", user=User.query.filter_by(username=username).first_or_404())


@app.route("/auth/login", methods=["GET", "POST"])
def login() -> Any:
    form = LoginForm()
    if form.validate_on_submit():
        user = User.query.filter_by(email=form.email.data).first()
        if user and fits(user.password_hash, form.password.data):
            login_user(user, form.remember_me.data)
            return redirect(url_for("index"))
        flash("Email or password are not right.")
    return render_template("form.html", form=form, title="Sign in")


@app.route("/auth/register", methods=["GET", "POST"])
def register() -> Any:
    form = RegistrationForm()
    if form.validate_on_submit():
        user = User(email=form.email.data, username=form.username.data, password_hash=hasher.hash(form.password.data))
        db.session.add(user)
        db.session.commit()
        mail.send(Message("Confirm your account", [user.email], render_template("confirm.txt", user=user)))
        return redirect(url_for("login"))
    return render_template("form.html", form=form, title="Register")


def fits(encoded: str, password: str) -> bool:
    try:
        return hasher.verify(encoded, password)
    except VerificationError:
        return False


def seed(count: int) -> None:
    with app.app_context():
        db.create_all()
        secret = hasher.hash(PASSWORD)
        in_bulk(db.session, User, count, lambda _name: {"password_hash": secret})
        events_in_bulk(db.session, Event, count)
