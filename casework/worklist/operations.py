"""The pass over all clocks: whoever must be told that something was not done in time is told once."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.db import uuid7
from casework.deadlines import OFFICER, Deadlines
from casework.oversight.operations import tell_officer
from casework.worklist.models import Escalation
from casework.worklist.watch import Watch, as_column
from casework.worklist.watches import WATCHES

# What the data-protection officer is told of a clock; its words stand in oversight.wording.
NOTICES: Mapping[str, str] = {"countersign": "referral.uncountersigned"}


def escalate(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> Counter[str]:
    """Note for every clock that ran out who is told of it now; returns how many for each of those.

    Nothing sealed is read. The same clock is told to the same person once.
    """
    require_role(actor, "work:escalate")
    told: Counter[str] = Counter()
    for watch in WATCHES:
        for whom in deadlines[watch.clock].escalate:
            rows = _newly(session, deadlines, watch, whom, now)
            if rows:
                session.execute(insert(Escalation), rows)
                told[whom] += len(rows)
            if whom == OFFICER:
                for row in rows:
                    _tell_officer(session, watch, row, now)
    return told


def _newly(
    session: Session, deadlines: Deadlines, watch: Watch, whom: str, now: datetime
) -> list[dict[str, Any]]:
    before = (
        select(Escalation.id)
        .where(
            Escalation.row_id == watch.model.id,
            Escalation.clock == watch.clock,
            Escalation.whom == whom,
            Escalation.started_at == watch.start,
        )
        .correlate_except(Escalation)
    )
    over = watch.begun(lambda risk: deadlines.told_by(watch.clock, risk, whom, now), deadlines)
    columns = (watch.model.id, watch.start, as_column(watch.risk), watch.facility, watch.province)
    running = watch.rows(now, *columns).where(over, watch.facility.is_not(None), ~before.exists()).distinct()
    found = watch.told(session, session.execute(running).all(), now)
    clock, kind = watch.clock, watch.row_kind
    return [
        {
            "id": uuid7(),
            "clock": clock,
            "row_kind": kind,
            "row_id": row_id,
            "whom": whom,
            "facility_id": facility_id,
            "province_code": province,
            "started_at": start,
            "due_at": deadlines.due(clock, risk, start),
            "told_at": now,
        }
        for row_id, start, risk, facility_id, province in found
    ]


def _tell_officer(session: Session, watch: Watch, row: Mapping[str, Any], now: datetime) -> None:
    tell_officer(session, NOTICES[watch.clock], row_kind=watch.row_kind, row_id=row["row_id"], now=now)
