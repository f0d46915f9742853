"""Something odd is planted in every field of a referral; every page is then read as everybody.

Before acceptance nobody reads the person's part and only those addressed read the envelope; afterwards only
those addressed read either, and the counsellor of perpetrators what is said of him. Nothing lies open in the
database, in the log, or in what is written while pages are made.
"""

import html
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.people.models import Person
from casework.referrals import operations
from casework.referrals.models import Referral
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_house, make_person, make_staff
from tests.factories.referrals import (
    ENVELOPE,
    PERSON,
    accept,
    make_organisation,
    make_referral,
    open_case,
    referral_request,
    take,
)
from tests.factories.world import ROLES
from tests.house.routes import ROUTES

HIDDEN = {
    "interpreter": "tiếng Pu Péo ở Phố Là",
    "access_needs": "ngồi xe lăn tự đóng bằng tre",
    "contact_window": "rạng sáng thứ bảy tuần chẵn",
}
HERS = {
    "full_name": "Nguyễn Thị Kim Xuyến Ngọc",
    "citizen_number": "079187009913",
    "phone": "0987123654",
    "address": "Số 9417 hẻm Bông Sen Trắng",
    "ethnicity": "Pà Thẻn ở Tân Trịnh",
    "disability": "khiếm thính từ thuở lọt lòng",
    "narrative": "anh ta bẻ gãy chiếc lược sừng của mẹ tôi",
    "number": "0965432187",
    "hours": "giờ ngọ ngày rằm",
    "pickup": "dì Út bán xôi gấc đầu ngõ",
    "caller_name": "chị Quyên cửa hàng vải Lụa",
    "code_word": "cây khế ngọt trĩu quả",
}
HIS = {
    "perpetrator_name": "Lường Hoàng Thế Vượng",
    "perpetrator_phone": "0976543218",
    "perpetrator_citizen_number": "079085004417",
}
ALL = HIDDEN | HERS | HIS
ON_RECORD = "Xuyến Ngọc hàng xóm"
LEAVING = "ui.exit"  # ends the session
SHUT = {route.rule: set(ROLES) - route.opens for route in ROUTES if route.method == "GET"}
ADDRESSED = {"worker", "supervisor"}
pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Everybody:
    """A referral on its way, and a browser of everybody who might look."""

    app: Flask
    session: Session
    referral: Referral
    worker: Actor
    officer: Actor
    at: Mapping[str, Browser]
    roles: Mapping[str, str]

    def seen(self, *names: str, shut: bool = False) -> dict[str, dict[str, set[str]]]:
        """By name (everybody, unless some are named), then by field: the pages on which a planted value was read.

        What the table of routes opens to nobody of a role is one and the same page at any time (tests/house); it is
        looked at only with ``shut``.
        """
        found: dict[str, dict[str, set[str]]] = {name: {} for name in names or self.at}
        for name, told in found.items():
            for path in self.paths("" if shut else self.roles[name]):
                answer = self.at[name].get(path)
                shown = html.unescape(unpacked(answer.get_data())) + str(answer.headers)
                bare = shown.replace(" ", "")
                for field, value in ALL.items():
                    if value in shown or value.replace(" ", "") in bare:
                        told.setdefault(field, set()).add(path)
        return found

    def paths(self, role: str) -> Iterator[str]:
        """Every page (of a role) whose address has no key, or a reference: of the referral, its case, its people."""
        session = self.session
        known = {
            "cases": list(session.scalars(select(Case.reference))),
            "perpetrators": list(session.scalars(select(Person.reference))),
        }
        for rule in self.app.url_map.iter_rules():
            text = str(rule)
            if "GET" not in (rule.methods or set()) or rule.endpoint == LEAVING or role in SHUT.get(text, ()):
                continue
            if not rule.arguments:
                yield text
            elif rule.arguments == {"reference"}:
                for reference in [self.referral.reference, *known.get(text.split("/")[1], [])]:
                    yield text.replace("<reference>", reference)


def unpacked(data: bytes) -> str:
    """The text of a page, or of what a workbook is made of."""
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    return data.decode(errors="replace")


