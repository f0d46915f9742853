"""Referrals out of cases: to the other facility, and by letter to those outside the system."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.demo import sayings
from casework.demo.ledger import HOME
from casework.demo.stage import DAY, HOUR, SECOND, Cast, Story, serves
from casework.outbound import operations as letters
from casework.outbound.rules import DECLINES, TAKES_ON, Reply
from casework.people.models import Person
from casework.referrals import operations
from casework.referrals.models import Referral
from casework.referrals.requests import ReferralRequest
from casework.sharing import narrow

NOBODY = Actor(None, "nobody", None, "")
# To whom the letters go: code of the organisation, what is asked for, and what becomes of it.
LETTERS = (
    ("CS-33-5", "tro_giup_phap_ly", "printed"),
    ("CS-33-4", "y_te", "delivered"),
    ("CA-33", "bao_ve_an_toan", "taken on"),
    ("CS-33-5", "tro_giup_phap_ly", "unanswered"),
    ("CS-33-4", "y_te", "delivered"),
    ("CS-33-5", "ho_tro_phap_luat", "declined"),
)
TAKEN_ON = Reply("Vũ Thị Hường", "Cán bộ trực", TAKES_ON)
DECLINED = Reply("Vũ Thị Hường", "Cán bộ trực", DECLINES, "no_capacity")
INSIDE = 4
OLD = 18  # days: longer than a link lasts


def outbound(cast: Cast, until: datetime) -> Iterator[tuple[datetime, Story]]:
    """Stories of some of the cases that somebody works on, and when each begins."""
    home, since = cast.places[HOME], until - OLD * DAY
    worked_on = select(Case.id).where(
        Case.facility_id == home.id,
        Case.worker_id == cast.workers[HOME].id,
        Case.detected_on < clock.local(since).date(),
    )
    for number, case_id in enumerate(cast.session.scalars(worked_on.order_by(Case.detected_on, Case.id))):
        if number < len(LETTERS):
            yield since + cast.some(DAY, 0.1, 3), _letter(cast, case_id, *LETTERS[number])
        elif number < len(LETTERS) + INSIDE:
            yield until - cast.some(HOUR, 6, 30), _to_the_other(cast, case_id)


def _letter(cast: Cast, case_id: UUID, code: str, kind: str, becomes: str) -> Story:
    """A letter: some are answered through their link, of some the service has been delivered."""
    now = yield timedelta()
    referral = _sent(cast, case_id, code, (kind,), now, inside=False)
    if becomes == "printed":
        return
    worker = cast.workers[HOME]
    token, _link = letters.make_link(cast.session, worker, referral, now, policies=cast.policies)
    if becomes == "unanswered":
        return
    now = yield cast.some(HOUR, 3, 30)
    letters.reply(cast.session, NOBODY, token, DECLINED if becomes == "declined" else TAKEN_ON, now)
    if becomes == "delivered":
        now = yield cast.some(DAY, 1, 4)
        case = cast.session.get_one(Case, case_id)
        serves(cast, worker, case, kind, cast.places[code], now)


def _to_the_other(cast: Cast, case_id: UUID) -> Story:
    now = yield timedelta()
    referral = _sent(cast, case_id, SECOND, ("tro_giup_xa_hoi",), now, inside=True)
    now = yield cast.some(HOUR, 1, 5)
    operations.receive(cast.session, cast.workers[SECOND], referral, now)


def _sent(
    cast: Cast, case_id: UUID, code: str, kinds: tuple[str, ...], now: datetime, *, inside: bool
) -> Referral:
    """Her consent is asked for and recorded, and the referral sent."""
    session, policies, worker = cast.session, cast.policies, cast.workers[HOME]
    case, receiver = session.get_one(Case, case_id), cast.places[code]
    today = clock.local(now).date()
    purpose = policies.sharing.purpose(receiver.kind)
    # A letter goes to no organisation of this system: her answer is about its kind.
    answer = ConsentRequest(
        purpose=purpose,
        answer="given",
        given_on=today,
        recipient_kind=receiver.kind,
        recipient_id=receiver.id if inside else None,
        manner="spoken",
    )
    consents.record(session, worker, case, answer, now)
    session.flush()
    with session.info["vault"].quiet(session):
        survivor = session.get_one(Person, case.survivor_id)
        person = {"full_name": survivor.full_name, "may_contact": "co", "channel": "phone_call"}
    grant = policies.sharing.grant(cast.places[HOME].kind, receiver.kind)
    request = ReferralRequest(
        receiver_id=receiver.id if inside else None,
        outside="" if inside else receiver.name,
        outside_kind="" if inside else receiver.kind,
        services=kinds,
        commune_code=case.commune_code,
        risk=cast.chance.choice(sayings.RISKS[1:]),
        ground="consent",
        envelope=narrow(grant, "envelope", sayings.envelope(cast.chance, now)) if grant else {},
        person=narrow(grant, "person", person) if grant else {},
        case_id=case.id,
    )
    return operations.send(session, worker, request, now, policies=policies)
