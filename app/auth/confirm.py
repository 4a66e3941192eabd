"""Following the link in a confirmation mail."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.auth import auth
from app.auth.proof import Proof, follow, prove
from app.models import User
from app.models.user.confirmation import CONFIRM

PROOF = Proof(
    link=CONFIRM,
    page="auth.confirm",
    apply=User.confirm,
    address=lambda user: user.address_to_confirm,
    thanks=_("You have confirmed your address. Thank you!"),
)


@auth.get("/confirm/<token>")
def follow_confirmation(token: str) -> ResponseReturnValue:
    return follow(PROOF, token)


@auth.route("/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    return prove(PROOF)
