"""The extension objects, made without an application; `init_app` introduces them to one."""

from typing import TYPE_CHECKING

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.exc import DBAPIError

from app import client, database_limits, redis_server
from app.database import Base
from app.limit_fallback import SteadyLimiter
from app.login_manager import RotatingLoginManager
from app.migrate import Migrations
from app.reading import RequestSession
from app.times import LocalTimes

db = SQLAlchemy(model_class=Base, session_options={"class_": RequestSession, "expire_on_commit": False})
if TYPE_CHECKING:
    Model = Base  # Flask-SQLAlchemy makes its class at run time, where no type checker sees it
else:
    Model = db.Model
login_manager = RotatingLoginManager()
mail = Mail()
csrf = CSRFProtect()
bootstrap = Bootstrap5()
moment = LocalTimes()
limiter = SteadyLimiter(key_func=client.subscriber, headers_enabled=True, in_memory_fallback_enabled=True)


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        database_limits.watch(db.engine)
    app.teardown_appcontext(give_back_connection)
    Migrations(app, db)
    if app.config["REDIS_URL"]:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = redis_server.options()
    for extension in (login_manager, mail, csrf, bootstrap, moment, limiter):
        extension.init_app(app)


def give_back_connection(_error: BaseException | None) -> None:
    """The answer is made and all is stored: if the connection has died by now, nobody needs to hear of it."""
    try:
        db.session.remove()
    except DBAPIError:
        db.session().invalidate()
