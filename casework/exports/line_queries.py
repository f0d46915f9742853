"""Requests for lists of incidents, and the incidents of one: codes and dates, never a name."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from casework.access import Actor, find, scope
from casework.cases.models import Case
from casework.crypto import verify_row
from casework.exports.gbvims import Row
from casework.exports.linemap import LineMap
from casework.exports.models import LineExport
from casework.incidents.models import Incident
from casework.many import chunks
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator
from casework.providers.models import Provider
from casework.services.models import Service

DAY = 10  # signs of a whole date
LISTED = 100


def exports(session: Session, actor: Actor) -> Sequence[LineExport]:
    """The requests that the actor may see, the newest first."""
    wanted = select(LineExport).order_by(LineExport.asked_at.desc(), LineExport.id.desc()).limit(LISTED)
    return session.scalars(scope(wanted, LineExport, actor, "line:list")).all()


def export(session: Session, actor: Actor, permission: str, export_id: UUID) -> LineExport:
    """One of them, or NotFound."""
    return find(session, actor, permission, LineExport, LineExport.id == export_id)


def rows(session: Session, actor: Actor, asked: LineExport, words: LineMap) -> list[Row]:
    """The incidents that were asked for, by the day their case was detected; one more than the most tells too many.

    Cases before which a wall stands for the actor are not among them.
    """
    wanted = (
        select(Incident, Case)
        .join(Case, Case.id == Incident.case_id)
        .join(Case.survivor)
        .options(contains_eager(Case.survivor))
        .where(Case.facility_id == asked.facility_id, Case.detected_on.between(asked.first, asked.last))
        .order_by(Case.detected_on, Incident.id)
        .limit(words.most + 1)
    )
    found = session.execute(scope(wanted, Case, actor, "case:read")).all()
    cases = {case.id: case for _incident, case in found}
    session.info["vault"].prime(session, {case.survivor_id for case in cases.values()})
    for case in cases.values():
        verify_row(case)
    facility = session.get_one(Provider, asked.facility_id)
    coded = _Codes(session.info["vault"].keys.app_key("lines") + facility.id.bytes)
    perpetrators, services = _perpetrators(session, cases), _services(session, cases)
    return [
        {
            "INCIDENT ID": coded.of("incident", incident.id),
            "SURVIVOR CODE": coded.of("survivor", case.survivor_id),
            "CASE MANAGER CODE": coded.of("worker", case.worker_id) if case.worker_id else "",
            "DATE OF INTERVIEW": case.detected_on.isoformat(),
            "DATE OF INCIDENT": incident.occurred if len(incident.occurred) == DAY else "",
            "DATE OF BIRTH": case.survivor.birth[:4],
            "SEX": words.sex.get(case.survivor.sex, ""),
            "GBV TYPE": words.type_of(incident.acts, incident.harms),
            "TYPE OF ABDUCTION": "Trafficked" if case.trafficking_status == "identified" else "",
            **_accused(perpetrators[case.id], words),
            "ALLEGED PERPETRATOR - SURVIVOR RELATIONSHIP": words.relation.get(incident.relation, ""),
            "REFERRED TO YOU FROM?": words.source.get(case.source, ""),
            **_helped(services[case.id], facility.id, words),
            "REPORTING AGENCY CODE": coded.of("agency", facility.id),
        }
        for incident, case in found
    ]


class _Codes:
    """Codes that are the same in every sheet of a facility, and mean nothing to whoever has no keys of this site."""

    def __init__(self, secret: bytes) -> None:
        self._key = hashlib.sha256(secret).digest()

    def of(self, kind: str, row_id: UUID) -> str:
        digest = hashlib.blake2b(row_id.bytes, key=self._key, person=kind.encode(), digest_size=10).digest()
        return base64.b32encode(digest)[:12].decode()


def _perpetrators(session: Session, case_ids: Iterable[UUID]) -> Mapping[UUID, list[str]]:
    """The sexes of those accused in each case."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for chunk in chunks(list(case_ids)):
        links = select(CasePerpetrator.case_id, Person.sex).join(
            Person, Person.id == CasePerpetrator.person_id
        )
        for case_id, sex in session.execute(links.where(CasePerpetrator.case_id.in_(chunk))):
            found[case_id].append(sex)
    return found


def _services(session: Session, case_ids: Iterable[UUID]) -> Mapping[UUID, list[Service]]:
    found: dict[UUID, list[Service]] = defaultdict(list)
    for chunk in chunks(list(case_ids)):
        for service in session.scalars(select(Service).where(Service.case_id.in_(chunk))):
            verify_row(service)
            found[service.case_id].append(service)
    return found


def _accused(sexes: Sequence[str], words: LineMap) -> Row:
    told = {words.sex.get(sex, "") for sex in sexes}
    return (
        {
            "No. ALLEGED PRIMARY PERPETRATOR(S)": str(len(sexes)) if len(sexes) <= 3 else "More than 3",
            "ALLEGED PERPETRATOR SEX": told.pop() if len(told) == 1 else "",
        }
        if sexes
        else {}
    )


def _helped(services: Sequence[Service], facility_id: UUID, words: LineMap) -> Row:
    """The outcome by column; several different ones stand side by side, as others write them."""
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for service in sorted(services, key=lambda one: (one.kind, one.id)):
        outcomes = words.at_home if service.provider_id == facility_id else words.elsewhere
        if service.kind in words.service and service.status in outcomes:
            told[words.service[service.kind]][outcomes[service.status]] = None
    return {column: " & ".join(outcomes) for column, outcomes in told.items()}
