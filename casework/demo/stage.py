"""What the stories of the demonstration share: who plays, and how time passes.

A story waits, acts, and waits again; what would lie in the future has not happened yet. All stories are played
side by side in the order of time, so that the log tells them as they would have been.
"""

import heapq
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import operations
from casework.referrals.models import Referral
from casework.services import operations as services
from casework.services.operations import ServiceRequest

SECOND = "CS-33-2"  # passes on what the home facility has no room for, and the other way round
Story = Generator[timedelta, datetime, None]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Cast:
    """Who plays, until when: officers who refer, and the workers of the two facilities that receive."""

    session: Session
    policies: Policies
    chance: Random
    officers: tuple[Actor, ...]
    colleague: Actor
    workers: Mapping[str, Actor]
    places: Mapping[str, Provider]
    until: datetime

    def some(self, unit: timedelta, least: float, most: float) -> timedelta:
        """A while, to the minute."""
        minutes = self.chance.uniform(least, most) * unit / MINUTE
        return max(1, round(minutes)) * MINUTE

    def worker_of(self, referral: Referral) -> Actor:
        """Who works at the facility addressed."""
        return next(one for one in self.workers.values() if one.facility_id == referral.receiver_id)

    def sender_of(self, referral: Referral) -> Actor:
        """Who sent it."""
        return next(one for one in self.officers if one.id == referral.sent_by_id)


def serves(
    cast: Cast, worker: Actor, case: Case, kind: str, provider: Provider | None, now: datetime
) -> None:
    """A service is delivered, which closes the loop of the referral."""
    day = clock.local(now).date()
    given = ServiceRequest(kind, provider.id if provider else None, case.detected_on, day, "da_cung_cap", "")
    services.record_service(cast.session, worker, case, given, now)
    operations.delivered(cast.session, worker, case, now, kind=kind)


def play(begun: Iterable[tuple[datetime, Story]], until: datetime) -> None:
    """Play stories from the moments at which they begin, up to now."""
    queue = [(when, number, story) for number, (when, story) in enumerate(begun)]
    heapq.heapify(queue)
    for _, _, story in queue:
        next(story)
    while queue:
        when, number, story = heapq.heappop(queue)
        if when > until:
            continue
        try:
            wait = story.send(when)
        except StopIteration:
            continue
        heapq.heappush(queue, (when + wait, number, story))
