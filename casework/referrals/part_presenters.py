"""What a referral tells, in words: its envelope, the person's part, how she may be reached."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.intake.presenters import ending
from casework.referrals.told import Told
from casework.safety import presenters as safe
from casework.safety.operations import SafeContactRequest
from casework.sharing import ENVELOPE, LISTS, PERSON, SAFETY
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, show_date, show_partial_date

DATES = frozenset({"incident_on", "birth"})
BLOCK = frozenset({*SAFETY, "number", "confirmed_on"})
# Shown only when somebody asks for them, under the safe-contact block.
NUMBERS = ("number", "phone", "address", "perpetrator_phone")
Rows = list[dict[str, str]]


def value(name: str, told: Any) -> str:
    """A field of the envelope or the person's part in words; "" for what says nothing."""
    if not told:
        return ""
    if name in LISTS:
        return code_label(LISTS[name], told)
    if name == "commune_code":
        return commune_label(told)
    if name == "citizen_number" or name.endswith("_citizen_number"):
        return ending(str(told))
    if name == "confirmed_on":
        return show_date(_day(told))
    return show_partial_date(str(told)) if name in DATES else str(told)


def _day(told: Any) -> date | None:
    if isinstance(told, date):
        return told
    return date.fromisoformat(str(told)) if told else None


def _rows(names: Iterable[str], values: Mapping[str, Any]) -> Rows:
    said = [(name, value(name, values.get(name))) for name in names]
    return [{"key": code_label("referral_field", name), "value": words} for name, words in said if words]


def envelope(values: Mapping[str, Any]) -> Rows:
    """The envelope for a summary list, in the order of the sharing table; what was not said is left out."""
    return _rows(ENVELOPE, values)


def person(values: Mapping[str, Any]) -> Rows:
    """The person's part as it was sent, without the block on safe contact and without any number."""
    return _rows((name for name in PERSON if name not in BLOCK and name not in NUMBERS), values)


def numbers(values: Mapping[str, Any]) -> Rows:
    """What the page shows only when asked."""
    return _rows(NUMBERS, values)


def _contact(values: Mapping[str, Any]) -> Any:
    told: dict[str, Any] = {name: values.get(name) or "" for name in BLOCK - {"confirmed_on"}}
    return SafeContactRequest(**told, confirmed_on=_day(values.get("confirmed_on")))


def safe_block(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The block on safe contact as it was sent, without the number."""
    return safe.block(_contact(values)) if values.get("may_contact") else ()


def safe_warning(values: Mapping[str, Any]) -> str:
    """What nobody may overlook before calling."""
    return safe.warning(_contact(values) if values.get("may_contact") else None)


def compared(known: Any, told: Told) -> list[tuple[str, str, str]]:
    """A person on record beside what was sent: label, what is on record, what the sender wrote; of numbers the end."""
    sent, envelope_values = told.person, told.envelope
    birth = value("birth", sent.get("birth")) or value("age_band", envelope_values.get("age_band"))
    place = value("commune_code", envelope_values.get("commune_code"))
    return [
        (_("Full name"), known.full_name or _("Name not known"), sent.get("full_name", "")),
        (_("Date of birth"), show_partial_date(known.birth), birth),
        (_("Sex"), code_label("sex", known.sex), value("sex", envelope_values.get("sex"))),
        (_("Commune or ward"), commune_label(known.commune_code), place),
        (
            _("Citizen number"),
            ending(known.citizen_number),
            ending(sent.get("citizen_number", "")),
        ),
        (_("Phone number"), ending(known.phone), ending(sent.get("phone", ""))),
    ]
