"""Forms about how much danger there is."""

from casework.safety.risk_operations import RiskRequest
from casework.ui.forms import CodeRadios, CodeSelect, Form, Length, Radios, Required, TextArea
from casework.ui.language import _l

CONFIRM, DECLINE = "confirm", "decline"


class RiskForm(Form):
    """A statement of the level of risk."""

    level = CodeRadios(
        _l("Level of risk"), codes="risk_level", validators=[Required(_l("Choose the level of risk."))]
    )
    source = CodeSelect(
        _l("What made you look at the risk"),
        codes="risk_source",
        validators=[Required(_l("Say what made you look at the risk."))],
    )
    reason = TextArea(
        _l("Why this level"),
        hint=_l("What you saw or were told. Needed when the level is lower than before."),
        rows=4,
        validators=[Length(4_000)],
    )

    def request(self) -> RiskRequest:
        """What was entered."""
        return RiskRequest(
            level=self.level.data or "", source=self.source.data or "", reason=self.reason.data or ""
        )


class SecondForm(Form):
    """What the second person decides."""

    decision = Radios(
        _l("What do you decide?"),
        choices=[(CONFIRM, _l("Lower the risk")), (DECLINE, _l("Leave it as it is"))],
        validators=[Required(_l("Choose what you decide."))],
    )
