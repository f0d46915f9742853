"""How the lines of the duty table are worded."""

from dataclasses import dataclass
from datetime import date

from casework.providers.models import Provider
from casework.providers.rules import COMMUNE, COUNTRY, PROVINCE, serves
from casework.routing.models import Duty
from casework.routing.queries import Listed
from casework.routing.rules import FALLBACK, Place, place_of
from casework.ui.labels import commune_label
from casework.ui.language import _, _l
from casework.vocabulary.units import Units

WHY_LABELS = {
    COMMUNE: _l("On duty for the commune"),
    PROVINCE: _l("On duty for the province"),
    COUNTRY: _l("On duty for the whole country"),
    FALLBACK: _l("Nobody put it on duty: it is the nearest facility"),
}


@dataclass(frozen=True)
class DutyRow:
    """A line of the table; ``problem`` says why nobody is asked because of it today.

    ``editable``: the viewer may change it.
    """

    duty: Duty
    provider: Provider
    area: str
    problem: str
    editable: bool


def area_label(code: str) -> str:
    """An area in words; no code is the whole country."""
    return commune_label(code) or _("The whole country")


def row_of(line: Listed, units: Units, today: date) -> DutyRow:
    """A line as the page shows it."""
    duty, provider, editable = line
    problem = _problem(duty, provider, units, today)
    return DutyRow(duty, provider, area_label(duty.area_code), problem, editable)


def _problem(duty: Duty, provider: Provider, units: Units, today: date) -> str:
    place = place_of(units, duty.area_code) or Place("", "")
    if not provider.active:
        return _("Not in operation")
    if not serves(provider, place.commune_code, place.province_code):
        return _("Does not serve the whole area")
    if duty.ends_on and duty.ends_on < today:
        return _("Over")
    if duty.starts_on and duty.starts_on > today:
        return _("Not yet")
    return ""
