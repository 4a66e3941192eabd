"""Following the link in a confirmation mail."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.auth import auth
from app.auth.proof import Proof, follow, prove
from app.models import User

CONFIRM = Proof(
    kind="confirm",
    clean_page="auth.confirm_with_password",
    read=User.of_confirmation_link,
    fault=User.what_is_wrong_with,
    apply=User.confirm,
    address=lambda user: user.address_to_confirm,
    thanks=_("You have confirmed your address. Thank you!"),
)


@auth.get("/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    return follow(CONFIRM, token)


@auth.route("/confirm", methods=["GET", "POST"])
def confirm_with_password() -> ResponseReturnValue:
    return prove(CONFIRM)
