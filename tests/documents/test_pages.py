"""Downloading documents: who may, what is noted, and that it speaks Vietnamese whatever the page does."""

import io
import re

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.documents import pdf
from casework.indicators.policies import SitePolicies
from tests.documents.test_drafts import text_of_docx, text_of_pdf
from tests.factories.browser import signed_in
from tests.factories.people import make_house, make_staff
from tests.factories.reports import make_figures, make_report


def test_from_the_reports_page_to_the_documents(app: Flask, session: Session, policies: SitePolicies) -> None:
    manager = make_staff(session, None, "manager")
    parts = make_report(session, policies, manager)
    browser = signed_in(app, session, manager)
    browser.post("/language", {"language": "en", "next": "/reports"}, opened=browser.get("/reports").text)
    page = browser.get(f"/reports/{parts['report_id']}").text
    assert "Submitted" in page
    links = re.findall(r'href="(/documents/[^"]+)"', page)
    assert [link.rpartition(".")[2] for link in links] == ["docx", "pdf"]
    words = text_of_docx(browser.get(links[0]).data)
    printed = browser.get(links[1])
    assert printed.mimetype == "application/pdf"
    assert printed.headers["Content-Disposition"].endswith("report-hung-yen-2025-half-year-2025.pdf")
    for told in (words, text_of_pdf(printed.data)):
        assert "SỞ NỘI VỤ" in told
        assert "Phần results." in told
        assert "đợt công bố số liệu 2025-9" in told
        assert "Người bị bạo lực theo hình thức bạo lực" in told
        assert "withheld" not in told
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/documents/releases/2025/9/tables.xlsx").data))
    assert book.sheetnames[0] == "About"
    assert any(cell.value == "withheld" for row in book["victims-sex"].iter_rows() for cell in row)
    statistics = browser.get("/documents/releases/2025/9/statistics.pdf?area=40")
    assert "không công bố" in text_of_pdf(statistics.data)
    assert browser.get("/documents/releases/2025/9/statistics.pdf?area=xx").status_code == 404
    assert browser.get("/documents/releases/2025/8/tables.xlsx").status_code == 404
    assert browser.get(links[0].replace("/1.", "/2.")).status_code == 404
    session.expire_all()
    made = select(Entry.facts).where(Entry.event == "document.made").order_by(Entry.position)
    noted = session.scalars(made).all()
    assert [fact.split('"form":"')[1][:4] for fact in noted] == ["docx", 'pdf"', "xlsx", 'pdf"']
    assert all('"release":"2025-9"' in fact for fact in noted)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_supervisor_has_the_tables_and_no_report(
    app: Flask, session: Session, policies: SitePolicies
) -> None:
    parts = make_report(session, policies, make_staff(session, None, "manager"))
    browser = signed_in(app, session, make_staff(session, make_house(session), "facility_supervisor"))
    assert browser.get("/documents/releases/2025/9/tables.xlsx").status_code == 200
    assert browser.get("/documents/releases/2025/9/statistics.pdf").status_code == 404
    assert browser.get(f"/documents/reports/{parts['report_id']}/1.pdf").status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_document_that_is_not_made_is_not_noted(
    app: Flask, session: Session, policies: SitePolicies, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = make_staff(session, None, "manager")
    make_report(session, policies, manager)
    browser = signed_in(app, session, manager)
    monkeypatch.setattr(pdf, "TEMPLATE", pdf.TEMPLATE.with_name("missing.typ"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    assert browser.get("/documents/releases/2025/9/statistics.pdf").status_code == 500
    assert session.scalars(select(Entry).where(Entry.event == "document.made")).all() == []


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_pages_of_a_release_lead_to_its_files(
    app: Flask, session: Session, policies: SitePolicies
) -> None:
    manager = make_staff(session, None, "manager")
    release = make_figures(session, policies, number=9)
    browser = signed_in(app, session, manager)
    for path in (f"/releases/{release.id}", "/dashboard?area=33", "/dashboard/provinces"):
        links = re.findall(r'href="(/documents/[^"]+)"', browser.get(path).text)
        assert [link.split("/9/")[1].split("?")[0] for link in links] == [
            "tables.xlsx",
            "statistics.docx",
            "statistics.pdf",
        ]
        assert browser.get(links[0]).status_code == 200


def test_numbers_that_no_release_can_have_lead_nowhere(app: Flask, session: Session) -> None:
    browser = signed_in(app, session, make_staff(session, None, "manager"))
    for path in (f"{10**12}/1", f"2025/{10**30}", "0/0"):
        assert browser.get(f"/documents/releases/{path}/tables.xlsx").status_code == 404
