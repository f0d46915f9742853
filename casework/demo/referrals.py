"""Some two hundred referrals of the last year, in every state: each is a story."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from casework.demo.accounts import acting
from casework.demo.ledger import HOME
from casework.demo.outbound import outbound
from casework.demo.rounds import rounds
from casework.demo.sending import answered, sent
from casework.demo.stage import DAY, HOUR, SECOND, Cast, Story, play
from casework.demo.taken import taken
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import operations, rules
from casework.referrals.models import Referral

# How each story ends (or where it stands), and how many there are; those that stand still began lately.
ENDINGS = {
    "served": 76,
    "moved_away": 4,
    "need_ended": 4,
    "person_declined": 6,
    "not_contactable": 5,
    "unsafe": 4,
    "declined": 10,
    "redirected": 8,
    "revoked": 5,
}
STANDINGS = {
    "engaged": 14,
    "contacting": 10,
    "accepted": 8,
    "answered": 4,
    "asked": 6,
    "passed_on": 2,
    "read": 8,
    "unread": 12,
}
# The oldest reach into a half-year that is closed, so that the funnel has something to show.
OLDEST, LATEST, SPELL = 330 * DAY, 12 * DAY, 4 * DAY
UNSIGNED = 2 * DAY


def refer(session: Session, policies: Policies, places: Mapping[str, Provider], now: datetime) -> None:
    """Play all stories up to now; the caller commits."""
    access = policies.access
    cast = Cast(
        session=session,
        policies=policies,
        chance=Random(11),
        officers=tuple(acting(session, access, name) for name in ("congan", "congan", "tuphap", "doitac")),
        colleague=acting(session, access, "congan2"),
        workers={
            HOME: acting(session, access, "nhanvien"),
            SECOND: acting(session, access, "nhanvien3"),
        },
        places=places,
        until=now,
    )
    begun: list[tuple[datetime, Story]] = []
    for ending, count in ENDINGS.items():
        begun += [(now - cast.some(OLDEST, LATEST / OLDEST, 1), _story(cast, ending)) for _ in range(count)]
    for standing, count in STANDINGS.items():
        begun += [(now - cast.some(SPELL, 0.02, 1), _story(cast, standing)) for _ in range(count)]
    begun += outbound(cast, now)
    begun += rounds(cast)
    play(begun, now)


def _story(cast: Cast, ending: str) -> Story:
    """One referral; each ``yield`` waits and gives the moment of the next act."""
    session, chance = cast.session, cast.chance
    now = yield timedelta()
    referral = sent(cast, now)
    # Whatever is older has been signed: a colleague sees to it within the day.
    if referral.ground == rules.DANGER and (cast.until - now > UNSIGNED or chance.random() < 0.4):
        now = yield cast.some(HOUR, 0.3, 5)
        operations.countersign(session, cast.colleague, referral, now)
    if ending == "unread":
        return
    if ending == "revoked" and chance.random() < 0.5:
        now = yield cast.some(HOUR, 0.2, 1)
        operations.revoke(session, cast.sender_of(referral), referral, "arranged_otherwise", now)
        return
    now = yield cast.some(HOUR, 0.1, 3)
    operations.receive(session, cast.worker_of(referral), referral, now)
    if ending != "read":
        yield from _decided(cast, referral, ending)


def _decided(cast: Cast, referral: Referral, ending: str) -> Story:
    """What becomes of a referral that was read."""
    session, worker = cast.session, cast.worker_of(referral)
    if ending in {"asked", "answered"} or (ending == "served" and cast.chance.random() < 0.1):
        now = yield cast.some(HOUR, 0.1, 1)
        question = cast.chance.choice(("health_now", "safe_window", "children_with_her"))
        operations.ask(session, worker, referral, question, referral.version, now)
        if ending == "asked":
            return
        now = yield cast.some(HOUR, 0.2, 2)
        answered(cast, referral, now)
        if ending == "answered":
            return
    now = yield cast.some(HOUR, 0.1, 2)
    if ending == "revoked":
        operations.revoke(session, cast.sender_of(referral), referral, "not_safe_now", now)
    elif ending == "declined":
        reason = cast.chance.choice(("no_capacity", "outside_area", "not_our_service"))
        operations.decline(session, worker, referral, reason, referral.version, now)
    elif ending in {"redirected", "passed_on"}:
        yield from _passed_on(cast, referral, ending, now)
    else:
        yield from taken(cast, referral, ending, now)


def _passed_on(cast: Cast, referral: Referral, ending: str, now: datetime) -> Story:
    worker = cast.worker_of(referral)
    other = next(code for code in cast.workers if cast.places[code].id != referral.receiver_id)
    onward = operations.redirect(
        cast.session,
        worker,
        referral,
        cast.places[other].id,
        "no_capacity",
        referral.version,
        now,
        policies=cast.policies,
    )
    if ending == "redirected":
        now = yield cast.some(HOUR, 0.2, 4)
        operations.receive(cast.session, cast.worker_of(onward), onward, now)
        now = yield cast.some(HOUR, 0.2, 2)
        yield from taken(cast, onward, "served", now)
