"""A year of four provinces, told by the operations that the pages have: cases, late entries, a merger, releases.

Most people come in with the facilities' ledger, some by intake. Time passes: nothing is known before its day.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from random import Random

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases import operations as cases
from casework.cases.models import Case
from casework.cases.operations import CaseEdit, CaseFacts
from casework.demo.ledger import PROVINCES, invent
from casework.disclosure.canonical import Period
from casework.exchange.ledger import Ledger
from casework.exchange.operations import store_ledger
from casework.incidents.operations import IncidentRequest
from casework.indicators.policies import SitePolicies
from casework.intake.operations import open_case
from casework.intake.requests import IntakeRequest
from casework.people.requests import PersonRequest
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.perpetrators.operations import LiabilityRequest, SessionRequest
from casework.providers.models import Provider
from casework.releases import jobs, states
from casework.releases.models import Release
from casework.releases.operations import ReleaseRequest, approve, propose
from casework.safety.operations import SafeContactRequest
from casework.services import operations as services
from casework.services.operations import ServiceRequest
from casework.ui.context import Wiring
from casework.vocabulary.units import LegacyCommune, Units
from tests.factories.people import make_person, make_staff
from tests.releases.counted import today

YEAR = 2025
HALF_END, YEAR_END = date(YEAR, 6, 30), date(YEAR, 12, 31)
VIOLENT = ("bao_luc_gia_dinh", "bao_luc_gioi_khac")


def few_units(units: Units) -> Units:
    """The four provinces alone, as if they were the country."""
    communes = {code: one for code, one in units.communes.items() if one.province_code in PROVINCES}
    by_province = {code: units.by_province[code] for code in PROVINCES}
    return Units({code: units.provinces[code] for code in PROVINCES}, communes, {}, by_province)


def merged(units: Units, gone: str, into: str) -> Units:
    """The units after a commune has become part of another one, of whichever province."""
    old = units.communes[gone]
    communes = {code: one for code, one in units.communes.items() if code != gone}
    legacy = LegacyCommune(gone, old.name, "", units.provinces[old.province_code].name, (into,))
    by_province = {
        code: tuple(one for one in some if one.code != gone) for code, some in units.by_province.items()
    }
    return Units(units.provinces, communes, {**units.legacy, gone: legacy}, by_province)


def known_on(ledger: Ledger, day: date, late: Iterable[str] = ()) -> Ledger:
    """What a ledger says on a day; cases in ``late`` haven't been entered yet."""
    told = [one for one in ledger.cases if one.detected_on <= day and one.code not in set(late)]
    codes = {one.code for one in told}
    return replace(
        ledger,
        cases=tuple(told),
        services=tuple(
            one
            for one in ledger.services
            if one.case in codes and max(one.referred_on or day, one.delivered_on or day) <= day
        ),
        liabilities=tuple(
            one for one in ledger.liabilities if one.case in codes and (one.from_on or day) <= day
        ),
        sessions=tuple(one for one in ledger.sessions if one.case in codes and one.held_on <= day),
        activities=tuple(one for one in ledger.activities if one.held_on <= day),
    )


