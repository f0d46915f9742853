"""The pages: what counts, towards whom and until when; taking it back; the paper she may take along."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.models import Entry
from casework.consent.models import Consent
from casework.providers.models import Provider
from casework.referrals import operations as referrals
from casework.referrals import states
from tests.factories.desk import Desk
from tests.factories.referrals import PERSON, make_organisation, referral_request, site

TYPED = {"purpose": "share_police", "answer": "given", "given_on": "1/11/2026", "manner": "written"}
BETRAYING = re.compile(
    r"bạo lực|nạn nhân|tạm lánh|công an|xâm hại|violence|victim|shelter|police|abuse", re.IGNORECASE
)
pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def record(desk: Desk, **more: Any) -> None:
    assert desk.at.post(f"{desk.path}/consent/new", TYPED | more).status_code == 303


def page(desk: Desk, rest: str = "") -> str:
    return html.unescape(desk.at.get(f"{desk.path}/consent{rest}").text)


def paper(desk: Desk, rest: str = "") -> str:
    """What is printed: the frame, and the title."""
    whole = page(desk, f"/slip{rest}")
    title = re.search(r"<title>(.*?)</title>", whole, re.DOTALL)
    frame = re.search(r'<div class="app-slip">(.*?)</div>', whole, re.DOTALL)
    assert title
    assert frame
    return title[1] + frame[1]


@pytest.fixture
def unit(desk: Desk, session: Session) -> Provider:
    made = make_organisation(session)
    session.commit()
    return made


def test_the_purpose_is_asked_first_and_says_whom_it_can_be_about(desk: Desk, unit: Provider) -> None:
    first = page(desk, "/new")
    assert 'name="purpose"' in first
    assert "Đối với nơi nào" not in first
    police = page(desk, "/new?purpose=share_police")
    assert f'value="{unit.id}"' in police
    assert 'value="kind:bien_phong"' in police
    assert "Cơ sở Hai" not in police
    own = page(desk, "/new?purpose=share_social")
    assert "Cơ sở Hai" in own
    assert "Cơ sở Một" not in own
    assert 'name="recipient"' not in page(desk, "/new?purpose=case_work")
    assert 'name="recipient"' not in page(desk, "/new?purpose=made_up")


def test_what_counts_is_told_in_one_place(desk: Desk, unit: Provider) -> None:
    record(desk, answer="refused")
    record(desk, recipient=str(unit.id), given_on="2/11/2026", expires_on="30/11/2026")
    record(desk, purpose="contact", expires_on="10/11/2026", given_on="2/11/2026")
    text = page(desk)
    for words in (
        "Chuyển thông tin cho công an – Công an phường Một",
        "Đến hết ngày 30/11/2026",
        "Sắp hết hạn",
        "Bằng văn bản, có chữ ký",
        "người nghe: Nhân viên Thử",
        "Không đồng ý",
        "Đã hết hạn",
    ):
        assert words in text, words
    assert text.count("/withdraw") == 1
    assert "Chuyển thông tin cho công an (Công an phường Một)" in html.unescape(desk.at.get(desk.path).text)


def test_an_organisation_of_another_purpose_is_not_on_offer(
    desk: Desk, unit: Provider, session: Session
) -> None:
    wrong = desk.at.post(
        f"{desk.path}/consent/new", TYPED | {"purpose": "share_health", "recipient": str(unit.id)}
    )
    assert wrong.status_code == 200
    assert 'id="recipient-error"' in wrong.text
    assert session.scalars(select(Consent)).all() == []


def test_taking_it_back_takes_back_what_is_on_the_way(desk: Desk, session: Session) -> None:
    record(desk, purpose="share_social")
    other = session.scalars(select(Provider).where(Provider.name == "Cơ sở Hai")).one()
    session.info["actor"] = desk.worker
    person = {name: value for name, value in PERSON.items() if name != "address"}
    request = referral_request(other, case_id=desk.case.id, person=person)
    referral = referrals.send(session, desk.worker, request, clock.now(), policies=site())
    session.commit()
    consent = session.scalars(select(Consent)).one()
    session.commit()
    path = f"{desk.path}/consent/{consent.id}/withdraw"
    assert desk.elsewhere.get(path).status_code == 404
    assert "có hiệu lực ngay" in html.unescape(desk.at.get(path).text)
    assert 'id="manner-error"' in desk.at.post(path, {"given_on": "22/11/2026"}).text
    said = {"given_on": "22/11/2026", "manner": "telephone", "remark": "Chị gọi điện"}
    assert desk.at.post(path, said).status_code == 303
    assert "Đã thu hồi 1 chuyển gửi" in page(desk)
    session.expire_all()
    assert referral.state == states.REVOKED
    again = desk.at.post(path, said)
    assert "Chỉ có thể rút lại" in html.unescape(again.text)
    assert "Chị gọi điện" in again.text


def test_the_paper_names_nobody_unless_she_wishes(desk: Desk, unit: Provider, session: Session) -> None:
    record(desk, recipient=str(unit.id), expires_on="30/11/2026", remark="Có chị gái cùng dự")
    record(desk, purpose="share_social", answer="refused")
    record(desk, purpose="case_work")
    plain = paper(desk)
    assert not BETRAYING.search(plain)
    for hidden in ("Cơ sở", "phường Một", desk.case.reference, "Đào", "Nhân viên", "chị gái"):
        assert hidden not in plain, hidden
    assert plain.count("Báo cho nơi khác biết về tôi") == 2
    assert plain.count("Tôi đồng ý") == 2
    assert plain.count("Tôi không đồng ý") == 1
    assert "30/11/2026" in plain
    named = paper(desk, "?names=1")
    assert "Công an phường Một" in named
    assert "Nơi cần báo: Cơ sở Một." in named
    printed = select(Entry.facts).where(Entry.event == "consent.printed").order_by(Entry.position)
    told = session.scalars(printed).all()
    assert told == ['{"named":false}', '{"named":true}']
    assert desk.elsewhere.get(f"{desk.path}/consent/slip").status_code == 404


def test_the_paper_is_as_discreet_in_english(desk: Desk, unit: Provider) -> None:
    record(desk, recipient=str(unit.id))
    record(desk, purpose="share_health", answer="refused")
    opened = desk.at.get(desk.path).text
    desk.at.post("/language", {"language": "en", "next": desk.path}, opened=opened)
    plain = paper(desk)
    assert "I agree" in plain
    assert not BETRAYING.search(plain)


def test_what_has_ended_is_said_on_the_paper_too(desk: Desk) -> None:
    record(desk, expires_on=(clock.today() - timedelta(1)).strftime("%d/%m/%Y"))
    assert "Đã hết hạn" in paper(desk)
