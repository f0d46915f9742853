"""The blueprint of the referrals of a case, and how its views find one."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.outbound import queries
from casework.referrals.models import Referral
from casework.ui import context

blueprint = Blueprint("outbound", __name__, url_prefix="/cases/<reference>/referrals")
door = Blueprint("letters", __name__)


def found(reference: str, sent: str, needed: str) -> tuple[Case, Referral]:
    """The case and the referral that was sent from it; NotFound unless both are the viewer's for this."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "case:read", reference)
    return case, queries.sent_from(session, actor, needed, case, sent)


def shown(reference: str, sent: str) -> ResponseReturnValue:
    """To the page of a referral."""
    return redirect(url_for("outbound.show", reference=reference, sent=sent), 303)
