"""What is told of her: how she can be reached, who she is, what happened, what she needs to be received."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from casework.incidents.forms import ActCheckboxes
from casework.partners import rules
from casework.partners.forms.question import Draw, Question
from casework.people import rules as people_rules
from casework.people.forms import PersonFields
from casework.safety import rules as safe
from casework.safety.forms import SafeContactFields
from casework.ui import context
from casework.ui.forms import (
    CodeCheckboxes,
    CodeRadios,
    CodeSelect,
    Length,
    NameField,
    NotInFuture,
    PartialDateField,
    TextArea,
    TextField,
)
from casework.ui.language import _l


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


class PersonQuestion(PersonFields, Question):
    """Who the person is; nobody needs papers, or a name, to be helped."""

    drawn: ClassVar[Mapping[str, Draw]] = {
        "sex": {"inline": True, "small": True},
        "birth": {"width": 10},
        "citizen_number": {"width": 20},
        "phone": {"width": 20},
        "ethnicity": {"width": 20},
    }
    home_commune_code = None  # type: ignore[assignment]  # WTForms takes a field out so; where she lives does not travel
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


class AccessFields:
    """Who comes with the person, and what she needs to be received; also for a referral out of a case."""

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


class AccessQuestion(AccessFields, Question):
    """Who comes with the person, and what she needs to be received."""

    drawn: ClassVar[Mapping[str, Draw]] = {"children_present": {"inline": True, "small": True}}

    def checks(self) -> list[Callable[[], None]]:
        """Words that are read before acceptance."""
        return [rules.unnamed(name, self.said(name)) for name in ("interpreter", "access_needs")]
