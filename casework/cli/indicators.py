"""``casework indicators``: the released figures at the command line, or exact ones that nothing protects."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session

from casework.cli.start import Work, work
from casework.dashboard.standing import Reader, sheet_of
from casework.indicators.files import as_csv, as_json, as_table, particulars
from casework.indicators.former import former_area
from casework.indicators.operations import exact
from casework.indicators.policies import SitePolicies
from casework.indicators.scope import COUNTRY, Scope
from casework.indicators.sheets import Sheet, exact_sheet
from casework.releases import queries, reading
from casework.releases.models import Release
from casework.ui.language import speaking
from casework.vocabulary import Units

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
@click.option(
    "--release",
    "code",
    help="Which release, such as 2026-1; by default the one that counts up to the last day.",
)
@click.option(
    "--area",
    default=COUNTRY,
    show_default=True,
    help="VN, a province (two digits) or, with --exact, a commune (five) or the name of a province or district"
    " of before July 2025, such as “Tân Yên, Bắc Giang”.",
)
@click.option("--plan", help="Measure against the targets of this plan first (its code).")
@click.option(
    "--exact",
    "is_exact",
    is_flag=True,
    help="Count anew and hide nothing, for any days and area. Not for publication; noted.",
)
@click.option("--from", "first", type=DAY, help="With --exact: first day of detection.")
@click.option("--to", "last", type=DAY, help="With --exact: last day of detection.")
@click.option("--cut-off", type=DAY, help="With --exact: last day whose facts count; by default --to.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to write the figures.",
)
def indicators(
    code: str | None,
    area: str,
    plan: str | None,
    is_exact: bool,
    first: date | None,
    last: date | None,
    cut_off: date | None,
    form: str,
) -> None:
    """The indicators of a release against their targets; with --exact, of any days and unprotected."""
    if not is_exact and (first or last or cut_off):
        raise click.UsageError(
            "Days are chosen with --exact alone; released figures are chosen by --release."
        )
    with work() as at, speaking(at.site.settings.language):
        policies = _policies(at)
        if plan is not None and plan not in policies.plans:
            raise click.UsageError(
                f"There is no such plan. Known plans: {', '.join(policies.plans.by_code)}."
            )
        if is_exact:
            sheet = _exact(at, policies, _scope(first, last, cut_off, area, code), plan)
        else:
            sheet = _released(at.session, policies, code, area, plan)
        text = _written(sheet, policies, form)
    click.echo(text)


def _policies(at: Work) -> SitePolicies:
    policies = at.site.policies
    if not isinstance(policies, SitePolicies):
        raise TypeError("The site was opened without its indicators.")
    return policies


def _released(
    session: Session, policies: SitePolicies, code: str | None, area: str, plan: str | None
) -> Sheet:
    if area != COUNTRY and area not in policies.units.provinces:
        raise click.UsageError("Released figures are for VN and for provinces (two digits).")
    release = _chosen(session, code)
    minimum = policies.disclosure.minimum_denominator
    figures = reading.figures_of(session, release, policies.catalogue, minimum)
    return sheet_of(Reader(figures, policies, area, release.year, plan), reading.head_of(session, release))


def _chosen(session: Session, code: str | None) -> Release:
    releases = {f"{one.year}-{one.number}": one for one in queries.approved(session)}
    if not releases:
        raise click.UsageError("Nothing has been released yet. Managers propose and approve releases.")
    if code is None:
        return max(releases.values(), key=lambda one: (one.last, one.cut_off, one.number or 0))
    if code not in releases:
        raise click.UsageError(f"There is no such release. Known releases: {', '.join(releases)}.")
    return releases[code]


def _scope(first: date | None, last: date | None, cut_off: date | None, area: str, code: str | None) -> Scope:
    if code:
        raise click.UsageError("Exact figures are of no release: leave out --release or --exact.")
    if first is None or last is None:
        raise click.UsageError("Exact figures need --from and --to.")
    if first > last:
        raise click.BadParameter("the last day comes before the first.", param_hint="--to")
    return Scope(first, last, cut_off or last, area)


def _exact(at: Work, policies: SitePolicies, scope: Scope, plan: str | None) -> Sheet:
    units = policies.units
    if scope.area != COUNTRY and scope.area not in units.provinces and scope.area not in units.communes:
        scope = _former(units, scope)
    click.echo(NOT_FOR_PUBLICATION, err=True)
    figures = exact(at.session, at.actor, policies.indicators, scope, at.now)
    return exact_sheet(figures, plan, policies)


def _former(units: Units, scope: Scope) -> Scope:
    area = former_area(units, scope.area)
    if area is None:
        raise click.UsageError(
            "There is no province or commune of today with the code in --area, and no province or district of"
            " before July 2025 of that name alone: write “Tỉnh Bắc Giang” or “Huyện Tân Yên, Tỉnh Bắc Giang”."
        )
    click.echo(f"{area.name}: counted in the {len(area.communes)} communes that took it over.", err=True)
    if area.partly:
        parts = "; ".join(units.label(code) for code in area.partly)
        click.echo(f"That is approximate: only parts of these lay in it: {parts}.", err=True)
    return replace(scope, area=area.name, communes=area.communes)


def _written(sheet: Sheet, policies: SitePolicies, form: str) -> str:
    if form == "json":
        return as_json(sheet)
    told = particulars(sheet, policies)
    return as_csv(sheet, policies, told) if form == "csv" else as_table(sheet, policies, told)
