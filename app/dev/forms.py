"""The form of the gallery: a field of each kind, and nothing becomes of what is typed."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SubmitField

from app.forms import NEW_PASSWORD, Form, ProseField, Required, SecretField, TextField


class SampleForm(Form):
    name = TextField(_("Name"), [Required(_("Please type your name."))])
    about = ProseField(_("About me"), render_kw={"rows": 3})
    password = SecretField(_("Password"), [Required(_("Please type your password."))])
    new_password = SecretField(_("New password"), [Required(_("Please choose a password."))], render_kw=NEW_PASSWORD)
    remember_me = BooleanField(_("Keep me signed in"))
    submit = SubmitField(_("Save"))
