"""The form of the guestbook."""

from flask_babel import lazy_gettext as _
from wtforms import SubmitField

from app.forms import Form, ProseField, Required, at_most, strip
from app.models.entry import LONGEST


class EntryForm(Form):
    text = ProseField(
        _("Your entry"),
        [Required(_("Please write something.")), at_most(LONGEST)],
        filters=[strip],
        render_kw={"maxlength": LONGEST, "rows": 5},
    )
    submit = SubmitField(_("Put it into the book"))
