"""Finding somebody: what is looked for is sent in a form, never in an address."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.access import Actor, may
from casework.cases.search_forms import SearchForm
from casework.cases.search_queries import cases_of_people
from casework.people.queries import search
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.guard import permission

blueprint = Blueprint("search", __name__)
navigation.add("search.find", N_("Search"), "person:search", 30)


def side_of(actor: Actor) -> str:
    """Whom this viewer looks for: who may read cases survivors, the counsellor perpetrators."""
    return SURVIVOR if may(actor, "case:read") else PERPETRATOR


@blueprint.route("/search", methods=["GET", "POST"])
@permission("person:search")
def find() -> ResponseReturnValue:
    """Search by citizen number, phone or name, within what the viewer may see."""
    session, actor = context.session(), context.actor()
    form, found, cases = SearchForm(), None, {}
    side = side_of(actor)
    if form.validate_on_submit():
        found = search(session, actor, form.text.data or "", side, widely=bool(form.widely.data))
        if side == SURVIVOR:
            cases = cases_of_people(session, actor, [person.id for person in found.people])
    return render_template("cases/search.html", form=form, found=found, cases=cases, side=side)
