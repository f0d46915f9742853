"""What is asked of whom, and what allows it: need and place, danger, ground, facility."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from wtforms import Field

from casework.partners import rules
from casework.partners.forms.question import Draw, Question
from casework.referrals.rules import DANGER
from casework.ui import context
from casework.ui.forms import CodeCheckboxes, CodeRadios, CodeSelect, CommuneField, Form, Radios, Required
from casework.ui.language import _l


class NeedQuestion(Question):
    """What help is needed, and where."""

    drawn: ClassVar[Mapping[str, Draw]] = {"services": {"small": True}}
    services = CodeCheckboxes(
        _l("What is needed"),
        codes="service_kind",
        hint=_l("Choose all that apply."),
        validators=[Required(_l("Choose at least one kind of help"))],
    )
    commune_code = CommuneField(
        _l("Commune or ward where the help is needed"), validators=[Required(_l("Enter the commune or ward"))]
    )


class RiskQuestion(Question):
    """How great the danger is."""

    drawn: ClassVar[Mapping[str, Draw]] = {"risk_signs": {"small": True}}
    risk_signs = CodeCheckboxes(_l("Signs of danger"), codes="risk_sign", hint=_l("Choose all that apply."))
    risk = CodeRadios(
        _l("How great is the danger now?"),
        codes="risk_level",
        hint=_l("There is no “no danger”. If in doubt, choose the higher one."),
        validators=[Required(_l("Choose how great the danger is"))],
    )

    def checks(self) -> list[Callable[[], None]]:
        """Grave signs are never a small danger."""
        danger = context.policy().danger
        return [lambda: rules.check_level(self.said("risk"), self.said("risk_signs") or (), danger)]


class GroundQuestion(Question):
    """Why her data may be passed on at all."""

    ground = CodeRadios(
        _l("On what ground do you refer?"),
        codes="referral_ground",
        validators=[Required(_l("Choose the ground of the referral"))],
    )
    legal_ground = CodeSelect(_l("Legal ground"), codes="legal_ground")

    @property
    def asked(self) -> list[Field]:
        """The legal ground stands under the choice that needs it."""
        return [field for field in super().asked if field.name != "legal_ground"]

    def draw(self, field: Field) -> Draw:
        """The ground, with what one of its choices uncovers."""
        return {"reveal": {DANGER: self.legal_ground()}} if field.name == "ground" else {}

    def checks(self) -> list[Callable[[], None]]:
        """A danger to life names its article."""
        return [lambda: rules.check_ground(self.said("ground"), self.said("legal_ground"))]


class FacilityQuestion(Question):
    """Which facility should be asked, out of those on duty."""

    receiver = Radios(_l("Which facility should be asked?"), validators=[Required(_l("Choose the facility"))])

    def choose_first(self) -> None:
        """The first on duty, unless another was chosen that is so still."""
        offered = [value for value, _words in self.receiver.choices]
        if offered and self.receiver.data not in offered:
            self.receiver.data = offered[0]


class SendForm(Form):
    """The last button: nothing more is asked."""
