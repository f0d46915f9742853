"""Forms for what a sender may still do with a referral."""

from casework.ui.forms import Checkbox, CodeRadios, Form, Length, Required, TextArea
from casework.ui.language import _l


class RevokeForm(Form):
    """Why a referral is taken back."""

    reason = CodeRadios(
        _l("Why is it taken back?"), codes="revoke_reason", validators=[Required(_l("Choose the reason"))]
    )


class AnswerForm(Form):
    """The answer to a question of the facility."""

    answer = TextArea(
        _l("Your answer"),
        rows=4,
        hint=_l("The facility reads it before it accepts. Write nothing that tells who the person is."),
        validators=[Required(_l("Write the answer")), Length(1_000)],
    )


class CountersignForm(Form):
    """That a colleague has looked at the danger herself."""

    sure = Checkbox(
        _l("I have satisfied myself that life was in danger and that consent could not be waited for."),
        validators=[Required(_l("Confirm it, or do not sign"))],
    )
