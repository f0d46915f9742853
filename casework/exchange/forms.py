"""The form with which a ledger workbook is sent."""

from casework.ui.forms import FileField, Form, Radios, Required
from casework.ui.language import _l

CHECK, STORE = "check", "store"


class LedgerForm(Form):
    """A workbook, and whether to store it or only to check it."""

    workbook = FileField(
        _l("Ledger workbook (.xlsx)"),
        hint=_l("The file is read in memory and is not kept."),
        validators=[Required(_l("Choose the workbook"))],
    )
    purpose = Radios(
        _l("What to do"),
        choices=[
            (CHECK, _l("Only check it and say what would be done")),
            (STORE, _l("Check it and store it")),
        ],
        default=CHECK,
    )
