"""The people of a case: the survivor, and who is alleged to have used violence. For the case's staff."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.people import operations as people
from casework.people.queries import person_by_reference, possible_duplicates
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations, presenters, queries
from casework.perpetrators.blueprint import blueprint
from casework.perpetrators.forms import LinkForm
from casework.relatives.queries import relatives_of
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


@blueprint.get("/cases/<reference>/people", endpoint="people")
@permission("case:read")
def people_page(reference: str) -> ResponseReturnValue:
    """Who is in the case."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "case:read", reference)
    relatives = relatives_of(session, actor, case)
    return render_template(
        "perpetrators/people.html", case=case, standings=_standings(case), relatives=relatives
    )


def _standings(case: Case) -> list[presenters.Standing]:
    session = context.session()
    return [
        presenters.standing(
            person,
            queries.liabilities(session, person.id, [case.id]),
            queries.sessions_of(session, person.id, [case.id]),
        )
        for person in queries.of_case(session, case.id)
    ]


@blueprint.route("/cases/<reference>/people/new", methods=["GET", "POST"])
@permission("perpetrator:link")
def new(reference: str) -> ResponseReturnValue:
    """Name an alleged perpetrator; people on record who may be the same are shown first."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "perpetrator:link", reference)
    form = LinkForm()
    found = None
    if form.validate_on_submit():
        with attempt(form):
            form.request().check(context.today())
            found = possible_duplicates(session, actor, form.request(), PERPETRATOR)
            if form.looked.data == "yes" or not found.any:
                wanted, facility_id, now = form.request(), case.facility_id, context.now()
                person = people.register(session, actor, wanted, PERPETRATOR, facility_id, now)
                operations.link(session, actor, case, person, now)
                notice(_("The person was added to the case."))
                return redirect(url_for(".people", reference=reference), 303)
            form.looked.data = "yes"
    return render_template("perpetrators/new.html", case=case, form=form, found=found)


@blueprint.post("/cases/<reference>/people/link")
@permission("perpetrator:link")
def link(reference: str) -> ResponseReturnValue:
    """Say that somebody on record is the alleged perpetrator here too."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "perpetrator:link", reference)
    known = request.form.get("person", "")
    person = person_by_reference(session, actor, "perpetrator:read", known, PERPETRATOR)
    operations.link(session, actor, case, person, context.now())
    notice(_("The person was added to the case."))
    return redirect(url_for(".people", reference=reference), 303)
