"""What the data-protection officer is told, by keys."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.queries import names
from casework.oversight import operations, queries
from casework.oversight.kind_words import kind_label
from casework.oversight.wording import detail_label, notice_label
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import notice
from casework.ui.guard import permission
from casework.ui.language import _
from casework.ui.paging import SIZE, Page, page_number

blueprint = Blueprint("notices", __name__, url_prefix="/oversight/notices")
navigation.add("notices.listing", N_("Notices"), "notice:read", 78)


@blueprint.get("")
@permission("notice:read")
def listing() -> ResponseReturnValue:
    """The notices that nobody has settled yet, or with ``?settled=1`` the others."""
    session, number = context.session(), page_number()
    settled = request.args.get("settled") == "1"
    rows, total = queries.notices(
        session, context.actor(), settled=settled, offset=(number - 1) * SIZE, limit=SIZE
    )
    staff = names(session, {key for row in rows for key in (row.user_id, row.settled_by_id)})
    shown = {
        "notice_label": notice_label,
        "detail_label": detail_label,
        "kind_label": kind_label,
        "settled": settled,
    }
    return render_template(
        "oversight/notices.html", page=Page(list(rows), number, SIZE, total), staff=staff, **shown
    )


@blueprint.post("/<uuid:notice_id>/settle")
@permission("notice:settle")
def settle(notice_id: UUID) -> ResponseReturnValue:
    """Note that it has been seen to."""
    operations.settle(context.session(), context.actor(), notice_id, context.now())
    notice(_("The notice is settled."))
    return redirect(url_for(".listing"), 303)
