"""What the pages of perpetrators show, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.people.models import Person
from casework.perpetrators.models import CounsellingSession, Liability
from casework.perpetrators.rules import COUNSELLING
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, show_date, show_partial_date


@dataclass(frozen=True)
class Standing:
    """How an alleged perpetrator stands in one case, for the survivor's worker: states, never the file."""

    person: Person
    liability: str
    attended: int


def standing(
    person: Person, liabilities: Sequence[Liability], sessions: Sequence[CounsellingSession]
) -> Standing:
    """The newest liability, and how many counselling sessions were attended."""
    attended = sum(1 for one in sessions if one.kind == COUNSELLING and one.attended)
    return Standing(person, liability_words(liabilities), attended)


def liability_words(liabilities: Sequence[Liability]) -> str:
    """The newest liability with its day; no record means not prosecuted."""
    if not liabilities:
        return _("No record: counted as not prosecuted")
    newest = max(liabilities, key=lambda one: (one.since or date.min, one.recorded_at))
    label = code_label("liability_status", newest.status)
    return (
        label
        if newest.since is None
        else _("%(state)s since %(day)s", state=label, day=show_date(newest.since))
    )


def particulars(person: Person, *, reach: bool) -> list[dict[str, str]]:
    """Who the perpetrator is; how to reach him only for those who work with him."""
    rows = [
        (_("Full name"), person.full_name or _("Name not known")),
        (_("Date of birth"), show_partial_date(person.birth)),
        (_("Sex"), code_label("sex", person.sex)),
        (_("Lives in"), commune_label(person.commune_code) or _("Not known")),
    ]
    if reach:
        rows += [
            (_("Phone number"), person.phone or _("Not known")),
            (_("Address"), person.address or _("Not known")),
        ]
    return [{"key": label, "value": value} for label, value in rows]