@pytest.fixture
def everybody(app: Flask, session: Session) -> Everybody:
    police, school = make_organisation(session), make_organisation(session, "truong_hoc", "Trường Một")
    house, other = make_house(session), make_house(session, "Cơ sở Hai")
    committee = make_organisation(session, "ubnd_xa", "Ủy ban Một")
    staff = {
        "officer": make_staff(session, police, "police_officer"),
        "colleague": make_staff(session, police, "police_officer"),
        "teacher": make_staff(session, school, "partner_officer"),
        "lawyer": make_staff(session, make_organisation(session, "tt_tgpl", "Trung tâm"), "justice_officer"),
        "worker": make_staff(session, house),
        "supervisor": make_staff(session, house, "facility_supervisor"),
        "counsellor": make_staff(session, house, "perpetrator_counsellor"),
        "stranger": make_staff(session, other),
        "other supervisor": make_staff(session, other, "facility_supervisor"),
        "coordinator": make_staff(session, committee, "coordinator"),
        "manager": make_staff(session, None, "manager"),
        "protector": make_staff(session, None, "data_protection_officer"),
        "administrator": make_staff(session, None, "administrator"),
    }
    session.info["actor"] = staff["officer"]
    referral = make_referral(
        session, staff["officer"], house, envelope=ENVELOPE | HIDDEN, person=PERSON | HERS | HIS
    )
    return Everybody(
        app=app,
        session=session,
        referral=referral,
        worker=staff["worker"],
        officer=staff["officer"],
        at={name: signed_in(app, session, actor) for name, actor in staff.items()},
        roles={name: actor.role for name, actor in staff.items()},
    )


def fields(seen: dict[str, dict[str, set[str]]]) -> dict[str, set[str]]:
    return {name: set(found) for name, found in seen.items() if found}


def test_before_acceptance_the_envelope_is_for_those_addressed_and_the_person_for_nobody(
    everybody: Everybody,
) -> None:
    assert fields(everybody.seen(shut=True)) == {name: set(HIDDEN) for name in ADDRESSED}


def test_before_acceptance_nobody_is_shown_who_on_record_may_be_the_same(everybody: Everybody) -> None:
    """She is on record with the same number: that would tell who was referred."""
    session, worker = everybody.session, everybody.worker
    session.info["actor"] = worker
    assert worker.facility_id
    make_person(session, worker, worker.facility_id, full_name=ON_RECORD, phone=HERS["phone"])
    session.commit()
    for page in ("", "/accept", "/case", "/decline", "/redirect", "/ask"):
        shown = everybody.at["worker"].get(f"/referrals/{everybody.referral.reference}{page}")
        assert ON_RECORD not in html.unescape(shown.text), page
    session.refresh(everybody.referral)
    accept(session, worker, everybody.referral)
    session.commit()
    shown = everybody.at["worker"].get(f"/referrals/{everybody.referral.reference}/case")
    assert ON_RECORD in html.unescape(shown.text)


@pytest.mark.parametrize("opened", [False, True])
def test_after_acceptance_only_those_addressed_know_her(everybody: Everybody, opened: bool) -> None:
    everybody.session.info["actor"] = everybody.worker
    operations.receive(everybody.session, everybody.worker, everybody.referral, clock.now())
    accept(everybody.session, everybody.worker, everybody.referral)
    if opened:
        open_case(everybody.session, everybody.worker, everybody.referral)
    everybody.session.commit()
    found = fields(everybody.seen())
    assert set(found) <= ADDRESSED | {"counsellor"}
    assert found["worker"] >= {"full_name", "narrative", "perpetrator_name"} | set(HIDDEN)
    assert found.get("counsellor", set()) <= set(HIS)


def test_what_was_taken_back_is_read_by_nobody(everybody: Everybody) -> None:
    everybody.session.info["actor"] = everybody.officer
    operations.revoke(everybody.session, everybody.officer, everybody.referral, "sent_in_error", clock.now())
    everybody.session.commit()
    assert fields(everybody.seen("officer", "worker", "coordinator")) == {}


def test_nothing_lies_open_in_the_database_or_in_a_log(
    everybody: Everybody, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    session = everybody.session
    with caplog.at_level(logging.DEBUG):
        session.info["actor"] = everybody.worker
        operations.receive(session, everybody.worker, everybody.referral, clock.now())
        take(session, everybody.worker, everybody.referral)
        session.commit()
        assert everybody.seen("worker", "protector")["worker"]
    held = b"".join(path.read_bytes() for path in home.glob("casework.db*"))
    facts = " ".join(session.scalars(select(Entry.facts)))
    assert b"referral" in held
    for field, value in ALL.items():
        for form in (value, value.replace(" ", "")):
            assert form.encode() not in held, field
            assert form not in facts, field
            assert form not in caplog.text, field


def test_a_request_and_its_parts_say_nothing_when_they_are_printed(engine_kind: str) -> None:
    request = replace(referral_request(None), person=HERS, envelope=HIDDEN)
    assert not any(value in repr(request) for value in ALL.values())
