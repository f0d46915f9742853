import html
import io
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import Label

from casework.ui.checks import NotInFuture
from casework.ui.dates import parse_date, parse_partial_date
from casework.ui.fields import tidy
from casework.ui.places import parse_commune
from tests.ui.conftest import token

GOOD = {"detected_on": "5/3/2026", "kind": "bao_luc_gia_dinh"}


@pytest.fixture
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def send(staff: FlaskClient, **values: Any) -> Any:
    """What the form gives when it is right, else the page."""
    response = staff.post("/kitchen/form", data={"csrf_token": token(staff)} | GOOD | values)
    assert response.status_code == 200
    return response.json if response.is_json else html.unescape(response.text)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    "text", ["5/3/2026", "05/03/2026", "05-03-2026", "5.3.2026", "5 3 2026", "2026-03-05"]
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert parse_date(text) == date(2026, 3, 5)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    "text", ["3/2026", "2026", "31/2/2026", "0/1/2026", "5/3/26", "hôm qua", "5/3/2026x"]
)
def test_what_is_no_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"Nhập ngày|Không có ngày"):
        parse_date(text)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1987", "1987"),
        ("3/1987", "1987-03"),
        ("03-1987", "1987-03"),
        ("1987-3", "1987-03"),
        ("5/3/1987", "1987-03-05"),
        ("1987-03-05", "1987-03-05"),
    ],
)
def test_a_partial_date_says_as_much_as_is_known(text: str, meant: str) -> None:
    assert parse_partial_date(text) == meant


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("text", ["87", "13/1987", "30/2/1987", "khoảng 1987", "0/1987"])
def test_what_is_no_partial_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"Nhập năm|Không có ngày"):
        parse_partial_date(text)


def test_what_nobody_sees_is_not_kept_in_a_name() -> None:
    assert tidy(" \ufeffĐào\u200b  Thị\u202e Ho\u0300a\u2069 ") == "Đào Thị Hòa"


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("text", ["1/1/0001", "31/12/1899", "0226-03-05"])
def test_a_year_that_lost_a_digit_is_refused(text: str) -> None:
    for read in (parse_date, parse_partial_date):
        with pytest.raises(ValueError, match="trước 1900"):
            read(text)
    with pytest.raises(ValueError, match="trước 1900"):
        parse_partial_date("0987")
    assert parse_partial_date("١٩٨٧") == "1987"


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        ("2026", False),
        ("2027", True),
        ("2026-11", False),
        ("2026-12", True),
        ("2026-11-23", True),
        ("", False),
        (None, False),
    ],
)
@pytest.mark.usefixtures("request_context")
def test_the_future_begins_tomorrow(data: Any, refused: bool) -> None:
    class Field:
        errors: tuple[str, ...] = ()
        label = Label("day", "Ngày gặp")

    field: Any = Field()
    field.data = data
    if refused:
        with pytest.raises(ValueError, match="Ngày gặp: ngày không được ở tương lai"):
            NotInFuture()(None, field)
    else:
        NotInFuture()(None, field)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("00004", "00004"),
        ("Phường Ba Đình, Thành phố Hà Nội", "00004"),
        ("Ba Đình, Hà Nội", "00004"),
        ("ba dinh ha noi", "00004"),
    ],
)
def test_a_commune_is_found_by_code_or_name(text: str, code: str) -> None:
    assert parse_commune(text) == code


@pytest.mark.usefixtures("request_context")
def test_an_ambiguous_commune_is_refused_with_the_places_that_fit() -> None:
    with pytest.raises(ValueError, match=r"Có nhiều nơi phù hợp: .*; .*tỉnh"):
        parse_commune("Tân")
    with pytest.raises(ValueError, match="Không có xã, phường"):
        parse_commune("Atlantis")


def test_every_field_gives_its_data(staff: FlaskClient) -> None:
    decomposed = unicodedata.normalize("NFD", "  Đào   Thị Hòa ")
    given = send(
        staff,
        survivor_name=decomposed,
        children="2",
        birth="3/1987",
        need="co",
        acts=["a", "b"],
        source="",
        commune_code="Ba Đình, Hà Nội",
        narrative=" dòng một\r\ndòng hai ",
        agreed="y",
        version="3",
        password="p  w ",
    )
    assert given["survivor_name"] == "Đào Thị Hòa"
    assert given["children"] == "2"
    assert given["detected_on"] == "2026-03-05"
    assert given["birth"] == "1987-03"
    assert given["kind"] == "bao_luc_gia_dinh"
    assert given["acts"] == "['a', 'b']"
    assert given["source"] == ""
    assert given["commune_code"] == "00004"
    assert given["narrative"] == "dòng một\ndòng hai"
    assert given["agreed"] == "True"
    assert given["version"] == "3"
    assert given["password"] == "p  w "


def test_an_empty_form_gives_empty_values(staff: FlaskClient) -> None:
    given = send(staff)
    empty = {
        name: given[name]
        for name in ("survivor_name", "birth", "need", "source", "commune_code", "narrative")
    }
    assert set(empty.values()) == {""}
    assert given["children"] == given["version"] == given["file"] == "None"
    assert given["acts"] == "[]"


def test_a_file_arrives(staff: FlaskClient) -> None:
    given = send(staff, file=(io.BytesIO(b"x"), "ledger.xlsx"))
    assert "ledger.xlsx" in given["file"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("detected_on", "31/2/2026", "Ngày phát hiện: không có ngày này"),
        ("detected_on", "", "Nhập ngày"),
        ("detected_on", "23/11/2026", "Ngày phát hiện: ngày không được ở tương lai"),
        ("birth", "chắc 1987", "Ngày sinh: nhập năm"),
        ("children", "hai", "Số con: nhập số nguyên"),
        ("code", "12345678901", "Mã sổ: nhập tối đa 10"),
        ("kind", "", "Chọn loại vụ việc"),
        ("kind", "khác", "Hãy chọn trong danh sách"),
        ("acts", "z", "Hãy chọn trong danh sách"),
        ("need", "chua_ro", "Hãy chọn trong danh sách"),
        ("source", "sao_hoa", "Hãy chọn trong danh sách"),
        ("commune_code", "Atlantis", "Xã, phường: không có xã, phường"),
        ("survivor_name", "x" * 121, "120 ký tự"),
    ],
)
def test_an_error_stands_in_the_summary_and_at_the_field_and_nothing_typed_is_lost(
    staff: FlaskClient, field: str, typed: str, words: str
) -> None:
    page = send(staff, **{field: typed})
    assert "<title>Lỗi: Biểu mẫu" in page
    summary = page.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    assert words in summary
    assert f'href="#{field}"' in summary
    assert f'id="{field}-error"' in page
    assert page.count(words) >= 2
    if typed and field not in ("kind", "acts", "need", "source"):
        assert f'value="{typed}"' in page
    if field != "detected_on":
        assert 'value="5/3/2026"' in page


def test_nothing_is_required_in_html_and_nothing_is_completed_by_the_browser(staff: FlaskClient) -> None:
    page = staff.get("/kitchen/form").text
    assert " required" not in page
    assert page.count("novalidate") == 1
    boxes = page.count('type="text"')
    assert page.count('autocomplete="off"') == boxes + 2  # and the text area and the form


def test_passwords_are_never_sent_back(staff: FlaskClient) -> None:
    assert "hunter2" not in send(staff, detected_on="", password="hunter2")


def test_text_is_tidied_but_not_changed() -> None:
    assert tidy(" Nguyễn  Thị\tHoà ") == "Nguyễn Thị Hoà"
    assert tidy(None) == ""
