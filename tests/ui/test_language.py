from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from casework.ui import catalogue, language, navigation
from casework.ui.catalogue import Use
from casework.ui.labels import code_label, commune_label, role_label
from casework.ui.language import _, _l, _n
from tests.ui.conftest import token


def test_every_message_is_said_in_vietnamese() -> None:
    assert catalogue.problems() == []


def test_the_walk_over_the_messages_sees_code_templates_and_plurals() -> None:
    found = {use.message: use for use in catalogue.uses()}
    assert found["The page was open too long"].room == "ui"
    assert found["Skip to main content"].place.startswith("templates/layouts/page.html")
    assert found["For example 5/3/2026"].plural is None


@pytest.mark.parametrize(
    ("po", "trouble"),
    [
        ('msgid "Hello %(name)s"\nmsgstr "Chào"', "other placeholders"),
        ('msgid "Hello %(name)s"\nmsgstr ""', "empty"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Chào %(name)s"', "unsure"),
        ('msgid "Bye"\nmsgstr "Tạm biệt"', "unused"),
        ("", "missing"),
        ('msgid "Hello %(name)s"\nmsgid_plural "Hellos"\nmsgstr[0] "Chào %(name)s"', "plural"),
    ],
)
def test_a_fault_of_the_catalogue_is_found(
    po: str, trouble: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("po") / "vi"
    folder.mkdir()
    (folder / "ui.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + po)
    monkeypatch.setattr(catalogue, "CATALOGUES", folder.parent)
    monkeypatch.setattr(catalogue, "uses", lambda: [Use("Hello %(name)s", None, "here:1", "ui")])
    assert any(trouble in line for line in catalogue.problems())


def test_pages_are_vietnamese_until_somebody_chooses(staff: FlaskClient) -> None:
    assert '<html lang="vi"' in staff.get("/kitchen/sink").text
    response = staff.post(
        "/language", data={"language": "en", "next": "/kitchen/sink?page=2", "csrf_token": token(staff)}
    )
    assert (response.status_code, response.location) == (303, "/kitchen/sink?page=2")
    page = staff.get("/kitchen/sink").text
    assert '<html lang="en"' in page
    assert "Skip to main content" in page
    assert "1,234" in page


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "", "/a\r\nSet-Cookie: x=1"],
)
def test_the_way_back_stays_on_our_pages(staff: FlaskClient, target: str) -> None:
    data = {"language": "en", "next": target, "csrf_token": token(staff)}
    assert staff.post("/language", data=data).location == "/"


def test_who_changes_the_language_on_a_page_that_answers_a_form_alone_comes_to_the_one_above(
    app: Flask, staff: FlaskClient
) -> None:
    missing = staff.post("/kitchen/form/sent", data={"csrf_token": token(staff)})
    assert 'name="next" value="/kitchen/form/sent"' in missing.text  # tells nothing of what there is
    with app.test_request_context("/kitchen/form/sent/nowhere", method="POST"):
        assert navigation.here() == "/kitchen/form"
    with app.test_request_context("/kitchen/form", method="POST"):
        assert navigation.here() == "/kitchen/form"
    with app.test_request_context("/kitchen/sink?page=2"):
        assert navigation.here() == "/kitchen/sink?page=2"


def test_an_unknown_language_changes_nothing(staff: FlaskClient) -> None:
    staff.post("/language", data={"language": "xx", "csrf_token": token(staff)})
    assert '<html lang="vi"' in staff.get("/kitchen/sink").text


def test_words_numbers_and_dates_follow_the_language(app: Flask) -> None:
    with app.test_request_context("/"):
        lazy = _l("Enter at most %(most)d characters", most=5)
        assert str(lazy) == "Nhập tối đa 5 ký tự"
        assert language.show_number(1234.5) == "1.234,5"
        assert language.show_number(1234567) == "1.234.567"
        assert language.show_percent(80.46) == "80,5 %"
        assert language.show_partial_date("") == "Chưa rõ"
        assert code_label("case_kind", "bao_luc_gia_dinh") == "Bạo lực gia đình"
        assert code_label("act", ("a", "b")).count("; ") == 1
        assert code_label("act", None) == ""
        assert commune_label("00004") == "Phường Ba Đình, Thành phố Hà Nội"
        assert role_label("facility_worker") != "facility_worker"
        language.choose("en")
        assert str(lazy) == "Enter at most 5 characters"
        assert language.show_number(1234.5) == "1,234.5"
        assert language.show_number(0) == "0"
        assert language.show_percent(None) == ""
        assert _("100 %") == "100 %"
        assert _n("%(num)d case", "%(num)d cases", 1) == "1 case"
        assert _n("%(num)d case", "%(num)d cases", 2) == "2 cases"
    assert language.show_date(date(2026, 3, 5)) == "05/03/2026"
    assert language.show_datetime(datetime(2026, 3, 5, 20, 30, tzinfo=UTC)) == "06/03/2026 03:30"
    assert language.show_partial_date("1987-03") == "03/1987"


def test_templates_are_strict_about_names_and_lenient_about_keys(app: Flask) -> None:
    def render(source: str, **values: object) -> str:
        with app.test_request_context("/"):
            return app.jinja_env.from_string(source).render(**values)

    assert render("{{ '<b>' }}") == "&lt;b&gt;"
    assert render("{% if d.missing %}x{% endif %}", d={}) == ""
    for source in ("{{ nobody }}", "{% if nobody %}{% endif %}", "{{ app_date.nothing }}"):
        with pytest.raises(UndefinedError):
            render(source, app_date=date(2026, 1, 1))
