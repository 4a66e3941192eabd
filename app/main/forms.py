"""The form on the front page."""

from flask_babel import lazy_gettext as _
from wtforms import SubmitField

from app.forms import Form, Required, TextField, at_most
from app.models.user.identity import LONGEST_USERNAME


class NameForm(Form):
    name = TextField(
        _("What is your name?"),
        [Required(_("Please type your name.")), at_most(LONGEST_USERNAME)],
        render_kw={"autocomplete": "nickname", "maxlength": LONGEST_USERNAME},
    )
    submit = SubmitField(_("Say hello"))
