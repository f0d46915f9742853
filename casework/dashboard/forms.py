"""What is looked at, as a form in the address line: codes only."""

from casework.indicators.policies import SitePolicies
from casework.indicators.presenters import area_name, plan_name
from casework.ui.forms import FilterForm, Select
from casework.ui.language import _l, current
from casework.vocabulary.units import COUNTRY

Pairs = list[tuple[str, str]]


class _Looking(FilterForm):
    """Which release; what is left out is the newest one."""

    release = Select(_l("Release"), empty=None)

    @property
    def used(self) -> bool:
        """It narrows nothing: there is always one release."""
        return False

    def offer_releases(self, named: Pairs) -> None:
        """The approved releases by their codes, the one that is meant when none is named first."""
        self.release.choices = named
        self.release.data = self.release.data or named[0][0]

    @property
    def address(self) -> dict[str, str]:
        """What links to the other parts carry on: the release and, where it is chosen, the area."""
        area = self._fields.get("area")
        well = not self.errors
        return {
            "code": self.release.data if well else "",
            "area": area.data if area is not None and well else COUNTRY,
        }


class _OfArea(_Looking):
    area = Select(_l("Area"), empty=None)

    def offer_areas(self, policies: SitePolicies) -> None:
        """The country and its provinces."""
        codes = (COUNTRY, *sorted(policies.units.provinces))
        self.area.choices = [(code, area_name(policies.units, code)) for code in codes]
        self.area.data = self.area.data or COUNTRY


class _OfPlan(_Looking):
    plan = Select(_l("Plan"), empty=_l("National targets"))

    def offer_plans(self, policies: SitePolicies) -> None:
        """The plans whose targets can be asked first."""
        offered = [(one.code, plan_name(one)) for one in policies.plans.plans]
        self.plan.choices = [*list(self.plan.choices or [])[:1], *offered]


class StandingForm(_OfArea, _OfPlan):
    """Release, area, and whose targets."""


class ProvincesForm(_OfPlan):
    """Release, indicator, and whose targets."""

    indicator = Select(_l("Indicator"), empty=None)

    def offer_indicators(self, policies: SitePolicies) -> None:
        """All indicators."""
        self.indicator.choices = [(one.code, one.name.of(current())) for one in policies.indicators]
        self.indicator.data = self.indicator.data or policies.indicators.codes[0]


class TableForm(_OfArea):
    """Release, table and area."""

    table = Select(_l("Table"), empty=None)

    def offer_tables(self, named: Pairs) -> None:
        """The tables that the release has."""
        self.table.choices = named
        self.table.data = self.table.data or next((code for code, _name in named), "")
