"""The form of the search page."""

from casework.ui.forms import Checkbox, Form, Length, Required, TextField
from casework.ui.language import _l


class SearchForm(Form):
    """Whom to look for."""

    text = TextField(
        _l("Citizen number, phone number or name"),
        hint=_l("A name with or without diacritics; part of a name will do"),
        validators=[Required(_l("Enter a number or a name")), Length(120)],
    )
    widely = Checkbox(_l("Also look for parts of names and similar names"))
