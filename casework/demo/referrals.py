"""Some two hundred referrals of the last year, in every state: each is a story that is played on a clock.

A story waits, acts, and waits again; what would lie in the future has not happened yet. All stories are played
side by side in the order of time, so that the log tells them as they would have been.
"""

import heapq
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from casework import clock
from casework.demo import sayings
from casework.demo.accounts import acting
from casework.demo.ledger import HOME
from casework.demo.outbound import outbound
from casework.demo.stage import DAY, HOUR, SECOND, Cast, Story
from casework.demo.taken import taken
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import operations, rules
from casework.referrals.models import Referral
from casework.referrals.queries import questions_of
from casework.referrals.requests import ReferralRequest
from casework.routing.queries import on_duty
from casework.sharing import narrow

PROVINCE = "33"
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
    )
    begun: list[tuple[datetime, Story]] = []
    for ending, count in ENDINGS.items():
        begun += [(now - cast.some(OLDEST, LATEST / OLDEST, 1), _story(cast, ending)) for _ in range(count)]
    for standing, count in STANDINGS.items():
        begun += [(now - cast.some(SPELL, 0.02, 1), _story(cast, standing)) for _ in range(count)]
    begun += outbound(cast, now)
    _play(begun, now)


def _play(begun: list[tuple[datetime, Story]], until: datetime) -> None:
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


def _story(cast: Cast, ending: str) -> Story:
    """One referral; each ``yield`` waits and gives the moment of the next act."""
    session, chance = cast.session, cast.chance
    now = yield timedelta()
    referral = _sent(cast, now)
    if referral.ground == rules.DANGER and chance.random() < 0.8:
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
        _answer(cast, referral, now)
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


def _sent(cast: Cast, now: datetime) -> Referral:
    chance, policies = cast.chance, cast.policies
    officer = chance.choice(cast.officers)
    danger = officer.role == "police_officer" and chance.random() < 0.25
    commune = chance.choice(policies.units.communes_of(PROVINCE)).code
    needs = chance.choice(sayings.NEEDS)
    staffed = {cast.places[code].id for code in cast.workers}
    asked = [one.provider for one in on_duty(cast.session, policies.units, needs, commune)]
    receiver = next(one for one in asked if one.id in staffed)
    envelope = sayings.envelope(chance, now)
    person = sayings.person(chance, envelope["sex"], clock.local(now).date())
    sender = next(one for one in cast.places.values() if one.id == officer.facility_id)
    grant = policies.sharing.grant(sender.kind, receiver.kind)
    request = ReferralRequest(
        receiver_id=receiver.id,
        services=needs,
        commune_code=commune,
        risk=chance.choices(sayings.RISKS, (8, 30, 42, 20))[0],
        ground=rules.DANGER if danger else "consent",
        legal_ground=chance.choice(("protect_life", "stop_domestic_violence")) if danger else "",
        envelope=narrow(grant, "envelope", envelope) if grant else {},
        person=narrow(grant, "person", person) if grant else {},
    )
    return operations.send(cast.session, officer, request, now, policies=policies)


def _answer(cast: Cast, referral: Referral, now: datetime) -> None:
    sender = cast.sender_of(referral)
    for question in questions_of(cast.session, sender, referral):
        if question.answered_at is None:
            operations.answer(cast.session, sender, referral, question.id, "Đã hỏi, không cần gấp.", now)


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
