"""Reading perpetrators' files. Nothing here tells the counsellor who the survivor is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, open_to, scope
from casework.cases.models import Case
from casework.crypto import verify_row, verify_rows
from casework.people.holdings import check_holdings
from casework.people.models import Person
from casework.people.queries import person_by_reference
from casework.people.rules import PERPETRATOR
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability


@dataclass(frozen=True)
class LinkedCase:
    """A case as the perpetrator's counsellor may know it: no reference, no survivor, no relation."""

    link_id: UUID
    case_id: UUID
    kind: str
    detected_on: date
    province_code: str


def perpetrator(session: Session, actor: Actor, permission: str, reference: str) -> Person:
    """The perpetrator of that reference, if the actor may do this with the file; else NotFound."""
    return person_by_reference(session, actor, permission, reference, PERPETRATOR)


def listing(session: Session, actor: Actor, offset: int, limit: int) -> tuple[Sequence[Person], int]:
    """A page of perpetrators whom the actor may list, newest first, and how many there are."""
    statement = scope(select(Person), Person, actor, "perpetrator:list").where(Person.side == "perpetrator")
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = session.scalars(
        statement.order_by(Person.created_at.desc(), Person.id).offset(offset).limit(limit)
    ).all()
    session.info["vault"].prime(session, [person.id for person in page])
    check_holdings(session, actor, page)
    return page, total


def cases_of(session: Session, actor: Actor, person: Person) -> list[LinkedCase]:
    """The cases of the actor's own facility in which the person is the alleged perpetrator, newest first."""
    statement = (
        select(CasePerpetrator.id, Case.id.label("case_id"), Case.kind, Case.detected_on, Case.province_code)
        .join(Case, Case.id == CasePerpetrator.case_id)
        .where(
            CasePerpetrator.person_id == person.id,
            Case.facility_id == actor.facility_id,
            open_to(Case, actor),
        )
        .order_by(Case.detected_on.desc(), Case.id)
    )
    linked = [LinkedCase(*row) for row in session.execute(statement)]
    check_links(session, CasePerpetrator.id.in_([case.link_id for case in linked]))
    return linked


def linked_case(session: Session, actor: Actor, person: Person, link_id: UUID, permission: str) -> Case:
    """The case behind one of the person's links, in the actor's own facility; else NotFound."""
    statement = (
        select(Case)
        .join(CasePerpetrator, Case.id == CasePerpetrator.case_id)
        .where(
            CasePerpetrator.id == link_id,
            CasePerpetrator.person_id == person.id,
            Case.facility_id == actor.facility_id,
            open_to(Case, actor),
        )
    )
    case = session.scalars(statement).one_or_none()
    if case is None:
        raise NotFound(permission, "CasePerpetrator")
    return case


def of_case(session: Session, case_id: UUID) -> Sequence[Person]:
    """The alleged perpetrators in a case; the caller has found the case through access."""
    statement = (
        select(Person)
        .join(CasePerpetrator, CasePerpetrator.person_id == Person.id)
        .where(CasePerpetrator.case_id == case_id)
        .order_by(CasePerpetrator.linked_at, Person.id)
    )
    people = session.scalars(statement).all()
    check_links(session, CasePerpetrator.case_id == case_id)
    return people


def check_links(session: Session, *where: ColumnElement[bool]) -> None:
    """Tampered unless each of these links was sealed by us."""
    columns = CasePerpetrator.__table__.columns
    links = session.execute(select(*columns).where(*where))
    verify_rows(session, CasePerpetrator, [row._asdict() for row in links])


def liabilities(session: Session, person_id: UUID, case_ids: Sequence[UUID]) -> Sequence[Liability]:
    """Records of liability of a person in these cases, newest day first."""
    statement = select(Liability).where(Liability.person_id == person_id, Liability.case_id.in_(case_ids))
    found = session.scalars(statement.order_by(Liability.since.desc(), Liability.id)).all()
    for one in found:
        verify_row(one)
    return found


def sessions_of(session: Session, person_id: UUID, case_ids: Sequence[UUID]) -> Sequence[CounsellingSession]:
    """Sessions with a person over these cases, newest first."""
    statement = select(CounsellingSession).where(
        CounsellingSession.subject_id == person_id, CounsellingSession.case_id.in_(case_ids)
    )
    return session.scalars(statement.order_by(CounsellingSession.held_on.desc(), CounsellingSession.id)).all()


def liability(session: Session, person: Person, case_ids: Sequence[UUID], liability_id: UUID) -> Liability:
    """One record of liability of the person in one of these cases; else NotFound."""
    for one in liabilities(session, person.id, case_ids):
        if one.id == liability_id:
            return one
    raise NotFound("liability:record", "Liability")


def session_of(
    session: Session, person: Person, case_ids: Sequence[UUID], session_id: UUID
) -> CounsellingSession:
    """One session with the person over one of these cases; else NotFound."""
    for one in sessions_of(session, person.id, case_ids):
        if one.id == session_id:
            return one
    raise NotFound("counselling:record", "CounsellingSession")
