"""The forms of account settings."""

from flask_babel import lazy_gettext as _
from wtforms import SubmitField

from app.forms import Form, ProseField, TextField, at_most


class ProfileForm(Form):
    name = TextField(_("Name"), [at_most(64)], render_kw={"autocomplete": "name", "maxlength": 64})
    about = ProseField(_("About me"), [at_most(1000)], render_kw={"maxlength": 1000, "rows": 5})
    submit = SubmitField(_("Save"))
