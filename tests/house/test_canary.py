"""What people type about people turns up nowhere that it should not."""

import base64
import logging
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import clock
from casework.access import Actor
from casework.audit.models import Entry
from casework.cases import note_operations
from casework.cases.models import Case, Note
from casework.config import Settings
from casework.db import uuid7
from casework.exchange.models import LedgerImport
from casework.incidents.models import Incident
from casework.indicators.policies import SitePolicies
from casework.orders.models import PermittedContact
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator, CounsellingSession
from casework.referrals import operations as referrals
from casework.referrals.models import Referral
from casework.relatives.models import Relative
from casework.services.models import Service
from tests.exchange.books import Book
from tests.exchange.test_pages import send, wait
from tests.factories.browser import Browser, signed_in
from tests.factories.partners import make_officer
from tests.factories.people import make_house, make_staff
from tests.house import reporting
from tests.house.canary import PLANTED, Hound
from tests.intake.test_expiry import run_out

PERSON = {
    "full_name": PLANTED["name"],
    "sex": "nu",
    "birth": "5/3/1987",
    "citizen_number": PLANTED["citizen number"],
    "phone": PLANTED["person's phone"],
    "home_commune_code": "00008",
    "address": PLANTED["address"],
    "ethnicity": PLANTED["ethnic group"],
    "disability": PLANTED["disability"],
}
CONTACT = {
    "may_contact": "co",
    "channel": "phone_call",
    "number": PLANTED["safe number"],
    "hours": PLANTED["hours"],
    "pickup": PLANTED["who picks up"],
    "voicemail": "khong",
    "caller_name": PLANTED["caller's name"],
    "code_word": PLANTED["code word"],
    "confirmed_on": "21/11/2026",
}
INCIDENT = {
    "acts": ["a"],
    "harms": ["the_chat"],
    "relation": "vo_chong",
    "place": PLANTED["place"],
    "narrative": PLANTED["narrative"],
}
INTAKE: dict[str, Any] = (
    PERSON
    | CONTACT
    | INCIDENT
    | {
        "kind": "bao_luc_gia_dinh",
        "detected_on": "20/11/2026",
        "commune_code": "00004",
        "source": "cong_an",
        "need": "co",
        "consent_on": "21/11/2026",
    }
)
BROTHER = {
    "name": PLANTED["relative's name"],
    "relation": "anh_chi_em",
    "phone": PLANTED["relative's phone"],
    "citizen_number": PLANTED["relative's citizen number"],
    "lives_with": "khong",
    "may_know": "khong",
}
NUMBERS = {"phone": PLANTED["staff phone"], "citizen_number": PLANTED["staff citizen number"]}
REFERRED: dict[str, dict[str, Any]] = {
    "safe-contact": CONTACT | {"contact_window": PLANTED["safe window"]},
    "need": {"services": ["tam_lanh"], "commune_code": "00004"},
    "risk": {"risk": "high"},
    "ground": {"ground": "consent"},
    "person": PERSON,
    "incident": {
        "narrative": PLANTED["narrative"],
        "perpetrator_name": PLANTED["other name"],
        "perpetrator_phone": PLANTED["other phone"],
    },
    "access": {"interpreter": PLANTED["ethnic group"], "access_needs": PLANTED["access needs"]},
}
HIM = {"full_name": PLANTED["other name"], "sex": "nam", "phone": PLANTED["other phone"]}


class Trace:
    """Everything that left the application: addresses, cookies, titles, file names."""

    def __init__(self) -> None:
        self.left: list[bytes] = []

    def follow(self, browser: Browser) -> Browser:
        """Keep what each answer to this browser gives away."""
        true_open = browser.client.open

        def opened(*arguments: Any, **more: Any) -> TestResponse:
            answer: TestResponse = true_open(*arguments, **more)
            self.keep(answer)
            return answer

        browser.client.open = opened  # type: ignore[method-assign]  # every answer passes it
        return browser

    def keep(self, answer: TestResponse) -> None:
        """Keep what stands around a page: never its body, which its reader may see."""
        for name, value in answer.headers:
            self.left.append(f"{name}: {unquote(value)}".encode())
            if name == "Set-Cookie":
                self.left.append(inside(value))
        self.left.append(answer.request.url.encode())
        self.left.append(unquote(answer.request.url).encode())
        if answer.mimetype == "text/html":
            self.left.append(answer.text.partition("<title>")[2].partition("</title>")[0].encode())
            self.left += [
                unquote(link).encode() for link in re.findall(r'(?:href|action)="([^"]*)"', answer.text)
            ]
        if answer.status_code >= 400:
            self.left.append(answer.data)


