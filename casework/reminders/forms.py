"""Where and how often to be reminded."""

from casework.ui.forms import Form, Length, Radios, Required, TextField
from casework.ui.language import _l


class ReminderForm(Form):
    """An address, and how often at most."""

    address = TextField(
        _l("E-mail address"),
        hint=_l("One that only you read. The message says that something is waiting, and nothing else."),
        validators=[Required(_l("Enter an e-mail address such as ten@example.vn.")), Length(254)],
    )
    every = Radios(
        _l("At most"),
        choices=[("hour", _l("One an hour")), ("day", _l("One a day"))],
        validators=[Required(_l("Choose how often."))],
    )
