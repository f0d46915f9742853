"""What the stories of the demonstration's referrals share: who plays, and how time passes."""

from collections.abc import Generator, Mapping
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
    """Who plays: officers who refer, and the workers of the two facilities that receive."""

    session: Session
    policies: Policies
    chance: Random
    officers: tuple[Actor, ...]
    colleague: Actor
    workers: Mapping[str, Actor]
    places: Mapping[str, Provider]

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
