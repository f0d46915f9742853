"""The pages of no-contact orders, from asking to the paper, for those whose they are and nobody else."""

import html
import re

import pytest
from sqlalchemy import select

from casework.orders.models import NoContactOrder
from casework.perpetrators.models import CasePerpetrator
from tests.orders.conftest import Browsers, Table

SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
ASKED = {
    "kind": "chair",
    "requester": "survivor",
    "basis": "consent",
    "commune_code": "00004",
    "requested_at": "22/11/2026 08:00",
    "why": "Anh ta dọa giết chị",
}
DECIDED = {
    "decision": "granted",
    "decided_at": "22/11/2026 9h15",
    "ends_at": "25/11/2026 09:15",
    "number": "12/QĐ-UBND",
}


def the_order(table: Table) -> NoContactOrder:
    table.session.expire_all()
    order = table.session.scalars(select(NoContactOrder)).one()
    table.session.rollback()
    return order


def ask(table: Table, browsers: Browsers, **more: str) -> str:
    typed = ASKED | {"person": str(table.accused.id)} | more
    answer = browsers.at.post(f"{browsers.path}/orders/new", typed)
    assert answer.status_code == 303, answer.text
    return f"{browsers.path}/orders/{the_order(table).id}"


def text_of(page: str) -> str:
    return html.unescape(page)


def test_the_whole_way_of_an_order(table: Table, browsers: Browsers) -> None:
    at, path = browsers.at, ask(table, browsers)
    assert "Đang chờ quyết định" in text_of(at.get(path).text)
    overview = text_of(at.get(browsers.path).text)
    assert "Đang chờ quyết định, hạn đến 22/11/2026 20:00" in overview
    assert at.post(f"{path}/decision", DECIDED | {"ends_at": "25/11/2026 09:16"}).status_code == 200
    assert at.post(f"{path}/decision", DECIDED).status_code == 303
    assert at.get(f"{path}/decision").status_code == 303
    shown = text_of(at.get(path).text)
    for words in ("Đang có hiệu lực", "25/11/2026 09:15", "12/QĐ-UBND", "Chưa đủ nơi nhận"):
        assert words in shown
    received = {"recipients": ["survivor", "perpetrator"], "at": "22/11/2026 09:40"}
    assert at.post(f"{path}/sent", received).status_code == 303
    assert text_of(at.get(path).text).count("22/11/2026 09:40") == 2
    contact = {
        "ground": "wedding_funeral",
        "starts_at": "23/11/2026 08:00",
        "ends_at": "23/11/2026 12:00",
        "place": "Nhà văn hóa xã",
    }
    assert at.post(f"{path}/contacts/new", contact | {"ends_at": "23/11/2026 12:01"}).status_code == 200
    assert at.post(f"{path}/contacts/new", contact).status_code == 303
    broken = {"at": "22/11/2026 09:50", "note": "Anh ta đứng trước cổng"}
    answer = at.post(f"{path}/breaches/new", broken)
    assert answer.location == f"{browsers.path}/risk"
    risk_page = text_of(at.get(answer.location).text)
    assert "Vi phạm quyết định cấm tiếp xúc: đánh giá lại nguy cơ ngay." in risk_page
    asked = {"requester": "survivor", "requested_at": "22/11/2026 09:55"}
    assert not re.search(r'name="requester"[^>]*checked', at.get(f"{path}/cancel").text)
    assert at.post(f"{path}/cancel", asked).status_code == 303
    kept = {"decision": "kept", "decided_at": "22/11/2026 10:00", "reasons": "Chị nói là bị ép"}
    assert at.post(f"{path}/cancellation", kept).status_code == 303
    assert "Chị nói là bị ép" in text_of(at.get(path).text)
    renewed = ASKED | {"person": str(table.accused.id), "requested_at": "22/11/2026 09:58"}
    assert at.post(f"{path[:-37]}/new?renews={the_first(table).id}", renewed).status_code == 303
    listed = text_of(at.get(f"{browsers.path}/orders").text)
    assert listed.count("Trần Văn Bình") == 2
    history = text_of(at.get(f"{browsers.path}/history").text)
    for words in ("Đã đề nghị ra quyết định cấm tiếp xúc", "Đã ghi nhận vi phạm quyết định cấm tiếp xúc"):
        assert words in history


