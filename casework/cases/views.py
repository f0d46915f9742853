"""Pages of the case file: list, overview, facts, step, worker, history."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases import list_queries, note_views, operations, presenters, queries, survivor_views
from casework.cases.blueprint import blueprint
from casework.cases.forms import AssignForm, CaseFilterForm, CaseForm, MoveForm
from casework.cases.history_queries import history
from casework.cases.models import Case
from casework.cases.panels import panels
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _
from casework.ui.paging import SIZE, Page, page_number

__all__ = ["blueprint", "note_views", "survivor_views"]

blueprint.add_app_template_global(presenters.file_tabs, "case_file_tabs")
navigation.add("cases.listing", N_("Cases"), "case:list", 10)


def _case(reference: str, needed: str) -> Case:
    return queries.case_by_reference(context.session(), context.actor(), needed, reference)


@blueprint.get("")
@permission("case:list")
def listing() -> ResponseReturnValue:
    """The cases that the viewer may see, newest first."""
    session, actor = context.session(), context.actor()
    form = CaseFilterForm()
    form.offer_workers(queries.workers_of(session, actor.facility_id) if actor.facility_id else [])
    form.validate()
    number = page_number()
    listed = list_queries.case_list(session, actor, form.wanted(), number, SIZE)
    page = Page(presenters.list_rows(listed.rows), number, SIZE, listed.total, listed.more)
    kept = {name: value for name, value in request.args.items() if name in form and value}
    return render_template("cases/listing.html", page=page, form=form, kept=kept)


@blueprint.get("/<reference>")
@permission("case:read")
def overview(reference: str) -> ResponseReturnValue:
    """The case at a glance: its facts, the survivor, and a card of each other room."""
    session, actor = context.session(), context.actor()
    case = _case(reference, "case:read")
    return render_template(
        "cases/overview.html",
        case=case,
        facts=presenters.facts(case, queries.worker_name(session, case)),
        survivor=presenters.survivor(case.survivor),
        panels=panels(session, actor, case),
        may_move=may(actor, "case:move"),
    )


@blueprint.route("/<reference>/edit", methods=["GET", "POST"])
@permission("case:edit")
def edit(reference: str) -> ResponseReturnValue:
    """Change the facts of a case."""
    case = _case(reference, "case:edit")
    form = CaseForm(obj=case)
    if form.validate_on_submit():
        with attempt(form, current=lambda: CaseForm(formdata=None, obj=_case(reference, "case:edit"))):
            units = context.policy().units
            operations.edit(
                context.session(), context.actor(), case, form.request(), context.now(), units=units
            )
            notice(_("The case was saved."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("cases/edit.html", case=case, form=form)


@blueprint.route("/<reference>/move", methods=["GET", "POST"])
@permission("case:move")
def move(reference: str) -> ResponseReturnValue:
    """Move the case to the step before or after."""
    case = _case(reference, "case:move")
    form = MoveForm(obj=case)
    form.offer_steps(case.status)

    def current() -> MoveForm:
        fresh = MoveForm(formdata=None, obj=_case(reference, "case:move"))
        fresh.to.data = None
        return fresh

    if form.validate_on_submit():
        with attempt(form, current=current):
            operations.move(
                context.session(),
                context.actor(),
                case,
                form.to.data or "",
                form.version.data or 0,
                context.now(),
            )
            notice(_("The case was moved."))
            return redirect(url_for(".overview", reference=reference), 303)
        form.offer_steps(case.status)
    return render_template("cases/move.html", case=case, form=form)


@blueprint.route("/<reference>/assign", methods=["GET", "POST"])
@permission("case:assign")
def assign(reference: str) -> ResponseReturnValue:
    """Give the case to a case worker."""
    session, actor = context.session(), context.actor()
    case = _case(reference, "case:assign")
    form = AssignForm(obj=case)
    form.offer_workers(queries.workers_for(session, case), case.worker_id)

    def current() -> AssignForm:
        there = _case(reference, "case:assign")
        fresh = AssignForm(formdata=None, obj=there)
        fresh.offer_workers(queries.workers_for(session, there), None)
        fresh.worker.data = str(there.worker_id or "")
        return fresh

    if form.validate_on_submit():
        with attempt(form, current=current):
            operations.assign(
                session, actor, case, UUID(form.worker.data), form.version.data or 0, context.now()
            )
            notice(_("The case was handed over."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template(
        "cases/assign.html",
        case=case,
        form=form,
        worker=queries.worker_name(session, case),
        handovers=queries.handovers(session, actor, case),
    )


@blueprint.get("/<reference>/history", endpoint="history")
@permission("case:read")
def history_view(reference: str) -> ResponseReturnValue:
    """Who changed what and when, with the values of before."""
    case = _case(reference, "case:read")
    number = page_number()
    changes, total = history(context.session(), context.actor(), case, (number - 1) * SIZE, SIZE)
    page = Page([presenters.change(each) for each in changes], number, SIZE, total)
    return render_template("cases/history.html", case=case, page=page)
