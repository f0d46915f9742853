"""Pages of the picture. They read approved releases; they count nothing, and nobody's case is behind them."""

from typing import cast

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.dashboard import definitions, pictures, presenters
from casework.dashboard.forms import ProvincesForm, StandingForm, TableForm
from casework.indicators.policies import SitePolicies
from casework.refusal import N_
from casework.releases import reading
from casework.releases.models import Release
from casework.ui import context, navigation
from casework.ui.guard import permission
from casework.vocabulary.units import COUNTRY

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")
navigation.add("dashboard.index", N_("Dashboard"), "indicators:read", 11)  # where a manager starts


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


def _releases() -> dict[str, Release]:
    """The approved releases by their codes, the newest first."""
    return {presenters.code_of(one): one for one in pictures.releases(context.figures())}


def _named(releases: dict[str, Release]) -> list[tuple[str, str]]:
    return [(code, presenters.release_name(one)) for code, one in releases.items()]


def _page(template: str, **told: object) -> ResponseReturnValue:
    return render_template(template, policies=_policies(), show=presenters, **told)


@blueprint.get("")
@permission("indicators:read")
def index() -> ResponseReturnValue:
    """How the country or a province stands against each target, and how that moved."""
    policies, releases = _policies(), _releases()
    if not releases:
        return _page("dashboard/empty.html")
    form, picture, plan = StandingForm(), None, None
    form.offer_releases(_named(releases))
    form.offer_areas(policies)
    form.offer_plans(policies)
    if form.validate():
        area, code = form.area.data or COUNTRY, form.plan.data or None
        release = releases[form.release.data or ""]
        every = list(releases.values())
        picture = pictures.standing(context.figures(), policies, every, release, area, code)
        plan = policies.plans[code] if code else None
    return _page("dashboard/index.html", form=form, picture=picture, plan=plan, **form.address)


@blueprint.get("/provinces")
@permission("indicators:read")
def provinces() -> ResponseReturnValue:
    """One indicator in the country and in every province."""
    policies, releases = _policies(), _releases()
    if not releases:
        return _page("dashboard/empty.html")
    form, picture, indicator = ProvincesForm(), None, None
    form.offer_releases(_named(releases))
    form.offer_indicators(policies)
    form.offer_plans(policies)
    if form.validate():
        indicator, plan = policies.indicators[form.indicator.data or ""], form.plan.data or None
        release = releases[form.release.data or ""]
        picture = pictures.provinces(context.figures(), policies, release, indicator, plan)
    return _page("dashboard/provinces.html", form=form, picture=picture, indicator=indicator, **form.address)


@blueprint.get("/tables")
@permission("indicators:read")
def tables() -> ResponseReturnValue:
    """One table of a release: an area's cells, then all areas."""
    policies, releases = _policies(), _releases()
    if not releases:
        return _page("dashboard/empty.html")
    form, picture = TableForm(), None
    form.offer_releases(_named(releases))
    form.offer_areas(policies)
    release = releases.get(form.release.data or "")
    found = reading.tables_of(context.figures(), release) if release else ()
    form.offer_tables([(one.code, presenters.table_name(one, policies)) for one in found])
    if form.validate():
        shown = next(one for one in found if one.code == form.table.data)
        picture = pictures.table(policies, shown, form.area.data or COUNTRY)
    return _page("dashboard/tables.html", form=form, picture=picture, told=definitions, **form.address)


@blueprint.get("/definitions")
@permission("indicators:read")
def what_is_counted() -> ResponseReturnValue:
    """What each indicator and table counts, which targets there are, and the plans with their deadlines."""
    return _page("dashboard/definitions.html", told=definitions)
