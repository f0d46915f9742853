"""``casework indicators``: the figures at the command line, protected unless asked for exactly."""

import re
from datetime import date
from typing import Any

import click

from casework import clock
from casework.cli.start import Work, work
from casework.disclosure import Period
from casework.indicators.policies import SitePolicies
from casework.indicators.scope import COUNTRY, Scope
from casework.reports.files import as_csv, as_json, as_table
from casework.reports.operations import exact, released
from casework.reports.rules import ask
from casework.reports.sheets import Sheet, exact_sheet, protected_sheet
from casework.ui.language import speaking

NOT_FOR_PUBLICATION = (
    "These figures are exact: small counts among them can name a person. They are not for publication."
)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Day(click.ParamType[date]):
    """A day as 2026-06-30 or 30/06/2026."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day meant, or one sentence."""
        if isinstance(value, date):
            return value
        match = _DAY_FIRST.fullmatch(value.strip())
        try:
            if match:
                return date(int(match[3]), int(match[2]), int(match[1]))
            return date.fromisoformat(value.strip())
        except ValueError:
            self.fail("a day is written 2026-06-30 or 30/06/2026.", param, ctx)


DAY = Day()


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="First day of detection.")
@click.option("--to", "last", type=DAY, required=True, help="Last day of detection.")
@click.option("--cut-off", type=DAY, help="Last day whose facts count; by default the last day of detection.")
@click.option(
    "--area",
    default=COUNTRY,
    show_default=True,
    help="VN, a province (two digits) or, with --exact, a commune (five).",
)
@click.option("--plan", help="Measure against the targets of this plan first (its code).")
@click.option(
    "--exact", "is_exact", is_flag=True, help="Hide nothing: any days and area. Not for publication; noted."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to write the figures.",
)
def indicators(
    first: date, last: date, cut_off: date | None, area: str, plan: str | None, is_exact: bool, form: str
) -> None:
    """The indicators of a period against their targets, with small counts protected."""
    if first > last:
        raise click.BadParameter("the last day comes before the first.", param_hint="--to")
    with work() as at, speaking(at.site.settings.language):
        policies = _policies(at)
        if is_exact:
            click.echo(NOT_FOR_PUBLICATION, err=True)
            sheet = _exact(at, policies, Scope(first, last, cut_off or last, area), plan)
        else:
            sheet = _protected(at, policies, Period(first, last), cut_off, area, plan)
        text = _written(sheet, policies, form)
    click.echo(text)


def _policies(at: Work) -> SitePolicies:
    policies = at.site.policies
    if not isinstance(policies, SitePolicies):
        raise TypeError("The site was opened without its indicators.")
    return policies


def _protected(
    at: Work,
    policies: SitePolicies,
    period: Period,
    cut_off: date | None,
    area: str,
    plan: str | None,
) -> Sheet:
    today = clock.local(at.now).date()
    question = ask(
        policies.plans, policies.units, today, period=period, cut_off=cut_off, area=area, plan=plan
    )
    table = released(at.session, at.actor, policies, question, "command", at.now)
    return protected_sheet(table, question, policies)


def _exact(at: Work, policies: SitePolicies, scope: Scope, plan: str | None) -> Sheet:
    units, plans = policies.units, policies.plans
    if scope.area != COUNTRY and scope.area not in units.provinces and scope.area not in units.communes:
        raise click.UsageError("There is no province or commune of today with the code in --area.")
    if plan is not None and plan not in plans:
        raise click.UsageError(f"There is no such plan. Known plans: {', '.join(plans.by_code)}.")
    return exact_sheet(exact(at.session, at.actor, policies, scope, at.now), plan, policies)


def _written(sheet: Sheet, policies: SitePolicies, form: str) -> str:
    if form == "json":
        return as_json(sheet)
    return as_csv(sheet, policies) if form == "csv" else as_table(sheet, policies)
