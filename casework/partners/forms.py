"""One form for each question of the officer's journey; each field is named as the sharing table names it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from wtforms import Field

from casework.incidents.forms import ActCheckboxes
from casework.partners import rules, steps
from casework.people import rules as people_rules
from casework.people.forms import PersonFields
from casework.referrals.rules import DANGER
from casework.refusal import Refusal
from casework.safety import rules as safe
from casework.safety.forms import SafeContactFields
from casework.sharing import ENVELOPE, PERSON
from casework.ui import context
from casework.ui.forms import (
    CodeCheckboxes,
    CodeRadios,
    CodeSelect,
    CommuneField,
    Form,
    Length,
    NameField,
    NotInFuture,
    PartialDateField,
    Radios,
    Required,
    TextArea,
    TextField,
)
from casework.ui.language import _l

TRAVEL = frozenset(ENVELOPE) | frozenset(PERSON)
Draw = Mapping[str, Any]


class Question(Form):
    """One page of the journey: what may not travel is not asked, and all errors are said at once."""

    drawn: ClassVar[Mapping[str, Draw]] = {}

    def ask_only(self, asked: Collection[str]) -> None:
        """Take out every field that the sharing table doesn't let through."""
        for field in list(self):
            if field.name in TRAVEL and field.name not in asked:
                del self[field.name]

    @property
    def asked(self) -> list[Field]:
        """The fields of the question, in order."""
        names = own_names(type(self))
        return [field for field in self if field.name in names]

    def draw(self, field: Field) -> Draw:
        """How a field is to be drawn."""
        return self.drawn.get(field.name, {})

    def said(self, name: str) -> Any:
        """What was answered; empty also where it is not asked."""
        return self[name].data if name in self else ""

    def checks(self) -> list[Callable[[], None]]:
        """What must hold beyond each field by itself."""
        return []

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Every field, then the fields together."""
        sound = bool(super().validate(extra_validators))
        for check in self.checks():
            try:
                check()
            except Refusal as refusal:
                field = self._fields.get(refusal.field or "")
                if field is None or not field.errors:
                    self.refuse(refusal)
                sound = False
        return sound


class SafeContactQuestion(SafeContactFields, Question):
    """How the person can be reached without danger."""

    drawn: ClassVar[Mapping[str, Draw]] = {
        "may_contact": {"inline": True},
        "number": {"width": 20},
        "voicemail": {"inline": True, "small": True},
        "caller_name": {"width": 20},
        "code_word": {"width": 20},
        "confirmed_on": {"width": 10},
    }
    contact_window = TextField(
        _l("When a call is safe, as the facility may read it before it accepts"),
        hint=_l("Only days and hours, for example mornings on working days; no name, no place"),
        validators=[Length(120)],
    )

    def checks(self) -> list[Callable[[], None]]:
        """The block as it will be kept by the facility, and no number where it isn't one's turn yet."""
        checks = [rules.unnamed("contact_window", self.said("contact_window"))]
        if self.said("may_contact"):
            confirmed = self.said("confirmed_on") or None
            may, channel = self.said("may_contact"), self.said("channel")
            checks.append(lambda: safe.check_block(may, channel, confirmed, context.today()))
        return checks


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
        return [lambda: rules.check_level(self.said("risk"), self.said("risk_signs") or ())]


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


class PersonQuestion(PersonFields, Question):
    """Who the person is; nobody needs papers, or a name, to be helped."""

    drawn: ClassVar[Mapping[str, Draw]] = {
        "sex": {"inline": True, "small": True},
        "birth": {"width": 10},
        "citizen_number": {"width": 20},
        "phone": {"width": 20},
        "ethnicity": {"width": 20},
    }
    home_commune_code = None  # type: ignore[assignment]  # where she lives does not travel
    age_band = CodeSelect(_l("Age, if the date of birth is not known"), codes="age_band")

    def checks(self) -> list[Callable[[], None]]:
        """The particulars as the facility's record would take them."""
        return [
            lambda: people_rules.check_citizen_number(self.said("citizen_number")),
            lambda: people_rules.check_phone(self.said("phone")),
            lambda: people_rules.check_birth(self.said("birth"), context.today()),
        ]


class IncidentQuestion(Question):
    """What happened, and who is said to have done it."""

    drawn: ClassVar[Mapping[str, Draw]] = {
        "incident_on": {"width": 10},
        "acts": {"small": True},
        "harms": {"small": True},
        "perpetrator_phone": {"width": 20},
        "perpetrator_citizen_number": {"width": 20},
    }
    incident_on = PartialDateField(
        _l("When it happened"),
        validators=[NotInFuture()],
        hint=_l("A date, a month and year, or a year alone; leave empty if it is not known"),
    )
    acts = ActCheckboxes(
        _l("Acts of violence"),
        hint=_l("The letters are those of Article 3(1) of Law 13/2022/QH15. Choose all that apply."),
    )
    harms = CodeCheckboxes(_l("Harm done"), codes="harm", hint=_l("Choose all that apply."))
    narrative = TextArea(
        _l("What happened, in the person's words"),
        rows=6,
        hint=_l("Only what the facility must know to help."),
        validators=[Length(5_000)],
    )
    relation = CodeSelect(
        _l("The perpetrator is the person's"), codes="relation", hint=_l("Leave empty if it is not known.")
    )
    perpetrator_name = NameField(_l("Name of whoever used violence"))
    perpetrator_phone = TextField(
        _l("Phone number of whoever used violence"),
        hint=_l("So that nobody at the facility calls it by mistake"),
        validators=[Length(60)],
    )
    perpetrator_citizen_number = TextField(
        _l("Citizen number of whoever used violence"), hint=_l("12 digits, if known"), validators=[Length(40)]
    )

    def checks(self) -> list[Callable[[], None]]:
        """Numbers that could be ones."""
        return [
            lambda: people_rules.check_phone(self.said("perpetrator_phone"), "perpetrator_phone"),
            lambda: rules.at(
                "perpetrator_citizen_number",
                people_rules.check_citizen_number,
                self.said("perpetrator_citizen_number"),
            ),
        ]


class AccessQuestion(Question):
    """Who comes with the person, and what she needs to be received."""

    drawn: ClassVar[Mapping[str, Draw]] = {"children_present": {"inline": True, "small": True}}
    children_present = CodeRadios(
        _l("Are there children who need protection too?"), codes="yes_no", default="chua_ro"
    )
    interpreter = TextField(
        _l("Interpreter"),
        hint=_l("The language, or sign language, if one is needed"),
        validators=[Length(80)],
    )
    access_needs = TextField(
        _l("Access"),
        hint=_l("For example a wheelchair, a late stage of pregnancy; no name, no place"),
        validators=[Length(200)],
    )

    def checks(self) -> list[Callable[[], None]]:
        """Words that are read before acceptance."""
        return [rules.unnamed(name, self.said(name)) for name in ("interpreter", "access_needs")]


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


FORMS: Mapping[str, type[Question]] = {
    steps.SAFE_CONTACT: SafeContactQuestion,
    steps.NEED: NeedQuestion,
    steps.RISK: RiskQuestion,
    steps.GROUND: GroundQuestion,
    steps.PERSON: PersonQuestion,
    steps.INCIDENT: IncidentQuestion,
    steps.ACCESS: AccessQuestion,
    steps.FACILITY: FacilityQuestion,
}


def own_names(form: type[Question]) -> frozenset[str]:
    """The names of the fields that a question has of its own."""
    return frozenset(name for name in dir(form) if name in TRAVEL or name == "receiver")
