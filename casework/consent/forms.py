"""The form for one answer to one purpose."""

from datetime import date

from casework.consent.operations import ConsentRequest
from casework.ui.forms import CodeRadios, CodeSelect, DateField, Form, Length, NotInFuture, Required, TextArea
from casework.ui.language import _l


class ConsentForm(Form):
    """What the person answered, to which purpose, on which day."""

    purpose = CodeSelect(
        _l("Purpose"), codes="consent_purpose", validators=[Required(_l("Choose the purpose."))]
    )
    answer = CodeRadios(_l("Answer"), codes="consent_answer", validators=[Required(_l("Choose the answer."))])
    given_on = DateField(
        _l("Date of the answer"), validators=[Required(_l("Enter the date of the answer")), NotInFuture()]
    )
    remark = TextArea(
        _l("Remark"),
        hint=_l("For example who was present, or what was explained"),
        rows=4,
        validators=[Length(5_000)],
    )

    def request(self) -> ConsentRequest:
        """What was entered."""
        given_on: date | None = self.given_on.data
        assert given_on is not None  # noqa: S101 - Required said so
        return ConsentRequest(
            purpose=self.purpose.data or "",
            answer=self.answer.data or "",
            given_on=given_on,
            remark=self.remark.data or "",
        )
