"""Pages of the picture. They read approved releases; they count nothing, and nobody's case is behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.dashboard import charts, definitions, grids, presenters
from casework.dashboard.forms import ProvincesForm, StandingForm, TableForm
from casework.dashboard.standing import Reader
from casework.dashboard.trends import Trend, closings, trends
from casework.indicators.policies import SitePolicies
from casework.refusal import N_
from casework.releases import queries, reading
from casework.releases.figures import Figures
from casework.releases.models import Release
from casework.releases.presenters import grid
from casework.releases.tables import TOTAL
from casework.ui import context, navigation
from casework.ui.guard import permission
from casework.vocabulary.units import COUNTRY

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")
NOTHING: Mapping[str, object] = {"head": None, "code": ""}
navigation.add("dashboard.index", N_("Dashboard"), "indicators:read", 40)


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


def _releases() -> list[Release]:
    """All approved ones, the newest first: by what they count up to, corrections before what they correct."""
    found = queries.approved(context.session())
    return sorted(found, key=lambda one: (one.last, one.cut_off, one.number or 0), reverse=True)


def _figures(release: Release) -> Figures:
    policies = _policies()
    minimum = policies.disclosure.minimum_denominator
    return reading.figures_of(context.session(), release, policies.catalogue, minimum)


def _reader(release: Release, area: str, plan: str | None) -> Reader:
    return Reader(_figures(release), _policies(), area, release.year, plan)


def _trends(releases: Sequence[Release], area: str, plan: str | None) -> list[tuple[Trend, charts.Curve]]:
    """The indicators over all released periods; nothing where there is one period alone."""
    chosen = closings(releases)
    if len(chosen) < 2:
        return []
    readers = [(one.period, _reader(one, area, plan)) for one in chosen]
    found = trends(_policies().indicators, readers)
    return [(one, charts.curve(one, tuple(presenters.share(at.line) for at in one.points))) for one in found]


@blueprint.get("")
@permission("indicators:read")
def index() -> ResponseReturnValue:
    """How the country or a province stands against each target, and how that moved."""
    policies, releases = _policies(), _releases()
    if not releases:
        return render_template("dashboard/empty.html")
    form, told = StandingForm(), dict(NOTHING)
    form.offer_releases(releases, releases[0])
    form.offer_areas(policies)
    form.offer_plans(policies)
    if form.validate():
        release = next(one for one in releases if presenters.code_of(one) == form.release.data)
        area, plan = form.area.data or COUNTRY, form.plan.data or None
        reader = _reader(release, area, plan)
        sections = [(one, reader.lines(one)) for one in policies.indicators]
        told = {
            "head": reading.head_of(context.session(), release),
            "area": area,
            "plan": policies.plans[plan] if plan else None,
            "sections": [(one, lines, reader.answers(one, lines)) for one, lines in sections],
            "trends": _trends(releases, area, plan),
            "tables": reading.tables_of(context.session(), release),
            "code": presenters.code_of(release),
        }
    return render_template("dashboard/index.html", form=form, policies=policies, show=presenters, **told)


@blueprint.get("/provinces")
@permission("indicators:read")
def provinces() -> ResponseReturnValue:
    """One indicator in the country and in every province."""
    policies, releases = _policies(), _releases()
    if not releases:
        return render_template("dashboard/empty.html")
    form, told = ProvincesForm(), dict(NOTHING)
    form.offer_releases(releases, releases[0])
    form.offer_indicators(policies)
    form.offer_plans(policies)
    if form.validate():
        release = next(one for one in releases if presenters.code_of(one) == form.release.data)
        indicator = policies.indicators[form.indicator.data or ""]
        areas = (COUNTRY, *sorted(policies.units.provinces))
        whole = _reader(release, COUNTRY, form.plan.data or None)
        told = {
            "head": reading.head_of(context.session(), release),
            "indicator": indicator,
            "lines": [(area, replace(whole, area=area).total(indicator)) for area in areas],
            "code": presenters.code_of(release),
        }
    return render_template("dashboard/provinces.html", form=form, policies=policies, show=presenters, **told)


@blueprint.get("/tables")
@permission("indicators:read")
def tables() -> ResponseReturnValue:
    """One table of a release: an area's cells, then all areas."""
    policies, releases = _policies(), _releases()
    if not releases:
        return render_template("dashboard/empty.html")
    form, told = TableForm(), dict(NOTHING)
    form.offer_releases(releases, releases[0])
    release = next((one for one in releases if presenters.code_of(one) == form.release.data), None)
    offered = reading.tables_of(context.session(), release) if release else ()
    form.offer_tables(offered, policies)
    form.offer_areas(policies)
    if form.validate() and release:
        table = next(one for one in offered if one.code == form.table.data)
        area = form.area.data or COUNTRY
        areas = grids.areas_of(table, area, policies)
        here = area in areas
        bars = grids.bars(table, area, policies) if here else []
        total = table.cells.get((area, *(TOTAL for _name in table.dimensions[1:])))
        told = {
            "head": table.head,
            "table": table,
            "name": presenters.table_name(table, policies),
            "area": area,
            "own": grids.area_grid(table, area, policies) if here else None,
            "bars": bars,
            "longest": presenters.longest(bars, total),
            "grid": grid(grids.of_areas(table, areas), policies) if len(areas) > 1 else None,
            "several": definitions.overlapping(table.dimensions[1:]),
            "code": presenters.code_of(release),
        }
    return render_template("dashboard/tables.html", form=form, policies=policies, show=presenters, **told)


@blueprint.get("/definitions")
@permission("indicators:read")
def what_is_counted() -> ResponseReturnValue:
    """What each indicator and table counts, which targets there are, and the plans with their deadlines."""
    return render_template(
        "dashboard/definitions.html", policies=_policies(), show=presenters, told=definitions
    )
