"""Asking for a list of incidents, the second person's answer, and taking it once."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require, require_here
from casework.audit.operations import record
from casework.db import check_version, uuid7
from casework.exports import line_queries, states
from casework.exports.linemap import LineMap
from casework.exports.linesheet import as_workbook
from casework.exports.models import LineExport
from casework.refusal import N_, Refusal

REASONS = {
    "agreement": N_("Reporting under an information-sharing agreement"),
    "review": N_("Review of the facility's own work"),
    "request": N_("A competent authority has asked for it in writing"),
}


@dataclass(frozen=True)
class LineRequest:
    """Which incidents: those of cases detected on these days."""

    first: date
    last: date
    reason: str


def ask(session: Session, actor: Actor, request: LineRequest, now: datetime) -> LineExport:
    """Ask for the incidents of one's own facility; somebody else has to agree."""
    require_here(actor, "line:request", actor.facility_id)
    if request.last < request.first:
        raise Refusal(N_("The last day must not be before the first."), field="last")
    if request.last > clock.local(now).date():
        raise Refusal(N_("The last day must not be in the future."), field="last")
    if request.reason not in REASONS:
        raise Refusal(N_("Choose one of the reasons."), field="reason")
    if actor.id is None or actor.facility_id is None:
        raise Refusal(N_("Only staff of a facility can ask for its incidents."))
    asked = LineExport(
        id=uuid7(),
        facility_id=actor.facility_id,
        first=request.first,
        last=request.last,
        reason=request.reason,
        state=states.ASKED,
        asked_by_id=actor.id,
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    facts = {
        "from": request.first.isoformat(),
        "to": request.last.isoformat(),
        "reason": request.reason,
    }
    record(session, actor, "line.asked", kind="line_export", row_id=asked.id, facts=facts, now=now)
    return asked


def decide(
    session: Session,
    actor: Actor,
    asked: LineExport,
    words: LineMap,
    version: int,
    now: datetime,
    *,
    agreed: bool,
) -> None:
    """The second person's yes or no. Whoever asked can't give it."""
    require(session, actor, "line:approve", asked)
    following = states.AGREED if agreed else states.DECLINED
    if not states.may(state_of(asked, words, now), following):
        raise Refusal(N_("This request was decided on already, or it is too late."))
    if actor.id is None or actor.id == asked.asked_by_id:
        raise Refusal(N_("Somebody else than the one who asked must decide."))
    check_version(asked, version)
    asked.state, asked.decided_by_id, asked.decided_at = following, actor.id, now
    session.flush()
    event = "line.agreed" if agreed else "line.declined"
    record(session, actor, event, kind="line_export", row_id=asked.id, now=now)


def take(
    session: Session, actor: Actor, asked: LineExport, words: LineMap, version: int, now: datetime
) -> bytes:
    """The sheet, for the one who asked, once. It is made now and kept nowhere."""
    require(session, actor, "line:request", asked)
    if actor.id != asked.asked_by_id:
        raise Refusal(N_("Only the one who asked can take the list."))
    if not states.may(state_of(asked, words, now), states.TAKEN):
        raise Refusal(
            N_("The list can't be taken: it was taken already, nobody has agreed, or it is too late.")
        )
    check_version(asked, version)
    rows = line_queries.rows(session, actor, asked, words)
    if len(rows) > words.most:
        raise Refusal(N_("There are more than %(most)s incidents: ask for a shorter time."), most=words.most)
    asked.state, asked.taken_at, asked.incidents = states.TAKEN, now, len(rows)
    session.flush()
    facts = {"incidents": len(rows)}
    record(session, actor, "line.taken", kind="line_export", row_id=asked.id, facts=facts, now=now)
    return as_workbook(rows, now)


def state_of(asked: LineExport, words: LineMap, now: datetime) -> str:
    """Its state now."""
    return states.stands(asked.state, asked.asked_at, asked.decided_at, now, words.to_agree, words.to_take)
