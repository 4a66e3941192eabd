"""Following the link that was mailed to an account's new address."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.auth import auth
from app.auth.proof import Proof, follow, prove
from app.models import User

CHANGE = Proof(
    kind="change_email",
    clean_page="auth.change_email_with_password",
    read=User.of_email_change_link,
    fault=User.what_is_wrong_with_email_change,
    apply=User.change_email,
    address=lambda user: user.pending_email,
    thanks=_("Your address has been changed."),
)


@auth.get("/change-email/<token>")
def follow_email_change(token: str) -> ResponseReturnValue:
    return follow(CHANGE, token)


@auth.route("/change-email", methods=["GET", "POST"])
def change_email_with_password() -> ResponseReturnValue:
    return prove(CHANGE)
