"""Released figures of the demonstration: one manager proposes, another approves, as at any site."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.demo.accounts import acting
from casework.demo.ledger import FIRST_DAY
from casework.disclosure.canonical import Period
from casework.indicators.policies import SitePolicies
from casework.policies import Policies
from casework.releases import jobs, operations, states
from casework.releases.models import Release
from casework.releases.operations import ReleaseRequest
from casework.ui.context import Wiring

PROPOSER, APPROVER = "quanly", "quanly2"
Say = Callable[[str], None]


def closed(today: date) -> tuple[Period, ...]:
    """The years that are over, and the first half of this one when it is: each is a closing of its own year."""
    years = [Period.of_year(year) for year in range(FIRST_DAY.year, today.year)]
    half = Period.of_half(today.year, 1)
    return (*years, half) if half.last < today else tuple(years)


def release_figures(site: Wiring, say: Say, periods: Sequence[Period] | None = None) -> None:
    """Release what hasn't been released yet; takes a while the first time. One that was cut off is taken up again."""
    for period in closed(clock.today()) if periods is None else periods:
        with site.sessions() as session:
            proposed = _proposed(session, site, period, say)
            if proposed is None:
                continue
            if jobs.run(site, proposed.id) == states.READY:
                session.refresh(proposed)
                approver = _acting(session, site.policies, APPROVER)
                operations.approve(session, approver, proposed, proposed.version, clock.now())
            session.commit()


def _proposed(session: Session, site: Wiring, period: Period, say: Say) -> Release | None:
    """What there is to calculate or to approve; None when the period had its release.

    What somebody proposed at a page waits for whoever uses the pages: taken up is the demonstration's own alone.
    """
    known = session.scalars(select(Release).where(Release.period == period.code)).all()
    manager = _acting(session, site.policies, PROPOSER)
    waiting = {states.BUILDING, states.READY}
    if known and not (
        len(known) == 1 and known[0].state in waiting and known[0].proposed_by_id == manager.id
    ):
        return None
    say(period.code)
    if known:
        session.commit()  # what the calculation writes is then seen
        return known[0]
    if not isinstance(site.policies, SitePolicies):
        raise TypeError("The policies behind the figures are missing.")
    request = ReleaseRequest(period, period.last)
    release = operations.propose(session, manager, request, site.policies.catalogue, clock.now())
    session.commit()
    return release


def _acting(session: Session, policies: Policies, username: str) -> Actor:
    session.info["actor"] = actor = acting(session, policies.access, username)
    return actor