@dataclass
class Year:
    """The site, who works there, and what has happened so far."""

    site: Wiring
    session: Session
    policies: SitePolicies
    size: int
    chance: Random = field(default_factory=lambda: Random(5))

    def __post_init__(self) -> None:
        words = self.policies.vocabulary
        self.ledger = invent(words, self.policies.units, YEAR_END, cases=self.size)
        first = [one.code for one in self.ledger.cases if one.detected_on <= HALF_END]
        self.late = set(self.chance.sample(first, len(first) // 12))
        self.managers: tuple[Actor, Actor] | None = None

    @contextmanager
    def on(self, day: date) -> Iterator[datetime]:
        """It is nine in the morning of that day."""
        with time_machine.travel(datetime(day.year, day.month, day.day, 2, tzinfo=UTC), tick=False):
            self.session.info["actor"] = self.policies.access.operator()
            yield clock.now()
            self.session.commit()

    def bring_in(self, day: date, late: Iterable[str] = ()) -> None:
        """The ledger comes in as it stands on the day."""
        with self.on(day) as now:
            told = self._as_today(known_on(self.ledger, day, late))
            operator = self.policies.access.operator()
            stored = store_ledger(self.session, operator, told, self.policies.units, f"{day}", now)
            assert not stored.problems

    def by_hand(self, day: date, people: int) -> list[Case]:
        """Staff of each province open cases, name who did it, and record what was done about it by the day."""
        opened = []
        with self.on(day) as now:
            for number in range(people):
                province = PROVINCES[number % len(PROVINCES)]
                opened.append(self._case(province, day, number, now))
        return opened

    def serve(self, day: date, some: Iterable[Case], delivered_on: date) -> None:
        """A basic service that nobody had written down."""
        with self.on(day) as now:
            for case in some:
                given = ServiceRequest("y_te", None, None, delivered_on, "da_cung_cap", "")
                services.record_service(self.session, self._worker(case.facility_id), case, given, now)

    def move(self, day: date, some: Iterable[Case], commune: str) -> None:
        """It was in another commune that the cases were detected, as the places are called now."""
        with self.on(day) as now:
            for case in some:
                names = ("kind", "detected_on", "source", "need", "trafficking_status")
                told = {name: getattr(case, name) for name in names}
                edit = CaseEdit(commune_code=commune, version=case.version, **told)
                worker = self._worker(case.facility_id)
                cases.edit(self.session, worker, case, edit, now, units=self.policies.units)

    def release(self, day: date, period: Period, cut_off: date, corrects: Release | None = None) -> Release:
        """One manager proposes, the figures are calculated, the other approves."""
        with self.on(day) as now:
            self.managers = self.managers or (self._manager(), self._manager())
            proposer, approver = self.managers
            request = ReleaseRequest(period, cut_off, corrects.id if corrects else None)
            release = propose(self.session, proposer, request, self.policies.catalogue, now)
            self.session.commit()
            site = replace(self.site, policies=self.policies)
            assert jobs.run(site, release.id) == states.READY
            self.session.refresh(release)
            approve(self.session, approver, release, release.version, now)
        return release

    def recorded(self, province: str) -> list[Case]:
        """The cases of violence of a province, in the order of their codes."""
        found = select(Case).where(Case.province_code == province, Case.kind.in_(VIOLENT))
        return list(self.session.scalars(found.order_by(Case.ledger_code)))

    def _as_today(self, ledger: Ledger) -> Ledger:
        told = tuple(replace(one, commune=today(self.policies.units, one.commune)) for one in ledger.cases)
        return replace(ledger, cases=told)

    def _case(self, province: str, day: date, number: int, now: datetime) -> Case:
        home = self.session.scalars(select(Provider).where(Provider.ledger_code == f"CS-{province}-1")).one()
        worker, counsellor = self._worker(home.id), make_staff(self.session, home, "perpetrator_counsellor")
        self.session.info["actor"] = worker
        detected = date(day.year, day.month, 1 + number % 5)
        case = open_case(
            self.session,
            worker,
            IntakeRequest(
                person=PersonRequest(full_name="Đào Thị Hòa", sex="nu", birth="1990"),
                contact=SafeContactRequest(may_contact="chua_ro"),
                consents=(),
                case=CaseFacts(
                    kind=VIOLENT[number % 2],
                    detected_on=detected,
                    commune_code=today(self.policies.units, home.commune_code),
                    source="cong_an",
                    need="co",
                ),
                incident=IncidentRequest(acts=("a",), harms=("the_chat",), relation="vo_chong"),
            ),
            now,
            units=self.policies.units,
        )
        given = ServiceRequest("tam_lanh", None, detected, detected, "da_cung_cap", "")
        if number % 3:
            services.record_service(self.session, worker, case, given, now)
        him = make_person(self.session, worker, home.id, PERPETRATOR, now, full_name="Trần Văn Bình")
        perpetrators.link(self.session, worker, case, him, now)
        liable = LiabilityRequest("bi_truy_cuu" if number % 4 == 0 else "chua_bi_truy_cuu", detected)
        perpetrators.record_liability(self.session, worker, case, him, liable, now)
        met = SessionRequest(detected, "tu_van", attended=True, provider_id=home.id, note="")
        perpetrators.record_session(self.session, counsellor, case, him, met, now)
        return case

    def _worker(self, facility_id: object) -> Actor:
        return make_staff(self.session, self.session.get(Provider, facility_id))

    def _manager(self) -> Actor:
        return make_staff(self.session, None, "manager")
