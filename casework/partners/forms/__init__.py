"""One form for each question of the officer's journey; each field is named as the sharing table names it."""

from collections.abc import Mapping

from casework.partners import steps
from casework.partners.forms.asking import (
    FacilityQuestion,
    GroundQuestion,
    NeedQuestion,
    RiskQuestion,
    SendForm,
)
from casework.partners.forms.question import TRAVEL, Question, own_names
from casework.partners.forms.told import (
    AccessFields,
    AccessQuestion,
    IncidentQuestion,
    PersonQuestion,
    SafeContactQuestion,
)

__all__ = [
    "FORMS",
    "TRAVEL",
    "AccessFields",
    "FacilityQuestion",
    "NeedQuestion",
    "Question",
    "SendForm",
    "own_names",
]

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
