"""The perpetrator's file, for the counsellor. Nothing on these pages leads to the survivor."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases.queries import references
from casework.people import operations as people
from casework.people.forms import PersonForm
from casework.people.models import Person
from casework.perpetrators import (
    operations,
    people_views,
    presenters,
    programme_presenters,
    programme_queries,
    programme_views,
    queries,
)
from casework.perpetrators.blueprint import blueprint
from casework.perpetrators.forms import LiabilityForm, SessionForm
from casework.perpetrators.models import CounsellingSession
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _
from casework.ui.paging import SIZE, Page, page_number

__all__ = ["blueprint", "people_views", "programme_views"]

navigation.add("perpetrators.listing", N_("Perpetrators"), "perpetrator:list", 25)
navigation.stand_under("perpetrators", "cases.listing")  # who works on cases has no list of perpetrators


def _person(reference: str, needed: str) -> Person:
    return queries.perpetrator(context.session(), context.actor(), needed, reference)


def _case_ids(person: Person) -> Sequence[UUID]:
    return [one.case_id for one in queries.cases_of(context.session(), context.actor(), person)]


@blueprint.get("/perpetrators")
@permission("perpetrator:list")
def listing() -> ResponseReturnValue:
    """The perpetrators whose files the counsellor may open, newest first."""
    number = page_number()
    rows, total = queries.listing(context.session(), context.actor(), (number - 1) * SIZE, SIZE)
    return render_template("perpetrators/listing.html", page=Page(list(rows), number, SIZE, total))


@blueprint.get("/perpetrators/<reference>")
@permission("perpetrator:read")
def overview(reference: str) -> ResponseReturnValue:
    """The file: who he is, his cases without their survivors, liability, sessions."""
    session, actor, person = context.session(), context.actor(), _person(reference, "perpetrator:read")
    cases = queries.cases_of(session, actor, person)
    case_ids = [one.case_id for one in cases]
    works_with = may(actor, "counselling:record")
    reports = programme_queries.reports_of(session, actor, person) if may(actor, "programme:report") else []
    return render_template(
        "perpetrators/overview.html",
        person=person,
        particulars=presenters.particulars(person, reach=works_with),
        cases=cases,
        files=references(session, actor, case_ids),
        liabilities=queries.liabilities(session, person.id, case_ids),
        sessions=queries.sessions_of(session, person.id, case_ids) if works_with else [],
        works_with=works_with,
        reports=programme_presenters.own(reports),
    )


@blueprint.route("/perpetrators/<reference>/edit", methods=["GET", "POST"])
@permission("perpetrator:edit")
def edit(reference: str) -> ResponseReturnValue:
    """Change the perpetrator's particulars."""
    person = _person(reference, "perpetrator:edit")
    form = PersonForm.of(person)
    if form.validate_on_submit():
        with attempt(
            form, current=lambda: PersonForm.of(_person(reference, "perpetrator:edit"), formdata=None)
        ):
            wanted, version = form.request(), form.version.data or 0
            people.edit(context.session(), context.actor(), person, wanted, version, context.now())
            notice(_("The person was saved."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("perpetrators/edit.html", person=person, form=form)


@blueprint.route("/perpetrators/<reference>/cases/<uuid:link_id>/liability", methods=["GET", "POST"])
@permission("liability:record")
def new_liability(reference: str, link_id: UUID) -> ResponseReturnValue:
    """Record liability in one of the person's cases."""
    session, actor, person = context.session(), context.actor(), _person(reference, "perpetrator:read")
    case = queries.linked_case(session, actor, person, link_id, "liability:record")
    form = LiabilityForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.record_liability(session, actor, case, person, form.request(), context.now())
            notice(_("The liability was recorded."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("perpetrators/liability.html", person=person, form=form)


@blueprint.route("/perpetrators/<reference>/liability/<uuid:liability_id>", methods=["GET", "POST"])
@permission("liability:record")
def edit_liability(reference: str, liability_id: UUID) -> ResponseReturnValue:
    """Correct a record of liability."""
    session, actor, person = context.session(), context.actor(), _person(reference, "perpetrator:read")
    liability = queries.liability(session, person, _case_ids(person), liability_id)
    form = LiabilityForm(obj=liability)

    def current() -> LiabilityForm:
        again = queries.liability(context.session(), person, _case_ids(person), liability_id)
        return LiabilityForm(formdata=None, obj=again)

    if form.validate_on_submit():
        with attempt(form, current=current):
            wanted, version = form.request(), form.version.data or 0
            operations.edit_liability(session, actor, person, liability, wanted, version, context.now())
            notice(_("The liability was saved."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("perpetrators/liability.html", person=person, form=form)


def _session_form(held: CounsellingSession | None = None, *, fresh: bool = False) -> SessionForm:
    form = SessionForm(formdata=None, obj=held) if fresh else SessionForm(obj=held)
    form.offer_providers(held.provider_id if held else None)
    if fresh or not form.is_submitted():
        place = held.provider_id if held else context.actor().facility_id
        form.provider_id.data = str(place or "")
        form.attended.data = None if held is None else ("co" if held.attended else "khong")
    return form


@blueprint.route("/perpetrators/<reference>/cases/<uuid:link_id>/sessions", methods=["GET", "POST"])
@permission("counselling:record")
def new_session(reference: str, link_id: UUID) -> ResponseReturnValue:
    """Record a session over one of the person's cases."""
    session, actor, person = context.session(), context.actor(), _person(reference, "counselling:record")
    case = queries.linked_case(session, actor, person, link_id, "counselling:record")
    form = _session_form()
    if form.validate_on_submit():
        with attempt(form):
            operations.record_session(session, actor, case, person, form.request(), context.now())
            notice(_("The session was recorded."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("perpetrators/session.html", person=person, form=form)


@blueprint.route("/perpetrators/<reference>/sessions/<uuid:session_id>", methods=["GET", "POST"])
@permission("counselling:record")
def edit_session(reference: str, session_id: UUID) -> ResponseReturnValue:
    """Correct a session."""
    session, actor, person = context.session(), context.actor(), _person(reference, "counselling:record")
    held = queries.session_of(session, person, _case_ids(person), session_id)
    form = _session_form(held)

    def current() -> SessionForm:
        again = queries.session_of(context.session(), person, _case_ids(person), session_id)
        return _session_form(again, fresh=True)

    if form.validate_on_submit():
        with attempt(form, current=current):
            wanted, version = form.request(), form.version.data or 0
            operations.edit_session(session, actor, person, held, wanted, version, context.now())
            notice(_("The session was saved."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("perpetrators/session.html", person=person, form=form)