def the_first(table: Table) -> NoContactOrder:
    table.session.expire_all()
    found = table.session.scalars(select(NoContactOrder).order_by(NoContactOrder.recorded_at)).first()
    table.session.rollback()
    assert found is not None
    return found


@SQLITE
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    table: Table, browsers: Browsers
) -> None:
    wrong = ASKED | {"person": str(table.accused.id), "requested_at": "hôm qua"}
    page = text_of(browsers.at.post(f"{browsers.path}/orders/new", wrong).text)
    assert "Nhập ngày và giờ, ví dụ 5/3/2026 14:30".lower() in page.lower()
    assert 'value="hôm qua"' in page
    assert "Anh ta dọa giết chị" in page
    agency = ASKED | {"person": str(table.accused.id), "requester": "agency"}
    page = text_of(browsers.at.post(f"{browsers.path}/orders/new", agency).text)
    assert "Chưa có sự đồng ý nào được ghi nhận" in page


@SQLITE
def test_whoever_decides_second_is_shown_what_was_decided(table: Table, browsers: Browsers) -> None:
    path = ask(table, browsers)
    opened = browsers.at.get(f"{path}/decision").text
    assert browsers.supervising.post(f"{path}/decision", DECIDED).status_code == 303
    late = browsers.at.post(f"{path}/decision", DECIDED, opened=opened)
    assert late.status_code == 303
    assert the_order(table).version == 2
    assert "không thể làm việc này nữa" in text_of(browsers.at.get(path).text)


def test_nobody_else_opens_any_of_it(table: Table, browsers: Browsers) -> None:
    path = ask(table, browsers)
    for other in (browsers.elsewhere, browsers.counselling):
        for page in (
            f"{browsers.path}/orders",
            f"{browsers.path}/orders/new",
            path,
            f"{path}/decision",
            f"{path}/sent",
            f"{path}/cancel",
            f"{path}/cancellation",
            f"{path}/contacts/new",
            f"{path}/breaches/new",
            f"{path}/paper",
        ):
            assert other.get(page).status_code == 404, page


@SQLITE
def test_without_an_alleged_perpetrator_there_is_nobody_to_keep_away(
    table: Table, browsers: Browsers
) -> None:
    for link in table.session.scalars(select(CasePerpetrator)):
        table.session.delete(link)
    table.session.commit()
    page = text_of(browsers.at.get(f"{browsers.path}/orders/new").text)
    assert "Hãy ghi nhận người có hành vi bạo lực trước" in page
    assert 'name="why"' not in page


@SQLITE
def test_a_request_without_its_reason_is_not_recorded(table: Table, browsers: Browsers) -> None:
    typed = ASKED | {"person": str(table.accused.id), "why": ""}
    page = browsers.at.post(f"{browsers.path}/orders/new", typed).text
    assert 'id="why-error"' in page
    assert "không có căn cứ để ra quyết định" in text_of(page)
    typed |= {"kind": "court", "requester": "agency", "basis": "danger", "requested_at": ""}
    page = browsers.at.post(f"{browsers.path}/orders/new", typed).text
    assert re.findall(r'id="(\w+)-error"', page) == ["court", "legal_ground", "requested_at", "why"]


@SQLITE
def test_nobody_asks_to_cancel_and_nothing_is_decided_before_it_is_said(
    table: Table, browsers: Browsers
) -> None:
    path, at = ask(table, browsers), browsers.at
    assert at.post(f"{path}/decision", DECIDED).status_code == 303
    asked = {"requested_at": "22/11/2026 09:55"}
    assert 'id="requester-error"' in at.post(f"{path}/cancel", asked).text
    assert the_order(table).cancel_requester == ""
    assert at.post(f"{path}/cancel", asked | {"requester": "agency"}).status_code == 303
    page = at.post(f"{path}/cancellation", {"decided_at": "22/11/2026 10:00"}).text
    assert "Chọn kết quả giải quyết." in text_of(page)


@SQLITE
def test_no_title_and_no_address_names_anybody(table: Table, browsers: Browsers) -> None:
    path = ask(table, browsers)
    for page in (f"{browsers.path}/orders", path, f"{path}/paper", f"{browsers.path}/risk"):
        title = re.search(r"<title>(.*?)</title>", browsers.at.get(page).text, re.DOTALL)
        assert title is not None
        assert not re.search("Hòa|Bình", text_of(title[1]))
