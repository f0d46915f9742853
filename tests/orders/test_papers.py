"""The papers about an order: what stands on them, and that where she is does not."""

import pytest
from sqlalchemy import select

from casework.audit.models import Entry
from casework.orders.models import PermittedContact
from tests.orders.conftest import Browsers, Table
from tests.orders.test_pages import DECIDED, ask, text_of

SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
PLACES = ("Số 5 ngõ 7", "Số 9 ngõ 11", "0912345678", "0987654321")


@pytest.mark.parametrize("language", ["vi", "en"])
@SQLITE
def test_the_request_says_what_the_law_asks_for_and_never_where_she_is(
    table: Table, browsers: Browsers, language: str
) -> None:
    path = ask(table, browsers)
    browsers.at.post("/language", {"language": language}, opened=browsers.at.get("/account").text)
    page = text_of(browsers.at.get(f"{path}/paper").text)
    paper = page.partition("<article")[2].partition("</article>")[0]
    for words in (
        "DỰ THẢO",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Độc lập - Tự do - Hạnh phúc",
        "ĐƠN ĐỀ NGHỊ",
        "Điều 25 Luật Phòng, chống bạo lực gia đình số 13/2022/QH15",
        "Chủ tịch Ủy ban nhân dân phường Ba Đình, thành phố Hà Nội",
        "Đào Thị Hòa",
        "03/1987",
        "Trần Văn Bình",
        "Vợ",
        "20/11/2026",
        "điểm a khoản 1 Điều 3",
        "Anh ta dọa giết chị",
        "không quá 03 ngày",
        "100 m",
        "12 giờ",
        "./.",
        "ngày …… tháng …… năm",
    ):
        assert words in paper, words
    for secret in (*PLACES, "001187000001", "Anh ta đánh chị"):
        assert secret not in paper
    assert 'lang="vi"' in page
    told = table.session.scalars(select(Entry).where(Entry.event == "order.printed")).one()
    assert told.facts == '{"form":"request"}'
    table.session.rollback()


@SQLITE
def test_the_whole_reason_is_printed(table: Table, browsers: Browsers) -> None:
    words = "Anh ta dọa giết chị. " * 190  # just below four thousand characters
    assert len(words) < 4_000
    path = ask(table, browsers, why=words + "HẾT")
    assert "HẾT" in text_of(browsers.at.get(f"{path}/paper").text)


@SQLITE
def test_where_the_chair_acted_alone_there_is_no_request_to_print(table: Table, browsers: Browsers) -> None:
    path = ask(table, browsers, requester="chair_alone", basis="danger", legal_ground="protect_life", why="")
    assert f"{path}/paper" not in browsers.at.get(path).text
    answer = browsers.at.get(f"{path}/paper")
    assert answer.status_code == 409
    assert "không có đề nghị nào để in" in text_of(answer.text)


@SQLITE
def test_an_agencys_request_names_the_agency_and_ends_with_her_consent(
    table: Table, browsers: Browsers
) -> None:
    yes = {"purpose": "share_commune", "answer": "given", "given_on": "21/11/2026", "manner": "spoken"}
    assert browsers.at.post(f"{browsers.path}/consent/new", yes).status_code == 303
    path = ask(table, browsers, requester="agency")
    paper = text_of(browsers.at.get(f"{path}/paper").text).partition("<article")[2]
    for words in ("Cơ sở Một", "GIẤY ĐỀ NGHỊ", "Nơi nhận", "đồng ý với đề nghị này"):
        assert words in paper
    no = yes | {"answer": "withdrawn", "given_on": "22/11/2026"}
    assert browsers.at.post(f"{browsers.path}/consent/new", no).status_code == 303
    answer = browsers.at.get(f"{path}/paper")
    assert answer.status_code == 409
    assert "Đào Thị Hòa" not in text_of(answer.text)


@SQLITE
def test_form_09_is_for_four_hours_at_most_and_asks_her(table: Table, browsers: Browsers) -> None:
    path = ask(table, browsers)
    browsers.at.post(f"{path}/decision", DECIDED)
    contact = {
        "ground": "disaster",
        "starts_at": "23/11/2026 08:00",
        "ends_at": "23/11/2026 11:30",
        "place": "Đình làng",
    }
    assert browsers.at.post(f"{path}/contacts/new", contact).status_code == 303
    found = table.session.scalars(select(PermittedContact)).one()
    table.session.rollback()
    page = text_of(browsers.at.get(f"{path}/contacts/{found.id}/paper").text)
    paper = page.partition("<article")[2].partition("</article>")[0]
    for words in (
        "Mẫu số 09",
        "12/QĐ-UBND",
        "08 giờ 00 phút, ngày 23 tháng 11 năm 2026",
        "11 giờ 30 phút",
        "Thiên tai",
        "Đình làng",
        "không quá 04 giờ",
        "Ý kiến của người bị bạo lực",
    ):
        assert words in paper, words
    assert not any(secret in paper for secret in PLACES)
