"""The question as a form in the address line: codes and dates only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from casework.disclosure import Period
from casework.indicators.policies import SitePolicies
from casework.refusal import N_, Refusal
from casework.reports.rules import Question, ask, newest_half
from casework.ui.forms import FilterForm, Select
from casework.ui.language import _l
from casework.vocabulary.units import COUNTRY

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Options:
    """What can be chosen, as code and words."""

    periods: Pairs
    cut_offs: Pairs
    areas: Pairs
    plans: Pairs


class QuestionForm(FilterForm):
    """Period, cut-off, area and plan; what is left out has a default that is said on the page."""

    period = Select(_l("Period"), empty=None)
    cut_off = Select(_l("Data closed on"), empty=_l("The last day of the period"))
    area = Select(_l("Area"), empty=None)
    plan = Select(_l("Plan"), empty=_l("National targets"))

    @property
    def used(self) -> bool:
        """It narrows nothing: there is always one question."""
        return False

    def offer(self, options: Options, default: Question) -> None:
        """Fill the lists, which are the same for everybody, and mark what the page shows unasked."""
        self.period.choices, self.area.choices = options.periods, options.areas
        self.cut_off.choices = [self.cut_off.choices[0], *options.cut_offs]
        self.plan.choices = [self.plan.choices[0], *options.plans]
        if not self.period.data:
            self.period.data = default.period.code
        if not self.area.data:
            self.area.data = default.area


def asked(policies: SitePolicies, today: date) -> Question:
    """The question of this address; Refusal where it can't be asked."""
    said: Any = request.args
    code = said.get("period")
    period = Period.from_code(code) if code else newest_half(policies.plans, today)
    if period is None:
        raise Refusal(N_("Choose one of the periods listed."), field="period")
    try:
        cut_off = date.fromisoformat(said["cut_off"]) if said.get("cut_off") else None
    except ValueError:
        raise Refusal(N_("Choose one of the days listed."), field="cut_off") from None
    return ask(
        policies.plans,
        policies.units,
        today,
        period=period,
        cut_off=cut_off,
        area=said.get("area") or COUNTRY,
        plan=said.get("plan") or None,
    )
