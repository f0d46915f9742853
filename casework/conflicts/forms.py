"""The form for the numbers of a member of staff."""

from casework.conflicts.operations import NumbersRequest
from casework.ui.forms import Form, Length, TextField
from casework.ui.language import _l


class NumbersForm(Form):
    """A phone and a citizen number; they are kept to be compared, and never shown again."""

    phone = TextField(
        _l("Personal phone number"),
        hint=_l("Not that of the office. What is left empty stays as it was recorded before."),
        validators=[Length(60)],
    )
    citizen_number = TextField(
        _l("Citizen number"), hint=_l("12 digits, as on the identity card (CCCD)"), validators=[Length(40)]
    )

    def request(self) -> NumbersRequest:
        """What was entered."""
        return NumbersRequest(phone=self.phone.data or "", citizen_number=self.citizen_number.data or "")