def inside(cookie: str) -> bytes:
    """What a signed cookie of Flask's holds, unpacked."""
    value = cookie.partition("=")[2].partition(";")[0]
    packed = value.startswith(".")
    payload = value.lstrip(".").partition(".")[0]
    try:
        raw = base64.urlsafe_b64decode(payload + "==")
        return zlib.decompress(raw) if packed else raw
    except ValueError:
        return value.encode()


@pytest.fixture
def hound() -> Hound:
    return Hound()


@pytest.fixture
def trace() -> Trace:
    return Trace()


@pytest.fixture
def scratch(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files would lie; the suite's own server has made its own before."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Callable[[], bytes]:
    """Everything that any logger says, SQLAlchemy's statements too."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")

    def said() -> bytes:
        records = (*caplog.get_records("setup"), *caplog.get_records("call"))
        return "\n".join(f"{one.getMessage()} {one.exc_text}" for one in records).encode()

    return said


@pytest.fixture
def planted(
    heard: Callable[[], bytes],
    scratch: Path,
    app: Flask,
    session: Session,
    trace: Trace,
    policies: SitePolicies,
) -> Case:
    """A week's work, with a canary in every field that takes words; returns the case."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    house = make_house(session)
    worker = make_staff(session, house)
    supervisor, counsellor = (
        make_staff(session, house, role) for role in ("facility_supervisor", "perpetrator_counsellor")
    )
    at = trace.follow(signed_in(app, session, worker))
    _intake(at)
    case = session.scalars(select(Case)).one()
    session.commit()
    _file(at, session, case)
    _errors(at, session, case)
    _wall(at, trace.follow(signed_in(app, session, counsellor)), session, case)
    _orders(at, session, case)
    _ledger(trace.follow(signed_in(app, session, supervisor)))
    _letter(trace, app, at, case)
    _refers(trace, app, session, worker)
    writer, decider = (trace.follow(reporting.manager(app, session)) for _ in range(2))
    reporting.written_and_returned(writer, decider, session, policies)
    at.get("/exit")
    return case


def _intake(at: Browser) -> None:
    kept, sent = uuid7(), uuid7()
    opened = at.get("/cases/new").text
    assert at.post(f"/cases/drafts/{kept}/save", INTAKE, opened=opened).status_code == 204
    at.get(f"/cases/drafts/{kept}")
    wrong = at.post(f"/cases/drafts/{sent}", INTAKE | {"detected_on": "mai"}, opened=opened)
    assert PLANTED["narrative"] in wrong.text
    assert at.post(f"/cases/drafts/{sent}", INTAKE, opened=opened).status_code == 303
    at.post(f"/cases/drafts/{uuid7()}", INTAKE, opened=opened)  # a possible duplicate
    for typed in (PLANTED["name"], PLANTED["citizen number"], PLANTED["safe number"], "xuyến ngọc"):
        assert at.post("/search", {"text": typed}).status_code == 200
    discarded = uuid7()
    at.post(f"/cases/drafts/{discarded}/save", INTAKE, opened=opened)
    at.post(f"/cases/drafts/{discarded}/discard", opened=opened)


def _file(at: Browser, session: Session, case: Case) -> None:
    path = f"/cases/{case.reference}"
    assert at.post(f"{path}/survivor", PERSON | {"full_name": PLANTED["name"] + " Hai"}).status_code == 303
    assert at.post(f"{path}/survivor", PERSON).status_code == 303
    assert at.post(f"{path}/safe-contact", CONTACT | {"hours": PLANTED["hours"]}).status_code == 303
    at.post(f"{path}/number", opened=at.get(path).text)
    for body in (PLANTED["note"], PLANTED["note"] + " lần hai"):
        notes = session.scalars(select(Note.id)).all()
        session.commit()
        target = f"{path}/notes/{notes[0]}" if notes else f"{path}/notes/new"
        assert at.post(target, {"body": body}).status_code == 303
    incident = session.scalars(select(Incident.id)).first()
    session.commit()
    assert at.post(f"{path}/incidents/{incident}", INCIDENT | {"place": "bếp"}).status_code == 303
    assert at.post(f"{path}/incidents/new", INCIDENT).status_code == 303
    assert at.post(f"{path}/relatives/new", BROTHER).status_code == 303
    relative = session.scalars(select(Relative.id)).one()
    session.commit()
    assert at.post(f"{path}/relatives/{relative}", BROTHER | {"may_know": "co"}).status_code == 303
    assert at.post("/account/numbers", NUMBERS).status_code == 303
    assert at.post("/account/numbers", NUMBERS | {"citizen_number": "1"}).status_code == 200
    agreed = {"purpose": "contact", "answer": "given", "given_on": "21/11/2026", "remark": PLANTED["remark"]}
    agreed["manner"] = "spoken"
    assert at.post(f"{path}/consent/new", agreed).status_code == 303
    service = {
        "kind": "y_te",
        "status": "da_cung_cap",
        "delivered_on": "21/11/2026",
        "note": PLANTED["service note"],
    }
    assert at.post(f"{path}/services/new", service).status_code == 303
    held = session.scalars(select(Service.id)).one()
    session.commit()
    assert at.post(f"{path}/services/{held}", service | {"note": ""}).status_code == 303
    assert at.post(f"{path}/services/{held}", service).status_code == 303
    for tab in ("", "/incidents", "/services/", "/notes", "/people", "/history", "/consent"):
        assert at.get(path + tab).status_code == 200


def _orders(at: Browser, session: Session, case: Case) -> None:
    """A level of risk, an order of a court and one of the chair, with all that follows; and the papers."""
    path = f"/cases/{case.reference}"
    person = session.scalars(select(CasePerpetrator.person_id)).one()
    session.commit()
    risk = {"level": "high", "source": "told", "reason": PLANTED["reason of the risk"]}
    assert at.post(f"{path}/risk", risk).status_code == 303
    assert at.post(f"{path}/risk", risk | {"level": "low"}).status_code == 303
    tool = {"tool": "dash", "tool_version": PLANTED["version of a tool"], "score": "17"}
    chosen = {"weighed": "yes", "sign_weapon": "co", "fear": "10"} | risk
    assert at.post(f"{path}/risk/form", tool | {"fear": "11"}).status_code == 200
    assert at.post(f"{path}/risk/form", tool | chosen).status_code == 303
    assert PLANTED["version of a tool"] in at.get(f"{path}/risk").text
    asked = {
        "person": str(person),
        "kind": "court",
        "court": PLANTED["which court"],
        "requester": "survivor",
        "basis": "consent",
        "commune_code": "00004",
        "requested_at": "22/11/2026 08:00",
        "why": PLANTED["why an order"],
    }
    assert at.post(f"{path}/orders/new", asked | {"requested_at": "mai"}).status_code == 200
    answer = at.post(f"{path}/orders/new", asked)
    assert answer.status_code == 303
    order = answer.location
    steps: dict[str, dict[str, Any]] = {
        "decision": {
            "decision": "granted",
            "decided_at": "22/11/2026 09:00",
            "ends_at": "22/01/2027 09:00",
            "number": PLANTED["number of an order"],
        },
        "sent": {"recipients": ["survivor"], "at": "22/11/2026 09:30"},
        "contacts/new": {
            "ground": "wedding_funeral",
            "starts_at": "23/11/2026 08:00",
            "ends_at": "23/11/2026 10:00",
            "place": PLANTED["contact's place"],
            "why": PLANTED["contact's reason"],
        },
        "breaches/new": {"at": "22/11/2026 09:40", "note": PLANTED["breach"]},
        "cancel": {"requester": "survivor", "requested_at": "22/11/2026 09:45"},
        "cancellation": {
            "decision": "kept",
            "decided_at": "22/11/2026 09:50",
            "reasons": PLANTED["reasons to keep an order"],
        },
    }
    for step, typed in steps.items():
        assert at.post(f"{order}/{step}", typed).status_code == 303, step
    assert (
        at.post(f"{order}/cancel", steps["cancel"] | {"requested_at": "22/11/2026 09:55"}).status_code == 303
    )
    contact = session.scalars(select(PermittedContact.id)).one()
    session.commit()
    for page in (
        f"{path}/orders",
        order,
        f"{order}/paper",
        f"{order}/contacts/{contact}/paper",
        f"{path}/history",
    ):
        assert at.get(page).status_code == 200


def _errors(at: Browser, session: Session, case: Case) -> None:
    """A refusal, a conflict, a form without its token, and an error whose message is a person's name."""
    path = f"/cases/{case.reference}"
    old = re.sub(
        r'name="version"([^>]*)value="\d+"', r'name="version"\1value="1"', at.get(f"{path}/survivor").text
    )
    assert at.post(f"{path}/survivor", PERSON, opened=old).status_code == 200
    assert at.client.post(f"{path}/notes/new", data={"body": PLANTED["note"]}).status_code == 400
    with patch.object(note_operations, "write_note", side_effect=ValueError(PLANTED["name"])):
        broken = at.post(f"{path}/notes/new", {"body": PLANTED["note"]})
    assert broken.status_code == 500


def _wall(at: Browser, counsellor: Browser, session: Session, case: Case) -> None:
    assert at.post(f"/cases/{case.reference}/people/new", HIM).status_code == 303
    link = session.scalars(select(CasePerpetrator)).one()
    person = session.get_one(Person, link.person_id)
    session.commit()
    path = f"/perpetrators/{person.reference}"
    met = {"held_on": "21/11/2026", "kind": "tu_van", "attended": "co", "note": PLANTED["session note"]}
    assert counsellor.post(f"{path}/cases/{link.id}/sessions", met).status_code == 303
    held = session.scalars(select(CounsellingSession.id)).one()
    session.commit()
    assert counsellor.post(f"{path}/sessions/{held}", met | {"note": "khác"}).status_code == 303
    assert counsellor.post(f"{path}/edit", HIM | {"address": PLANTED["address"]}).status_code == 303
    raised = {"kind": "risk_raised", "reason": "weapon", "happened_on": "21/11/2026"}
    assert (
        counsellor.post(f"{path}/programme", raised | {"reason": PLANTED["session note"]}).status_code == 200
    )
    assert counsellor.post(f"{path}/programme", raised).status_code == 303
    read = f"/cases/{case.reference}/programme"
    reports = re.findall(r'name="report" value="([^"]+)"', at.get(read).text)
    assert at.post(read, {"report": reports}, opened=at.get(read).text).status_code == 303
    assert counsellor.post("/search", {"text": PLANTED["other name"]}).status_code == 200


def _letter(trace: Trace, app: Flask, at: Browser, case: Case) -> None:
    """The case is referred by letter; whoever gets it answers it, wrongly, rightly, and once too often."""
    path = f"/cases/{case.reference}/referrals"
    draft = str(at.get(f"{path}/new").location).rpartition("/")[0]
    assert at.post(f"{draft}/need", {"services": ["y_te"], "commune_code": "00004"}).status_code == 303
    whom = {"receiver": "other", "outside": "Trạm xá xa", "outside_kind": "tt_tgpl"}
    assert at.post(f"{draft}/whom", whom).status_code == 303
    page = at.get(f"{draft}/tell").text
    assert PLANTED["code word"] in page
    told: dict[str, Any] = {"risk": "high", "ground": "danger_to_life", "legal_ground": "protect_life"}
    told |= {"tell_person": ["full_name", "phone", "number", "perpetrator_name"]}
    told |= {"narrative": PLANTED["narrative"], "access_needs": PLANTED["access needs"]}
    wrong = told | {"contact_window": PLANTED["person's phone"]}
    assert at.post(f"{draft}/tell/save", told, opened=page).status_code == 204
    assert at.post(f"{draft}/tell", wrong, opened=page).status_code == 200
    sent = at.post(f"{draft}/tell", told, opened=page)
    assert sent.status_code == 303
    letter = at.post(f"{sent.location}/letter", opened=at.get(sent.location).text).text
    assert PLANTED["narrative"] in letter
    link = re.search(r"(/acknowledge/[0-9A-Z-]+)<", letter)
    assert link
    outside = Browser(app, "nobody", "nothing")
    trace.follow(outside)
    shown = outside.get(link[1])
    assert Hound().finds(shown.data) == {"access needs"}
    who = {"answer": "takes_on", "name": PLANTED["who acknowledged"], "post": PLANTED["post"]}
    for typed in (who | {"post": ""}, who, who):
        assert outside.post(link[1], typed, opened=shown.text).status_code == 200
    assert PLANTED["post"] in at.get(sent.location).text


def _refers(trace: Trace, app: Flask, session: Session, worker: Actor) -> None:
    """An officer refers her: kept, wrong, run out, sent, asked about, taken back; another is thrown away."""
    officer = make_officer(session)
    at = trace.follow(signed_in(app, session, officer))
    for last in ("check", "discard"):
        path = str(at.get("/refer/new").location).rpartition("/")[0]
        for step, typed in REFERRED.items():
            assert at.post(f"{path}/{step}/save", typed, opened=at.get("/refer/").text).status_code == 204
            wrong = at.post(f"{path}/{step}", typed | {"sex": "", "may_contact": "", "risk": ""})
            assert wrong.status_code in {200, 303}
            assert at.post(f"{path}/{step}", typed).status_code == 303, step
        opened = at.get(f"{path}/facility").text
        facility = re.search(r'name="receiver"[^>]*value="([^"]+)"', opened)
        assert facility
        assert at.post(f"{path}/facility", {"receiver": facility[1]}).location.endswith("/check")
        assert PLANTED["code word"] in at.get(f"{path}/check").text
        run_out(session)
        assert "/sign-in" in at.post(f"{path}/person", REFERRED["person"], opened=opened).location
        at = trace.follow(signed_in(app, session, officer))
        assert at.post(f"{path}/{last}", opened=at.get("/refer/").text).status_code == 303
    referral = session.scalars(select(Referral).where(Referral.receiver_id.is_not(None))).one()
    session.info["actor"] = worker
    referrals.receive(session, worker, referral, clock.now())
    referrals.ask(session, worker, referral, "how_urgent", referral.version, clock.now())
    session.commit()
    sent = f"/refer/sent/{referral.reference}"
    answer = {"answer": PLANTED["sender's answer"]}
    assert (
        at.post(f"{sent}/answer", {"answer": PLANTED["sender's answer"] + " 0912345678"}).status_code == 200
    )
    assert at.post(f"{sent}/answer", answer).status_code == 303
    for page in ("", "/receipt", "/revoke"):
        shown = at.get(sent + page)
        assert Hound().finds(shown.data) <= {"sender's answer"}
    assert at.post(f"{sent}/revoke", {"reason": "sent_in_error"}).status_code == 303


def _ledger(supervisor: Browser) -> None:
    """A sound workbook, and one in which everything personal stands in the wrong column."""
    good = (
        Book().put("Người", "Họ và tên", PLANTED["name"]).put("Người", "Điện thoại", PLANTED["other phone"])
    )
    bad = Book()
    for heading in ("Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Mã xã cư trú", "Khuyết tật"):
        bad.put("Người", heading, PLANTED["name"])
    bad.put("Vụ việc", "Ngày phát hiện", PLANTED["narrative"]).put("Vụ việc", "Loại vụ việc", PLANTED["name"])
    for book in (good, bad):
        answer = send(supervisor, book.made())
        wait()
        assert supervisor.get(answer.location).status_code == 200
        assert supervisor.get(f"{answer.location}/findings.csv").status_code == 200


def files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


def test_the_hound_finds_what_it_looks_for(hound: Hound) -> None:
    for kind, value in PLANTED.items():
        for held in (
            value.encode(),
            value.lower().encode("utf-16-le"),
            value.encode().hex().encode(),
            base64.b64encode(b"x" + value.encode() + b"xyz"),
            base64.b64encode(b"xy" + value.encode() + b"z"),
        ):
            assert kind in hound.finds(b"before " + held + b" after"), (kind, held[:20])
    assert hound.finds(b"nothing of the sort") == set()


def test_nothing_planted_gets_out(
    planted: Case,
    hound: Hound,
    trace: Trace,
    heard: Callable[[], bytes],
    settings: Settings,
    scratch: Path,
    session: Session,
    engine: Engine,
) -> None:
    assert len(trace.left) > 300
    assert hound.finds(b"\n".join(trace.left)) == set()
    assert b"INSERT INTO person" in heard()
    assert hound.finds(heard()) == set()
    assert len(session.scalars(select(Entry)).all()) > 50
    for entry in session.scalars(select(Entry)):
        assert hound.finds(repr(vars(entry)).encode()) == set(), entry.event
    for report in session.scalars(select(LedgerImport.report)):
        assert hound.finds(report.encode()) == set()
    session.commit()
    assert list(files(scratch)) == []
    held = list(files(settings.home))
    for path in held:
        assert hound.finds(str(path).encode() + path.read_bytes()) == set(), path.name
    if engine.dialect.name == "sqlite":
        assert {"casework.db", "casework.db-wal"} <= {path.name for path in held}
    else:
        _nothing_lies_in_the_directory_of_postgresql(hound, session)
    _the_people_themselves_can_still_be_read(planted, session)


def _nothing_lies_in_the_directory_of_postgresql(hound: Hound, session: Session) -> None:
    session.execute(text("CHECKPOINT"))
    data = Path(session.scalar(text("SHOW data_directory")) or "")
    database = session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    session.commit()
    held = bytearray()
    for path in files(data / "base" / str(database), data / "pg_wal", data / "pg_stat"):
        held += path.read_bytes()
    assert hound.finds((data.parent / "log").read_bytes()) == set()
    assert len(held) > 10_000_000
    assert hound.finds(bytes(held)) == set()


def _the_people_themselves_can_still_be_read(planted: Case, session: Session) -> None:
    """Else nothing was planted, and nothing is proved."""
    session.info["actor"] = planted
    person = session.get_one(Person, planted.survivor_id, populate_existing=True)
    assert (person.full_name, person.citizen_number) == (PLANTED["name"], PLANTED["citizen number"])
    assert person.address == PLANTED["address"]
    session.rollback()
