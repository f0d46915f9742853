"""Proposing a release, and the second person's decision. Nothing here counts anything."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.db import check_version, uuid7
from casework.disclosure.canonical import Period
from casework.indicators.catalogue import Catalogue
from casework.refusal import N_, Refusal
from casework.releases import notes, queries, states
from casework.releases.models import Release

REASONS = {
    "too_much_withheld": N_("Too much is withheld"),
    "data_incomplete": N_("The data were not complete yet"),
    "not_needed": N_("It is not needed"),
}
PREPARED = N_("Another release of this year is being prepared. Decide on it first.")


@dataclass(frozen=True)
class ReleaseRequest:
    """A closing of a year: which period's report it is for, and the last day whose facts count."""

    period: Period
    cut_off: date
    corrects_id: UUID | None = None


def propose(
    session: Session, actor: Actor, request: ReleaseRequest, catalogue: Catalogue, now: datetime
) -> Release:
    """Have a release calculated; Refusal where it couldn't be one, whatever the data say."""
    require_role(actor, "release:propose")
    year = request.period.first.year
    today = clock.local(now).date()
    if request.cut_off > today:
        raise Refusal(N_("The data can't be closed on a day that has not come yet."), field="cut_off")
    if queries.open_ones(session, year):
        raise Refusal(PREPARED)
    before = queries.approved(session, year)
    if len(before) >= catalogue.most_a_year:
        raise Refusal(
            N_("This year has had its %(most)s releases: one more can't be made safe beside them."),
            most=catalogue.most_a_year,
        )
    corrects = request.corrects_id or _same_closing(before, request)
    newest = max((one.cut_off for one in before), default=None)
    if newest is not None and request.cut_off < newest and corrects is None:
        raise Refusal(
            N_("A later closing of this year was released already (%(day)s)."),
            field="cut_off",
            day=f"{newest:%d/%m/%Y}",
        )
    proposed = Release(
        id=uuid7(),
        year=year,
        number=None,
        period=request.period.code,
        first=date(year, 1, 1),
        last=min(request.period.last, request.cut_off),
        cut_off=request.cut_off,
        state=states.BUILDING,
        corrects_id=corrects,
        proposed_by_id=actor.id,
        proposed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(proposed)
    except IntegrityError as overtaken:  # somebody else, or the same one twice, at the same moment
        raise Refusal(PREPARED) from overtaken
    _note(session, actor, "release.proposed", proposed, now)
    return proposed


def approve(session: Session, actor: Actor, release: Release, version: int, now: datetime) -> None:
    """Approve what somebody else proposed: it gets its number, is signed, and is frozen for ever."""
    require_role(actor, "release:approve")
    check_version(release, version)
    known = beside(session, release.year)
    _decide(actor, release, states.APPROVED, now)
    if not notes.is_whole(queries.parts(session, release.id, secret=False), release.digest):
        raise Refusal(N_("The release is not what was calculated. Refuse it and propose it anew."))
    if json.loads(release.versions).get("beside") != known:
        raise Refusal(N_("Another release was approved meanwhile. Refuse this one and propose it anew."))
    last = session.scalar(select(func.max(Release.number)).where(Release.year == release.year))
    release.number = (last or 0) + 1
    release.note = notes.sign(session.info["vault"], release)
    session.flush()
    _note(session, actor, "release.approved", release, now)


def refuse(
    session: Session, actor: Actor, release: Release, reason: str, version: int, now: datetime
) -> None:
    """Say no, with a reason; its tables and proofs are deleted."""
    require_role(actor, "release:approve")
    check_version(release, version)
    if reason not in REASONS:
        raise Refusal(N_("Choose one of the reasons."), field="reason")
    if not states.may(release.state, states.REFUSED):
        raise Refusal(N_("This release was decided on already."))
    release.state, release.reason = states.REFUSED, reason
    release.decided_by_id, release.decided_at = actor.id, now
    for secret in (True, False):
        for part in queries.parts(session, release.id, secret=secret):
            session.delete(part)
    session.flush()
    _note(session, actor, "release.refused", release, now)


def beside(session: Session, year: int) -> list[str]:
    """The digests of the year's approved releases: what a new one was made safe beside."""
    return sorted(one.digest for one in queries.approved(session, year))


def _same_closing(before: Sequence[Release], request: ReleaseRequest) -> UUID | None:
    """The newest release of the closing that is asked for once more: what is proposed puts it right."""
    same = [one for one in before if (one.period, one.cut_off) == (request.period.code, request.cut_off)]
    newest = max(same, key=lambda one: one.number or 0, default=None)
    return newest.id if newest else None


def _decide(actor: Actor, release: Release, state: str, now: datetime) -> None:
    if not states.may(release.state, state):
        raise Refusal(N_("This release was decided on already."))
    if actor.id == release.proposed_by_id:
        raise Refusal(N_("Somebody else than the one who proposed it must decide."))
    release.state = state
    release.decided_by_id, release.decided_at = actor.id, now


def _note(session: Session, actor: Actor, event: str, release: Release, now: datetime) -> None:
    facts = {"cut_off": release.cut_off.isoformat()}
    record(session, actor, event, kind="release", row_id=release.id, facts=facts, now=now)
