"""Who has whose number, and what a conflict closes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework.access import Actor, require_role
from casework.access.models import Wall
from casework.cases.models import Case
from casework.conflicts.models import Conflict, NumberToken, StaffIdentity
from casework.conflicts.numbers import CONTACT, REFERRAL, RELATIVE, STAFF, numbers_in
from casework.many import chunks
from casework.people import tokens
from casework.people.models import Person, PersonToken
from casework.perpetrators.models import CasePerpetrator
from casework.referrals.models import Referral, ReferralPerson
from casework.relatives.models import Relative
from casework.safety.models import SafeContact

PERSON = "person"
KINDS = (tokens.PHONE, tokens.CITIZEN_NUMBER)
MODELS: dict[str, type[Any]] = {
    PERSON: Person,
    RELATIVE: Relative,
    CONTACT: SafeContact,
    REFERRAL: ReferralPerson,
}


class Match(NamedTuple):
    """Somebody on staff has the number of ``row_id`` (a person, or a referral), who is ``role`` there."""

    user_id: UUID
    role: str
    row_id: UUID
    matched: str


class _Candidate(NamedTuple):
    user_id: UUID
    identity_id: UUID
    source: str
    row_id: UUID
    holder_id: UUID


@dataclass
class Seen:
    """What was written and must be compared: holders of numbers; ``everything``: all there are."""

    users: set[UUID] = field(default_factory=set)
    holders: set[UUID] = field(default_factory=set)
    everything: bool = False


def matches(session: Session, seen: Seen) -> tuple[set[Match], int]:
    """Whose numbers are really the same, and how many records were opened to compare them.

    Many people share a token; what is opened is counted, not listed.
    """
    found = set(_candidates(session, seen))
    if not found:
        return set(), 0
    with session.info["vault"].quiet(session):
        staff = _loaded(session, StaffIdentity, {one.identity_id for one in found})
        rows = {
            source: _loaded(session, model, {one.row_id for one in found if one.source == source})
            for source, model in MODELS.items()
        }
        told = {match for one in found for match in _compared(one, staff, rows[one.source])}
    survivors = {(one.user_id, one.row_id) for one in told if one.role == "survivor"}
    # A number at which she herself is reached stands twice on record.
    kept = {one for one in told if one.role != "relative" or (one.user_id, one.row_id) not in survivors}
    return kept, len(staff) + sum(map(len, rows.values()))


def _loaded(session: Session, model: type[Any], ids: set[UUID]) -> dict[UUID, Any]:
    rows: dict[UUID, Any] = {}
    for chunk in chunks(ids):
        rows |= {row.id: row for row in session.scalars(select(model).where(model.id.in_(chunk)))}
    session.info["vault"].prime(session, {row.subject_id for row in rows.values()})
    return rows


def _compared(one: _Candidate, staff: dict[UUID, Any], rows: dict[UUID, Any]) -> Iterator[Match]:
    row, identity = rows.get(one.row_id), staff.get(one.identity_id)
    if row is None or identity is None:
        return
    role = {PERSON: getattr(row, "side", ""), REFERRAL: "referred"}.get(one.source, "relative")
    for kind, _text in numbers_in(row) & numbers_in(identity):
        yield Match(one.user_id, role, one.holder_id, kind)


def _candidates(session: Session, seen: Seen) -> Iterator[_Candidate]:
    staff, other = aliased(NumberToken), aliased(NumberToken)
    people = (
        select(staff.holder_id, staff.row_id, PersonToken.person_id, PersonToken.person_id)
        .join(PersonToken, _same(staff, PersonToken))
        .where(staff.source == STAFF, staff.kind.in_(KINDS))
    )
    others = (
        select(staff.holder_id, staff.row_id, other.source, other.row_id, other.holder_id)
        .join(other, _same(staff, other))
        .where(staff.source == STAFF, other.source != STAFF)
    )
    for query in _narrowed(people, seen, staff.holder_id, PersonToken.person_id):
        for user_id, identity_id, row_id, holder_id in session.execute(query):
            yield _Candidate(user_id, identity_id, PERSON, row_id, holder_id)
    for query in _narrowed(others, seen, staff.holder_id, other.holder_id):
        yield from (_Candidate(*row) for row in session.execute(query))


def _same(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one.kind == other.kind, one.index_version == other.index_version, one.token == other.token)


def _narrowed(
    statement: Select[*tuple[Any, ...]], seen: Seen, user: Any, holder: Any
) -> Iterator[Select[*tuple[Any, ...]]]:
    if seen.everything:
        yield statement
        return
    for chunk in chunks(seen.users):
        yield statement.where(user.in_(chunk))
    for chunk in chunks(seen.holders):
        yield statement.where(holder.in_(chunk))


def standing(session: Session, user_id: UUID | None = None) -> Sequence[Conflict]:
    """The conflicts that the officer has not dismissed, of all staff or of one."""
    wanted = select(Conflict).where(Conflict.dismissed_at.is_(None))
    return session.scalars(wanted if user_id is None else wanted.where(Conflict.user_id == user_id)).all()


def closed_by(session: Session, conflicts: Iterable[Conflict]) -> set[UUID]:
    """Every row that these conflicts of one person close: the survivors, their cases, who is in them, referrals.

    From a perpetrator it goes to his survivors and all their cases, never on to other survivors of
    others who are named there.
    """
    told = list(conflicts)
    survivors = {one.row_id for one in told if one.role in ("survivor", "relative")}
    himself = {one.row_id for one in told if one.role == "perpetrator"}
    referrals = _chain(session, Referral.id, {one.row_id for one in told if one.role == "referred"})
    linked = _column(session, CasePerpetrator.case_id, CasePerpetrator.person_id, himself)
    named = linked | {case for _, *cases in referrals for case in cases if case}
    survivors |= _column(session, Case.survivor_id, Case.id, named)
    cases = _column(session, Case.id, Case.survivor_id, survivors)
    people = _column(session, CasePerpetrator.person_id, CasePerpetrator.case_id, cases)
    referrals |= _chain(session, Referral.case_id, cases) | _chain(session, Referral.taken_case_id, cases)
    return survivors | himself | cases | people | {key for key, *_ in referrals}


def _column(session: Session, wanted: Any, given: Any, keys: set[UUID]) -> set[UUID]:
    return {key for chunk in chunks(keys) for key in session.scalars(select(wanted).where(given.in_(chunk)))}


def _chain(session: Session, given: Any, keys: set[UUID]) -> set[tuple[UUID, UUID | None, UUID | None]]:
    """The referrals found, with all links of their chains: key, case sent from, case taken to."""
    receipts = _column(session, Referral.receipt, given, keys)
    wanted = select(Referral.id, Referral.case_id, Referral.taken_case_id)
    found: set[tuple[UUID, UUID | None, UUID | None]] = set()
    for chunk in chunks(receipts):
        rows = session.execute(wanted.where(Referral.receipt.in_(chunk)))
        found |= {(key, sent_from, taken_to) for key, sent_from, taken_to in rows}
    return found


def rows_named(session: Session, names: Iterable[str]) -> set[UUID]:
    """The cases, people and referrals that an address names by their references."""
    told = list(names)
    found = (select(model.id).where(model.reference.in_(told)) for model in (Case, Person, Referral))
    return {key for statement in found for key in session.scalars(statement)}


def walls_of(session: Session, user_id: UUID) -> set[UUID]:
    """The rows that are closed to a member of staff."""
    return set(session.scalars(select(Wall.row_id).where(Wall.user_id == user_id)))


def cases_worked_on(session: Session, user_id: UUID, rows: set[UUID]) -> set[UUID]:
    """Which of these rows are cases whose worker is this member of staff."""
    return {
        key
        for chunk in chunks(rows)
        for key in session.scalars(select(Case.id).where(Case.worker_id == user_id, Case.id.in_(chunk)))
    }


def numbers_recorded(session: Session, user_id: UUID) -> StaffIdentity | None:
    """The latest record of a member of staff's numbers; its fields are for comparing, not for showing."""
    wanted = select(StaffIdentity).where(StaffIdentity.user_id == user_id)
    return session.scalars(wanted.order_by(StaffIdentity.recorded_at.desc(), StaffIdentity.id.desc())).first()


def conflict_list(session: Session, actor: Actor, offset: int, limit: int) -> tuple[Sequence[Conflict], int]:
    """A page of the conflicts of others than the officer who asks, newest first, and how many there are."""
    require_role(actor, "conflict:read")
    wanted = select(Conflict).where(Conflict.user_id != actor.id)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = wanted.order_by(Conflict.found_at.desc(), Conflict.id.desc()).offset(offset).limit(limit)
    return session.scalars(page).all(), total


def foreign_edition(session: Session) -> bool:
    """Whether stored tokens of staff and relatives were made for another number of people (see people.tokens)."""
    others = or_(
        *(
            and_(NumberToken.kind == kind, NumberToken.index_version != tokens.edition_of(session, kind))
            for kind in KINDS
        )
    )
    return session.scalar(select(NumberToken.row_id).where(others).limit(1)) is not None
