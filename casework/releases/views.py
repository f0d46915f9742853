"""Pages of releases: what there is, proposing one, looking at it, and the second person's decision."""

from typing import cast
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.access import NotFound
from casework.indicators.policies import SitePolicies
from casework.refusal import N_
from casework.releases import jobs, operations, presenters, queries, reading, rules, states
from casework.releases.forms import ApproveForm, ProposeForm, RefuseForm
from casework.releases.loss import losses
from casework.releases.models import Release
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("releases", __name__, url_prefix="/releases")
navigation.add("releases.listing", N_("Releases"), "release:list", 45)
FIRST_YEAR = 2021


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


@blueprint.get("")
@permission("release:list")
def listing() -> ResponseReturnValue:
    """Every release, whatever became of it."""
    now, settings = context.now(), context.settings()
    found = [
        (one, jobs.state(settings, one, now)[0])
        for one in queries.listing(context.session(), context.actor())
    ]
    return render_template("releases/listing.html", releases=found, show=presenters)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("release:propose")
def propose() -> ResponseReturnValue:
    """Choose a closing; its calculation begins at once."""
    policies, form = _policies(), ProposeForm()
    closings = rules.closings(policies.plans, context.today(), FIRST_YEAR)
    released = [(one.period, one.cut_off) for one in queries.approved(context.session())]
    offered = rules.still_open(closings, released)
    form.offer(
        [(one.code, presenters.closing_name(one, policies.plans, corrects=again)) for one, again in offered]
    )
    if form.validate_on_submit():
        with attempt(form):
            jobs.bury(context.session(), context.wiring(), context.now())
            release = operations.propose(
                context.session(), context.actor(), form.request(), policies.catalogue, context.now()
            )
            jobs.begin(context.session(), context.wiring(), release)
            return redirect(url_for(".show", release_id=release.id), 303)
    return render_template("releases/propose.html", form=form)


@blueprint.get("/<uuid:release_id>")
@permission("release:list")
def show(release_id: UUID) -> ResponseReturnValue:
    """What it holds and what protection costs; while it is calculated, how far that is."""
    release = queries.release(context.session(), context.actor(), release_id)
    return _page(release, ApproveForm(obj=release), RefuseForm(obj=release))


@blueprint.get("/<uuid:release_id>/tables/<code>")
@permission("release:list")
def table(release_id: UUID, code: str) -> ResponseReturnValue:
    """One table as it is published. Nobody reads a draft: two of them would differ by who was recorded in between."""
    release = queries.release(context.session(), context.actor(), release_id)
    found = {one.code: one for one in reading.tables_of(context.session(), release)}.get(code)
    if found is None or release.state != states.APPROVED:
        raise NotFound("release:list", "Release")
    province = request.args.get("province", "")
    if province not in _policies().units.provinces:
        province = ""
    return render_template(
        "releases/table.html",
        release=release,
        table=found,
        name=presenters.table_name(found, _policies()),
        grid=presenters.grid(found, _policies(), province),
        province=province,
        provinces=_policies().units.provinces.values() if found.error else (),
        show=presenters,
    )


@blueprint.post("/<uuid:release_id>/approve")
@permission("release:approve")
def approve(release_id: UUID) -> ResponseReturnValue:
    """The second person's yes."""
    release = queries.release(context.session(), context.actor(), release_id)
    form = ApproveForm(obj=release)
    if form.validate_on_submit():
        with attempt(form, lambda: ApproveForm(obj=release)):
            operations.approve(
                context.session(), context.actor(), release, form.version.data or 0, context.now()
            )
            notice(_("The figures are released."))
            return redirect(url_for(".show", release_id=release_id), 303)
    return _page(release, form, RefuseForm(formdata=None, obj=release), form)


@blueprint.post("/<uuid:release_id>/refuse")
@permission("release:approve")
def refuse(release_id: UUID) -> ResponseReturnValue:
    """The second person's no."""
    release = queries.release(context.session(), context.actor(), release_id)
    form = RefuseForm(obj=release)
    if form.validate_on_submit():
        with attempt(form, lambda: RefuseForm(obj=release)):
            operations.refuse(
                context.session(),
                context.actor(),
                release,
                form.reason.data or "",
                form.version.data or 0,
                context.now(),
            )
            notice(_("The release was refused."))
            return redirect(url_for(".show", release_id=release_id), 303)
    return _page(release, ApproveForm(formdata=None, obj=release), form, form)


def _page(
    release: Release,
    approving: ApproveForm,
    refusing: RefuseForm,
    sent: ApproveForm | RefuseForm | None = None,
) -> ResponseReturnValue:
    state, progress = jobs.state(context.settings(), release, context.now())
    calculated = state in {states.READY, states.APPROVED}
    tables = reading.tables_of(context.session(), release) if calculated else ()
    spans = reading.spans_of(context.session(), context.actor(), release)
    return render_template(
        "releases/show.html",
        release=release,
        state=state,
        progress_at=progress,
        running=state == states.BUILDING,
        readable=state == states.APPROVED,
        head=reading.head_of(context.session(), release) if calculated else None,
        losses=[(one, presenters.table_name(one.table, _policies())) for one in losses(tables, spans)],
        spans=spans,
        rounded=[(one, presenters.table_name(one, _policies())) for one in tables if one.error],
        closed=rules.closes_year(release.period, release.cut_off, clock.local(release.proposed_at).date()),
        approving=approving,
        refusing=refusing,
        summary_form=sent,
        own=release.proposed_by_id == context.actor().id,
        waiting=state == states.READY,
        show=presenters,
    )
