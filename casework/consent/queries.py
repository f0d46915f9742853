"""Consent in a case: every answer, the one that counts, and whether it covers telling somebody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
from casework.accounts import queries as accounts
from casework.accounts.models import User
from casework.cases.models import Case
from casework.consent import rules
from casework.consent.models import Consent
from casework.crypto import verify_row
from casework.many import chunks
from casework.providers import queries as providers
from casework.providers.models import Provider


@dataclass(frozen=True)
class Recorded:
    """An answer with names: who wrote it down, to whom it was said, whom it is about ("" where none is named).

    Of what a sender was told before it handed her over, ``taken_by`` is the sender: an organisation, not its staff.
    """

    consent: Consent
    by: str
    taken_by: str = ""
    recipient: str = ""


class Asked(NamedTuple):
    """A hand-over for which consent is looked for: of which case, to what purpose, to whom."""

    case_id: UUID
    purpose: str
    recipient_kind: str
    recipient_id: UUID | None


@dataclass(frozen=True)
class Ending:
    """A consent that ends soon, and where it is asked for again."""

    consent: Consent
    reference: str
    worker_id: UUID | None


def of_case(session: Session, actor: Actor, case: Case) -> list[Recorded]:
    """All answers in the case, the latest first."""
    statement = scope(select(Consent).where(Consent.case_id == case.id), Consent, actor, "case:read")
    answers = sorted(session.scalars(statement), key=rules.order, reverse=True)
    staff = accounts.names(session, {key for each in answers for key in (each.recorded_by, each.taken_by)})
    senders = _organisations(session, {each.taken_by for each in answers if _brought(each, case)})
    named = providers.names(session, {each.recipient_id for each in answers if each.recipient_id})
    return [
        Recorded(
            each,
            by=staff.get(each.recorded_by, "") if each.recorded_by else "",
            taken_by=(senders if _brought(each, case) else staff).get(each.taken_by, "")
            if each.taken_by
            else "",
            recipient=named.get(each.recipient_id, "") if each.recipient_id else "",
        )
        for each in answers
    ]


def _brought(answer: Consent, case: Case) -> bool:
    return rules.told_to(answer, case.facility_id)


def _organisations(session: Session, users: set[UUID | None]) -> dict[UUID, str]:
    of = select(User.id, Provider.name).join(Provider, Provider.id == User.facility_id)
    found = session.execute(of.where(User.id.in_(users - {None}))) if users else ()
    return {row[0]: row[1] for row in found}


def one(session: Session, actor: Actor, permission: str, case: Case, consent_id: UUID) -> Consent:
    """One answer of the case, if the actor may do this with it; its seal is checked."""
    consent = find(session, actor, permission, Consent, Consent.id == consent_id, Consent.case_id == case.id)
    verify_row(consent)
    return consent


def standing(session: Session, actor: Actor, case: Case) -> dict[str, Consent]:
    """The answer about everybody that counts, by purpose; a purpose never asked about is missing."""
    return rules.newest(recorded.consent for recorded in of_case(session, actor, case))


def covers(
    session: Session,
    case_id: UUID,
    purpose: str,
    recipient_id: UUID | None,
    on: date,
    *,
    recipient_kind: str = "",
) -> Consent | None:
    """The consent that covers a purpose towards a recipient on a day; None: tell that recipient nothing.

    For a recipient who is none of our organisations there is no ``recipient_id``, and only consent about
    everybody, or about its ``recipient_kind``, covers it. Asked by the program, whoever acts, at every
    hand-over; never before a service. Tampered where an answer was edited past the application.
    """
    if recipient_id is not None and not recipient_kind:
        kind = select(Provider.kind).where(Provider.id == recipient_id)
        recipient_kind = session.scalar(kind) or ""
    told = select(Consent).where(Consent.case_id == case_id, Consent.purpose == purpose)
    answers = session.scalars(told).all()
    for answer in answers:
        verify_row(answer)
    found = rules.counting(answers, recipient_kind, recipient_id, on)
    return found if found is not None and rules.holds(found, on) else None


def uncovered(session: Session, asked: Mapping[UUID, Asked], on: date) -> set[UUID]:
    """Which of these hand-overs no consent covers on a day: ``covers`` for lists, by which nothing is opened."""
    told = _columns_by_case(session, {each.case_id for each in asked.values()})
    return {key for key, each in asked.items() if not _covered(each, told.get(each.case_id, []), on)}


def _covered(asked: Asked, told: Sequence[Any], on: date) -> bool:
    same = [each for each in told if each.purpose == asked.purpose]
    found = rules.counting(same, asked.recipient_kind, asked.recipient_id, on)
    return found is not None and rules.holds(found, on)


def _columns_by_case(session: Session, case_ids: set[UUID]) -> dict[UUID, list[Any]]:
    names = (
        "case_id",
        "purpose",
        "answer",
        "given_on",
        "recipient_kind",
        "recipient_id",
        "expires_on",
        "recorded_at",
    )
    columns = [getattr(Consent, name) for name in names]
    told: dict[UUID, list[Any]] = {}
    for chunk in chunks(case_ids):
        for row in session.execute(select(*columns).where(Consent.case_id.in_(chunk))):
            told.setdefault(row.case_id, []).append(row)
    return told


def recipients(session: Session, case: Case, kinds: Iterable[str]) -> list[Provider]:
    """The organisations of these kinds that an answer can be about, by name: those of the facility's province."""
    own = session.get_one(Provider, case.facility_id)
    near = or_(Provider.province_code == own.province_code, Provider.reach == "country")
    found = select(Provider).where(
        Provider.active, Provider.id != own.id, Provider.kind.in_(tuple(kinds)), near
    )
    return list(session.scalars(found.order_by(Provider.name, Provider.id)))


def ending(session: Session, actor: Actor, today: date, until: date, most: int = 500) -> list[Ending]:
    """The consents that count today and end by a day, in the cases the actor may read; the first to end first.

    Not those on which somebody was handed over to the facility: that is done, and nobody asks for it again.
    """
    ours = or_(Consent.recipient_id.is_(None), Consent.recipient_id != Case.facility_id)
    last = (ours, Consent.answer == rules.GIVEN, Consent.expires_on >= today, Consent.expires_on <= until)
    statement = select(Consent, Case.reference, Case.attendant()).join(Case, Case.id == Consent.case_id)
    found = session.execute(
        scope(statement.where(*last), Consent, actor, "case:read")
        .order_by(Consent.expires_on, Consent.id)
        .limit(most)
    ).all()
    told = _by_case(session, {consent.case_id for consent, _reference, _worker in found})
    return [
        Ending(consent, reference, worker_id)
        for consent, reference, worker_id in found
        if _counts(consent, told[consent.case_id], today)
    ]


def _by_case(session: Session, case_ids: set[UUID]) -> dict[UUID, list[Consent]]:
    told: dict[UUID, list[Consent]] = {case_id: [] for case_id in case_ids}
    for answer in session.scalars(select(Consent).where(Consent.case_id.in_(case_ids))):
        told[answer.case_id].append(answer)
    return told


def _counts(consent: Consent, told: Sequence[Consent], today: date) -> bool:
    same = [each for each in told if each.purpose == consent.purpose]
    return rules.counting(same, consent.recipient_kind, consent.recipient_id, today) is consent
