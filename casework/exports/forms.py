"""The forms with which a list of incidents is asked for, decided on and taken."""

from datetime import date

from casework.exports.line_operations import REASONS, LineRequest
from casework.ui.forms import DateField, Form, Radios, Required
from casework.ui.language import _l


class LineForm(Form):
    """Which incidents, and what for."""

    first = DateField(
        _l("First day"),
        hint=_l("Of the days on which the cases were detected, for example 5/3/2026"),
        validators=[Required(_l("Enter the first day"))],
    )
    last = DateField(_l("Last day"), validators=[Required(_l("Enter the last day"))])
    reason = Radios(
        _l("What is the list needed for?"),
        choices=[(code, _l(words)) for code, words in REASONS.items()],
        validators=[Required(_l("Choose one of the reasons."))],
    )

    def request(self) -> LineRequest:
        """What was asked for."""
        return LineRequest(self.first.data or date.max, self.last.data or date.min, self.reason.data or "")


class DecideForm(Form):
    """The second person's answer, or the taking: nothing to fill in."""
