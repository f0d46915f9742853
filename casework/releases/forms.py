"""The forms with which a release is proposed and decided on."""

from datetime import date

from casework.disclosure.canonical import Period
from casework.refusal import N_, Refusal
from casework.releases.operations import REASONS, ReleaseRequest
from casework.ui.forms import Form, Radios, Required, Select
from casework.ui.language import _l


class ProposeForm(Form):
    """Which closing to release."""

    closing = Select(_l("What to release"), validators=[Required(_l("Choose what to release"))])

    def offer(self, closings: list[tuple[str, str]]) -> None:
        """The closings that may be released today: (code, words)."""
        self.closing.choices = [*(self.closing.choices or [])[:1], *closings]

    def request(self) -> ReleaseRequest:
        """What was asked for; Refusal for what no page offers."""
        period_code, _dash, day = (self.closing.data or "").partition("/")
        period = Period.from_code(period_code)
        try:
            cut_off = date.fromisoformat(day)
        except ValueError:
            period = None
        if period is None:
            raise Refusal(N_("Choose what to release"), field="closing")
        return ReleaseRequest(period, cut_off)


class ApproveForm(Form):
    """The second person's yes: nothing to fill in."""


class RefuseForm(Form):
    """The second person's no."""

    reason = Radios(
        _l("Why is it not released?"),
        choices=[(code, _l(words)) for code, words in REASONS.items()],
        validators=[Required(_l("Choose one of the reasons."))],
    )
