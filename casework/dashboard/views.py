"""Pages of the picture. They read approved releases; they count nothing, and nobody's case is behind them."""

from typing import cast

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.dashboard import definitions, pictures, presenters
from casework.dashboard.forms import ProvincesForm, StandingForm, TableForm
from casework.indicators.policies import SitePolicies
from casework.refusal import N_
from casework.releases import reading
from casework.ui import context, navigation
from casework.ui.guard import permission
from casework.vocabulary.units import COUNTRY

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")
navigation.add("dashboard.index", N_("Dashboard"), "indicators:read", 40)


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


def _page(template: str, **told: object) -> ResponseReturnValue:
    return render_template(f"dashboard/{template}.html", policies=_policies(), show=presenters, **told)


@blueprint.get("")
@permission("indicators:read")
def index() -> ResponseReturnValue:
    """How the country or a province stands against each target, and how that moved."""
    policies, releases = _policies(), pictures.releases(context.session())
    if not releases:
        return _page("empty")
    form, picture, plan = StandingForm(), None, None
    form.offer_releases(releases, releases[0])
    form.offer_areas(policies)
    form.offer_plans(policies)
    if form.validate():
        area, code = form.area.data or COUNTRY, form.plan.data or None
        release = form.chosen(releases)
        picture = pictures.standing(context.session(), policies, releases, release, area, code)
        plan = policies.plans[code] if code else None
    return _page("index", form=form, picture=picture, plan=plan, **form.address)


@blueprint.get("/provinces")
@permission("indicators:read")
def provinces() -> ResponseReturnValue:
    """One indicator in the country and in every province."""
    policies, releases = _policies(), pictures.releases(context.session())
    if not releases:
        return _page("empty")
    form, picture, indicator = ProvincesForm(), None, None
    form.offer_releases(releases, releases[0])
    form.offer_indicators(policies)
    form.offer_plans(policies)
    if form.validate():
        indicator, plan = policies.indicators[form.indicator.data or ""], form.plan.data or None
        release = form.chosen(releases)
        picture = pictures.provinces(context.session(), policies, release, indicator, plan)
    return _page("provinces", form=form, picture=picture, indicator=indicator, **form.address)


@blueprint.get("/tables")
@permission("indicators:read")
def tables() -> ResponseReturnValue:
    """One table of a release: an area's cells, then all areas."""
    policies, releases = _policies(), pictures.releases(context.session())
    if not releases:
        return _page("empty")
    form, picture = TableForm(), None
    form.offer_releases(releases, releases[0])
    form.offer_areas(policies)
    known = form.release.data in dict(form.release.choices)
    found = reading.tables_of(context.session(), form.chosen(releases)) if known else ()
    form.offer_tables(found, policies)
    if form.validate():
        shown = next(one for one in found if one.code == form.table.data)
        picture = pictures.table(policies, shown, form.area.data or COUNTRY)
    return _page("tables", form=form, picture=picture, told=definitions, **form.address)


@blueprint.get("/definitions")
@permission("indicators:read")
def what_is_counted() -> ResponseReturnValue:
    """What each indicator and table counts, which targets there are, and the plans with their deadlines."""
    return _page("definitions", told=definitions)
