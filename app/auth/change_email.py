"""Following the link that was mailed to an account's new address."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.auth import auth
from app.auth.proof import Proof, follow, prove
from app.models import User
from app.models.user.email_change import CHANGE

PROOF = Proof(
    link=CHANGE,
    page="auth.change_email",
    apply=User.change_email,
    address=lambda user: user.pending_email,
    thanks=_("Your address has been changed."),
)


@auth.get("/change-email/<token>")
def follow_email_change(token: str) -> ResponseReturnValue:
    return follow(PROOF, token)


@auth.route("/change-email", methods=["GET", "POST"])
def change_email() -> ResponseReturnValue:
    return prove(PROOF)
