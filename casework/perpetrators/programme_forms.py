"""The form on which a counsellor reports: codes and a day, no words that could carry more."""

from casework.perpetrators.programme_operations import ReportRequest
from casework.perpetrators.programme_rules import REPORTED
from casework.ui import context
from casework.ui.forms import CodeRadios, DateField, Form, NotInFuture, Required
from casework.ui.language import _l


class ReportForm(Form):
    """What happened in the programme."""

    kind = CodeRadios(
        _l("What do you report?"),
        codes="programme_event",
        only=REPORTED,
        hint=_l(
            "An absence is recorded as a session that was not attended; two in a row are reported by themselves."
        ),
        validators=[Required(_l("Choose what you report."))],
    )
    reason = CodeRadios(_l("Why is the risk raised?"), codes="programme_reason")
    happened_on = DateField(_l("Date"), validators=[Required(_l("Enter the date")), NotInFuture()])

    def request(self) -> ReportRequest:
        """What was entered; only after ``validate``."""
        return ReportRequest(
            kind=self.kind.data or "",
            reason=self.reason.data or "",
            happened_on=self.happened_on.data or context.today(),
        )
