"""Everything we hold about a person, for that person."""

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.account import account
from app.extensions import db
from app.fresh import fresh_login_required
from app.models import Event


@account.get("/data")
@fresh_login_required
def data() -> ResponseReturnValue:
    return render_template("account/data.html")


@account.post("/data")
@fresh_login_required
def download_data() -> ResponseReturnValue:
    current_user.record(Event.DATA_DOWNLOADED)
    db.session.commit()
    document = current_app.json.dumps(current_user.everything(), indent=2)
    response = Response(f"{document}\n", mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{current_user.username}.json"'
    return response
