"""What the step before opening a case shows, in words."""

from casework.people.models import Person
from casework.people.requests import PersonRequest
from casework.refusal import N_
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, show_partial_date

LABELS = {
    "full_name": N_("Full name"),
    "sex": N_("Sex"),
    "birth": N_("Date of birth"),
    "citizen_number": N_("Citizen number"),
    "phone": N_("Phone number"),
    "commune_code": N_("Commune or ward where the person lives"),
    "address": N_("Address"),
    "ethnicity": N_("Ethnic group"),
    "disability": N_("Disability"),
}
LAST = 3


def ending(number: str) -> str:
    """A citizen number as a page may show it: its last three digits; the others tell place, sex and year."""
    return f"… {number[-LAST:]}" if number else ""


def candidate(person: Person) -> str:
    """One line by which a worker recognises somebody on record."""
    told = (
        person.full_name or _("Name not known"),
        show_partial_date(person.birth) if person.birth else "",
        code_label("sex", person.sex),
        _("citizen number %(ending)s", ending=ending(person.citizen_number)) if person.citizen_number else "",
        commune_label(person.commune_code),
    )
    return " · ".join(part for part in told if part)


def _shown(name: str, value: str) -> str:
    if name == "sex":
        return code_label("sex", value)
    if name == "birth":
        return show_partial_date(value)
    return commune_label(value) if name == "commune_code" else value


def kept(person: Person, request: PersonRequest) -> str:
    """What was typed and differs from the record of the person recognised, line by line; empty if nothing does."""
    lines = [
        f"{_(LABELS[name])}: {_shown(name, value)}"
        for name, value in request.values().items()
        if value and getattr(person, name) != value
    ]
    if not lines:
        return ""
    return "\n".join([_("Said of the person when this case was opened, and not what is on record:"), *lines])
