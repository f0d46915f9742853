"""The work list: one's own and the team's."""

from flask import Blueprint, render_template

from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.guard import permission
from casework.worklist import presenters, queries
from casework.worklist.rules import Item

blueprint = Blueprint("worklist", __name__, url_prefix="/work")
navigation.add("worklist.mine", N_("Work list"), "work:list", 12)


@blueprint.get("")
@permission("work:list")
def mine() -> str:
    """What is one's own to do, and what is nobody's yet."""
    found = queries.own_work(context.session(), context.actor(), context.policy().deadlines, context.now())
    return _page(found, "mine")


@blueprint.get("/team")
@permission("work:list")
def team() -> str:
    """What the whole organisation has to do."""
    found = queries.team_work(context.session(), context.actor(), context.policy().deadlines, context.now())
    return _page(found, "team")


def _page(items: list[Item], which: str) -> str:
    names = queries.workers(context.session(), items)
    parts = presenters.parts(items, context.actor(), context.policy().deadlines, names, context.now())
    return render_template("worklist/listing.html", parts=parts, which=which)
