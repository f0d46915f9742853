"""A story told by the real operations, one drawn step after another: for holding facts against cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases import operations as cases
from casework.cases.models import Case
from casework.cases.operations import CaseEdit
from casework.incidents import operations as incidents
from casework.incidents.models import Incident
from casework.incidents.operations import IncidentRequest
from casework.people import operations as people
from casework.people.models import Person
from casework.people.requests import PersonRequest
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.perpetrators import operations as perpetrators
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.perpetrators.operations import LiabilityRequest, SessionRequest
from casework.services import operations as services
from casework.services.models import Service
from casework.services.operations import ServiceRequest
from tests.factories.cases import FACTS, make_case, make_incident, units
from tests.factories.people import make_person

Choose = Callable[[Any], Any]
KINDS = ("bao_luc_gia_dinh", "bao_luc_gioi_khac", "mua_ban_tro_ve", "nguy_co")
COMMUNES = ("00004", "00008", "12391")
DETECTED = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 5))
LATER = (date(2026, 3, 6), date(2026, 6, 30), date(2026, 11, 22))
BIRTHS = ("", "1966", "2008-03-05", "2010-01", "2009-12-31")
SEXES = ("nu", "nam", "chua_ro")


@dataclass
class Story:
    """Who acts, how it chooses, and what has been told so far."""

    session: Session
    worker: Actor
    counsellor: Actor
    choose: Choose
    survivors: list[Person] = field(default_factory=list)
    suspects: list[Person] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    services: list[tuple[Case, Service]] = field(default_factory=list)
    links: list[CasePerpetrator] = field(default_factory=list)
    liabilities: list[Liability] = field(default_factory=list)
    sessions: list[CounsellingSession] = field(default_factory=list)

    def tell(self, step: str) -> None:
        """Take a step; one for which something is wanting tells that first."""
        self.session.info["actor"] = self.worker
        getattr(self, step)()

    @property
    def case(self) -> Case:
        """Any case."""
        if not self.cases:
            self.open_case()
        return self.choose(self.cases)  # type: ignore[no-any-return]  # it chooses anything

    def _person(self, known: list[Person], side: str) -> Person:
        """Somebody known, or somebody new."""
        at = self.choose(range(len(known) + 1))
        if at == len(known):
            assert self.worker.facility_id is not None
            told = {"birth": self.choose(BIRTHS), "sex": self.choose(SEXES)}
            known.append(make_person(self.session, self.worker, self.worker.facility_id, side, **told))
        return known[at]

    def _facts(self) -> dict[str, Any]:
        kind = self.choose(KINDS)
        told = {"kind": kind, "detected_on": self.choose(DETECTED), "commune_code": self.choose(COMMUNES)}
        status = "identified" if kind == "mua_ban_tro_ve" else None
        more = {"source": self.choose(("cong_an", "y_te")), "need": self.choose(("co", "khong"))}
        return FACTS | told | more | {"trafficking_status": status}

    def open_case(self) -> None:
        """A case of a survivor."""
        survivor = self._person(self.survivors, SURVIVOR)
        self.cases.append(make_case(self.session, self.worker, survivor, **self._facts()))

    def edit_case(self) -> None:
        """Its kind, day, place, source, need."""
        case = self.case
        told = self._facts() | {"detected_on": self.choose(DETECTED[:2])}
        cases.edit(
            self.session,
            self.worker,
            case,
            CaseEdit(version=case.version, **told),
            clock.now(),
            units=units(),
        )

    def move_case(self) -> None:
        """A step of the work, which counts nowhere."""
        case = self.case
        to = "assessing" if case.status == "engaged" else "engaged"
        cases.move(self.session, self.worker, case, to, case.version, clock.now())

    def _told(self) -> dict[str, Any]:
        harms = self.choose(((), ("the_chat",), ("kinh_te", "tinh_than")))
        return {"acts": ("a",), "harms": harms, "relation": self.choose(("vo_chong", "con", ""))}

    def record_incident(self) -> None:
        """What happened."""
        self.incidents.append(make_incident(self.session, self.worker, self.case, **self._told()))

    def edit_incident(self) -> None:
        """It was otherwise."""
        if not self.incidents:
            self.record_incident()
        one, told = self.choose(self.incidents), IncidentRequest(**self._told())
        incidents.edit(self.session, self.worker, one, told, one.version, clock.now())

    def _service(self) -> ServiceRequest:
        kind, delivered = self.choose(("y_te", "tam_lanh", "phien_dich")), self.choose((*LATER, None))
        status = "da_cung_cap" if delivered else self.choose(("da_chuyen_gui", "tu_choi"))
        return ServiceRequest(kind, None, None, delivered, status, "")

    def record_service(self) -> None:
        """A service, delivered or not."""
        case = self.case
        made = services.record_service(self.session, self.worker, case, self._service(), clock.now())
        self.services.append((case, made))

    def edit_service(self) -> None:
        """It was another one, or came to nothing."""
        if not self.services:
            self.record_service()
        case, one = self.choose(self.services)
        self.session.flush()
        told = self._service()
        services.edit_service(self.session, self.worker, case, one, told, one.version, clock.now())

    def link(self) -> None:
        """Somebody is named as the perpetrator, unless he is already."""
        case, him = self.case, self._person(self.suspects, PERPETRATOR)
        if not any(one.case_id == case.id and one.person_id == him.id for one in self.links):
            self.links.append(perpetrators.link(self.session, self.worker, case, him, clock.now()))

    @property
    def _linked(self) -> tuple[Case, Person]:
        if not self.links:
            self.link()
        one = self.choose(self.links)
        self.session.flush()
        return (
            next(case for case in self.cases if case.id == one.case_id),
            next(him for him in self.suspects if him.id == one.person_id),
        )

    def unlink(self) -> None:
        """A correction takes a link back that nothing hangs on."""
        busy = {(one.case_id, one.person_id) for one in self.liabilities}
        busy |= {(one.case_id, one.subject_id) for one in self.sessions}
        free = [one for one in self.links if (one.case_id, one.person_id) not in busy]
        if free:
            one = self.choose(free)
            self.links.remove(one)
            self.session.flush()
            self.session.delete(one)

    def _liable(self) -> LiabilityRequest:
        return LiabilityRequest(self.choose(("bi_truy_cuu", "chua_bi_truy_cuu")), self.choose(LATER))

    def record_liability(self) -> None:
        """Whether he is prosecuted."""
        case, him = self._linked
        now = clock.now()
        made = perpetrators.record_liability(self.session, self.worker, case, him, self._liable(), now)
        self.liabilities.append(made)

    def edit_liability(self) -> None:
        """It was a mistake."""
        if not self.liabilities:
            self.record_liability()
        one = self.choose(self.liabilities)
        him = next(him for him in self.suspects if him.id == one.person_id)
        self.session.flush()
        told = self._liable()
        perpetrators.edit_liability(self.session, self.worker, him, one, told, one.version, clock.now())

    def _session(self) -> SessionRequest:
        kind = self.choose(("tu_van", "hoa_giai"))
        return SessionRequest(self.choose(LATER), kind, self.choose((True, False)), None, "")

    def record_session(self) -> None:
        """He came to a session, or didn't."""
        case, him = self._linked
        now = clock.now()
        made = perpetrators.record_session(self.session, self.counsellor, case, him, self._session(), now)
        self.sessions.append(made)

    def edit_session(self) -> None:
        """It was of another kind, or he wasn't there."""
        if not self.sessions:
            self.record_session()
        one = self.choose(self.sessions)
        him = next(him for him in self.suspects if him.id == one.subject_id)
        self.session.flush()
        told = self._session()
        perpetrators.edit_session(self.session, self.counsellor, him, one, told, one.version, clock.now())

    def edit_person(self) -> None:
        """She is of another age or sex; or he is."""
        side = self.choose((SURVIVOR, PERPETRATOR))
        one = self._person(self.survivors if side == SURVIVOR else self.suspects, side)
        told = PersonRequest(full_name="Đào Thị Hòa", sex=self.choose(SEXES), birth=self.choose(BIRTHS))
        self.session.flush()
        actor = self.worker if side == SURVIVOR else self.counsellor
        people.edit(self.session, actor, one, told, one.version, clock.now())


STEPS = tuple(
    "open_case edit_case move_case record_incident edit_incident record_service edit_service link unlink "
    "record_liability edit_liability record_session edit_session edit_person".split()
)
