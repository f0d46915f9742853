"""Stating how much danger a survivor is in; lowering it takes two people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.crypto import verify_row
from casework.danger import Danger
from casework.refusal import N_, Refusal
from casework.safety import risk_rules as rules
from casework.safety.models import Risk, RiskSheet
from casework.safety.risk_rules import CURRENT, DECLINED, LAPSED, PAST, PROPOSED
from casework.safety.risk_sheets import Sheet, check_sheet


@dataclass(frozen=True, kw_only=True, repr=False)
class RiskRequest:
    """A level (extreme, high, medium, low), the occasion (of the list ``risk_source``), and why."""

    level: str
    source: str
    reason: str = ""


def assess(session: Session, actor: Actor, case: Case, request: RiskRequest, now: datetime) -> Risk:
    """State the level of risk. The same or a higher one counts at once; a lower one waits for a second person."""
    require(session, actor, "risk:assess", case)
    current, proposed = _standing(session, case)
    former = current.level if current else ""
    rules.check_stated(request.level, request.source, request.reason, former)
    if not rules.lowers(request.level, former):
        return _count(session, actor, case, request, now, current, proposed)
    if proposed is not None:
        raise Refusal(
            N_("A lower level waits for a second person already. It must be decided on first."), field="level"
        )
    risk = _add(session, actor, case, request, now, PROPOSED)
    _tell(session, actor, "risk.lowering_proposed", risk, now, level=risk.level, source=risk.source)
    return risk


def assess_by_form(
    session: Session,
    actor: Actor,
    case: Case,
    sheet: Sheet,
    request: RiskRequest,
    now: datetime,
    *,
    danger: Danger,
) -> Risk:
    """State the level of risk on answers to the form, which are kept beside it for good."""
    require(session, actor, "risk:assess", case)
    check_sheet(sheet, danger)
    rules.check_stated(request.level, request.source, request.reason, "")
    rules.check_answered(request.level, request.reason, sheet.said, danger)
    risk = assess(session, actor, case, request, now)
    kept = RiskSheet(case_id=case.id, subject_id=case.survivor_id, risk_id=risk.id)
    kept.answers, kept.tool = sheet.answers(danger), sheet.result()
    session.add(kept)
    session.flush()
    _tell(session, actor, "risk.answered", risk, now)
    return risk


def tell_of(session: Session, actor: Actor, case: Case, event: str, now: datetime) -> None:
    """Something happened, told by staff who state no level now: the risk has to be looked at again at once."""
    require(session, actor, "risk:assess", case)
    current, _ = _standing(session, case)
    rules.check_happened(event, current)
    happened(session, actor, case, event, now)


def confirm(session: Session, actor: Actor, case: Case, proposal: Risk, now: datetime) -> None:
    """Lower the risk as somebody else proposed; from then on that level counts."""
    current = _second(session, actor, case, proposal)
    if current is not None:
        current.standing = PAST
    proposal.standing, proposal.decided_at, proposal.decided_by = CURRENT, now, actor.id
    session.flush()
    _tell(session, actor, "risk.lowered", proposal, now, level=proposal.level)


def decline(session: Session, actor: Actor, case: Case, proposal: Risk, now: datetime) -> None:
    """Leave the risk where it is, against somebody's proposal."""
    _second(session, actor, case, proposal)
    proposal.standing, proposal.decided_at, proposal.decided_by = DECLINED, now, actor.id
    session.flush()
    _tell(session, actor, "risk.lowering_declined", proposal, now, level=proposal.level)


def told(session: Session, actor: Actor, case: Case, level: str, source: str, now: datetime) -> None:
    """Somebody else says how great the risk is (a referral): it counts where it isn't lower than what counts."""
    require(session, actor, "risk:assess", case)
    current, proposed = _standing(session, case)
    if level and not rules.lowers(level, current.level if current else ""):
        _count(session, actor, case, RiskRequest(level=level, source=source), now, current, proposed)


def happened(
    session: Session,
    actor: Actor,
    case: Case,
    event: str,
    now: datetime,
    *,
    at_least: str = "",
    since: datetime | None = None,
) -> None:
    """Something happened (of the list ``risk_source``): the risk has to be looked at again at once.

    ``at_least`` is the level to which that raises it; ``since``: it was known earlier than now. A case whose risk
    nobody has assessed is left as it is unless the event raises it. For rooms that know of events: the caller has
    checked who may tell of them.
    """
    current, proposed = _standing(session, case)
    raised = rules.highest(at_least, current.level if current else "")
    if not raised:
        return
    if current is None or raised != current.level:
        current = _count(
            session, actor, case, RiskRequest(level=raised, source=event), now, current, proposed
        )
    elif proposed is not None:
        proposed.standing = LAPSED
    at = since or now
    if current.event_at is None or at < current.event_at:
        current.event, current.event_at = event, at
        session.flush()
    _tell(session, actor, "risk.questioned", current, now, source=event)


def _standing(session: Session, case: Case) -> tuple[Risk | None, Risk | None]:
    """What counts and what is proposed, as they are once nobody else writes on the risk of this case."""
    session.flush()
    same = update(Case).where(Case.id == case.id).values(version=Case.version)
    session.execute(same, execution_options={"synchronize_session": False})
    wanted = select(Risk).where(Risk.case_id == case.id, Risk.standing.in_((CURRENT, PROPOSED)))
    found: dict[str, Risk] = {}
    for risk in session.scalars(wanted.execution_options(populate_existing=True)):
        verify_row(risk)
        found[risk.standing] = risk
    return found.get(CURRENT), found.get(PROPOSED)


def _second(session: Session, actor: Actor, case: Case, proposal: Risk) -> Risk | None:
    """The level that counts, when the actor may decide on this proposal."""
    require(session, actor, "risk:confirm", proposal)
    current, proposed = _standing(session, case)
    if proposed is None or proposed.id != proposal.id:
        raise Refusal(
            N_("This proposal no longer stands: somebody has decided on it, or stated a level since.")
        )
    if proposal.assessed_by == actor.id:
        raise Refusal(N_("You proposed this yourself. Somebody else has to decide on it."))
    return current


def _count(
    session: Session,
    actor: Actor,
    case: Case,
    request: RiskRequest,
    now: datetime,
    current: Risk | None,
    proposed: Risk | None,
) -> Risk:
    """Let a level count from now on; a proposal that was made before it knew less, and lapses."""
    if current is not None:
        current.standing = PAST
    if proposed is not None:
        proposed.standing = LAPSED
    risk = _add(session, actor, case, request, now, CURRENT)
    _tell(session, actor, "risk.assessed", risk, now, level=risk.level, source=risk.source)
    return risk


def _add(
    session: Session, actor: Actor, case: Case, request: RiskRequest, now: datetime, standing: str
) -> Risk:
    risk = Risk(
        case_id=case.id,
        subject_id=case.survivor_id,
        level=request.level,
        source=request.source,
        reason=request.reason.strip(),
        standing=standing,
        assessed_at=now,
        assessed_by=actor.id,
    )
    session.add(risk)
    session.flush()
    return risk


def _tell(session: Session, actor: Actor, event: str, risk: Risk, now: datetime, **facts: str) -> None:
    note(
        session,
        actor,
        event,
        kind=Risk.__tablename__,
        row_id=risk.id,
        subject_id=risk.subject_id,
        case_id=risk.case_id,
        facts=facts,
        now=now,
    )
