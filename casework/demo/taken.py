"""What a facility does with a referral that it takes on: it opens the case, calls, meets, serves, or can't."""

from datetime import datetime

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.cases.operations import CaseFacts
from casework.demo.stage import DAY, HOUR, Cast, Story, serves
from casework.referrals import operations
from casework.referrals.models import Referral
from casework.referrals.requests import AttemptRequest, Opening


def taken(cast: Cast, referral: Referral, ending: str, now: datetime) -> Story:
    """From acceptance on; now and then nobody has opened the case yet, or she says no before anybody has."""
    session, worker = cast.session, cast.worker_of(referral)
    operations.accept(session, worker, referral, referral.version, now, policies=cast.policies)
    early = cast.chance.random() < 0.5
    if ending in {"accepted", "contacting", "person_declined"} and early:
        yield from _reached_for(cast, referral, ending)
        return
    now = yield cast.some(HOUR, 0.05, 0.4)
    case = _opened(cast, referral, worker, now)
    if ending == "accepted":
        return
    if ending == "not_contactable":
        for channel, result in (("phone_call", "no_answer"), ("text_message", "no_answer")):
            now = yield cast.some(HOUR, 1, 6)
            _tries(cast, referral, channel, result, now)
        now = yield DAY + cast.some(HOUR, 1, 3)
        _tries(cast, referral, "phone_call", "switched_off", now)
        operations.give_up(session, worker, referral, referral.version, now)
        if cast.chance.random() < 0.4:
            now = yield cast.some(DAY, 2, 4)
            operations.close(session, worker, referral, referral.version, now)
        return
    if ending in {"contacting", "person_declined"}:
        yield from _reached_for(cast, referral, ending)
        return
    now = yield cast.some(HOUR, 0.5, 8)
    if ending == "unsafe":
        _tries(cast, referral, "phone_call", "someone_else", now, safe=False)
        return
    _tries(cast, referral, "phone_call", "reached", now)
    now = yield cast.some(HOUR, 2, 30)
    operations.engage(session, worker, referral, referral.version, now)
    if ending == "engaged":
        return
    now = yield cast.some(DAY, 0.5, 5)
    if ending == "served":
        served_at = next(one for one in cast.places.values() if one.id == referral.receiver_id)
        serves(cast, worker, case, referral.services[0], served_at, now)
    else:
        operations.close(session, worker, referral, referral.version, now, reason=ending)


def _reached_for(cast: Cast, referral: Referral, ending: str) -> Story:
    """She is called: nobody answers, or she says no."""
    if ending == "accepted":
        return
    now = yield cast.some(HOUR, 0.5, 8)
    if ending == "contacting":
        _tries(cast, referral, "phone_call", "no_answer", now)
        return
    _tries(cast, referral, "phone_call", "reached", now)
    worker = cast.worker_of(referral)
    operations.person_declined(cast.session, worker, referral, referral.version, now)


def _opened(cast: Cast, referral: Referral, worker: Actor, now: datetime) -> Case:
    facts = CaseFacts(
        kind="bao_luc_gia_dinh",
        detected_on=clock.local(now).date(),
        commune_code=referral.commune_code,
        source="cong_an" if cast.sender_of(referral).role == "police_officer" else "cong_dong",
        need="co",
    )
    opening = Opening(case=facts)
    return operations.open_case(cast.session, worker, referral, opening, now, policies=cast.policies)


def _tries(
    cast: Cast, referral: Referral, channel: str, result: str, now: datetime, *, safe: bool = True
) -> None:
    request = AttemptRequest(channel=channel, result=result, safe=safe, at=now)
    operations.attempt(cast.session, cast.worker_of(referral), referral, request, now)
