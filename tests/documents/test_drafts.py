"""What official documents say: layout's parts, words and figures; pure, except for the two libraries that set them."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from casework.documents.docx import as_docx
from casework.documents.draft import MOTTO, Draft, Grid, Paragraph
from casework.documents.glyphs import showable
from casework.documents.grids import table_grid
from casework.documents.pdf import as_pdf
from casework.documents.report import area_of
from casework.documents.statistics import BLANK, statistics_draft
from casework.indicators.policies import SitePolicies
from casework.releases.figures import Figures
from casework.releases.tables import Head, ReleasedTable
from casework.reporting.text import checked_words
from casework.ui.language import speaking
from tests.documents.conftest import MADE_AT

REPORTS = [
    ("hung-yen-2011-2015", "half-year"),
    ("hung-yen-2025", "half-year"),
    ("nghe-an-2024", "programme-year"),
    ("tan-yen-2021-2025", "year"),
    ("tran-lieu-2025", "as-required"),
]
HIDDEN = "không công bố"
RIGHT_EDGE = (210 - 15) / 25.4 * 72 + 3  # of the text, in points; a hyphen hangs out a little
Drafted = Callable[[str, str], Draft]


@pytest.fixture(scope="module")
def draft(drafted: Drafted) -> Draft:
    return drafted("hung-yen-2025", "half-year")


def text_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(words)


def text_of_pdf(data: bytes) -> str:
    """What pdftotext reads, on one line."""
    ran = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(ran.stdout.decode().split())


@pytest.mark.parametrize(("plan", "report"), REPORTS)
def test_every_plan_has_its_report(drafted: Drafted, plan: str, report: str) -> None:
    made = drafted(plan, report)
    forms = [text_of_pdf(as_pdf(made, MADE_AT))]
    if plan == "hung-yen-2025":
        forms.append(text_of_docx(as_docx(made, MADE_AT)))
    for words in forms:
        for said in (*MOTTO, "DỰ THẢO", "BÁO CÁO", "/BC-SNV", "SỞ NỘI VỤ", "Nơi nhận:", "PHỤ LỤC", "./."):
            assert said in words
        assert "Mở rộng địa chỉ tin cậy./." in words
        assert "KT. GIÁM ĐỐC" in words


def test_the_figures_stand_in_the_tables_as_they_were_released(
    draft: Draft, tables: tuple[ReleasedTable, ...]
) -> None:
    told = {grid.caption: grid for grid in draft.annex if isinstance(grid, Grid)}
    assert len(told) == len([one for one in tables if not one.error])
    for table, grid in zip((one for one in tables if not one.error), told.values(), strict=True):
        codes = list(dict.fromkeys(codes[1:] for codes in table.cells))
        areas = [area for area in ("33", "VN") if (area, *codes[0]) in table.cells]
        assert len(grid.headings) == 1 + len(areas)
        for row, one in zip(grid.rows, codes, strict=True):
            for cell, area in zip(row[1:], areas, strict=True):
                value = table.cells[area, *one]
                assert cell == (HIDDEN if value is None else f"{value:,}".replace(",", "."))


def test_a_table_has_its_rows_in_the_order_of_the_lists(
    policies: SitePolicies, tables: tuple[ReleasedTable, ...]
) -> None:
    table = next(one for one in tables if one.code == "victims-sex")
    stored = replace(table, cells=dict(sorted(table.cells.items())))  # as a release keeps them
    with speaking("vi"):
        grid = table_grid(stored, ["VN"], policies)
    assert grid
    told = [row[0] for row in grid.rows]
    assert told[0] == "Tổng số"
    women, men, others, unknown = (
        told.index(f"Giới tính: {sex}") for sex in ("Nữ", "Nam", "Khác", "Chưa rõ")
    )
    assert women < men < others < unknown


def test_an_official_text_ends_with_its_mark_after_the_last_words_of_staff(draft: Draft) -> None:
    last = [block for block in draft.body if isinstance(block, Paragraph) and not block.remark][-1]
    assert last.text == "Mở rộng địa chỉ tin cậy./."
    remarked = replace(draft, blocks=(*draft.blocks, Paragraph("Ghi chú.", remark=True)))
    assert [block.text for block in remarked.body if isinstance(block, Paragraph)][-2:] == [
        last.text,
        "Ghi chú.",
    ]


def test_whom_it_goes_to_comes_from_the_plan(draft: Draft) -> None:
    sent = draft.sent_to
    assert sent[:3] == ("- Sở Nội vụ (để báo cáo);", "- UBND tỉnh (để báo cáo);", "- Bộ Nội vụ (để báo cáo);")
    assert sent[-1] == "- Lưu: VT, KGVXT."
    assert sum("Bộ Nội vụ" in one for one in sent) == 1


def test_the_area_of_a_plan_is_the_province_that_has_figures(policies: SitePolicies) -> None:
    areas = {plan.code: area_of(plan, policies) for plan in policies.plans.plans}
    assert areas["nghe-an-2024"] == "40"
    assert areas["hung-yen-2025"] == areas["hung-yen-2011-2015"] == "33"
    assert areas["tran-lieu-2025"] == "31"


def test_a_share_is_said_of_what_is_shown_alone(draft: Draft) -> None:
    [grid] = [block for block in draft.blocks if isinstance(block, Grid)]
    withheld = [row for row in grid.rows if HIDDEN in row[1:3]]
    assert withheld
    assert all(row[3] in {"", "–"} and row[5] in {HIDDEN, ""} for row in withheld)


def test_the_same_draft_has_the_same_bytes_and_its_own_fonts(draft: Draft, tmp_path: Path) -> None:
    data = as_pdf(draft, MADE_AT)
    assert as_pdf(draft, MADE_AT) == data
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    listed = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert fonts
    assert all("LiberationSerif" in line[0] and line[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


def test_a_document_names_no_author_of_ours(draft: Draft) -> None:
    data = as_docx(draft, MADE_AT)
    told = Document(io.BytesIO(data)).core_properties
    assert (told.author, told.last_modified_by, told.comments) == ("Sở Nội vụ", "", "")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(
            "python-docx" in package.read(name).decode("utf-8", "ignore") for name in package.namelist()
        )


def test_the_statistics_tables_fill_in_what_the_release_has_and_say_what_they_are(
    policies: SitePolicies, numbers: Figures, head: Head
) -> None:
    with speaking("vi"):
        made = statistics_draft(numbers, head, "33", policies, MADE_AT.date())
    [grid] = [block for block in made.blocks if isinstance(block, Grid)]
    cells = {row[0]: row for row in grid.rows}
    victims = numbers.cell("victims", "33", {"stream": "domestic"})
    assert victims
    assert cells["4"][3] == f"{victims:,}".replace(",", ".")
    assert cells["1"][3] == cells["3.1"][3] == BLANK
    assert cells["3"][3:] == (BLANK, "Đợt công bố không có số của địa bàn này")  # given for the country alone
    assert cells["2"][2:] == ("", "", "")
    assert cells["6.1"][3] != BLANK
    assert any("chưa được xác nhận" in remark for remark in grid.remarks)
    assert "BIỂU THỐNG KÊ" in text_of_pdf(as_pdf(made, MADE_AT))


def test_the_documents_open_in_a_real_word_processor(draft: Draft, tmp_path: Path) -> None:
    """LibreOffice opens the DOCX and prints it: the letterhead on one line each, the annex on a page of its own."""
    (tmp_path / "report.docx").write_bytes(as_docx(draft, MADE_AT))
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/home",
            "--convert-to",
            "pdf",
            "report.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    printed = (tmp_path / "report.pdf").read_bytes()
    words = text_of_pdf(printed)
    assert f"ỦY BAN NHÂN DÂN TỈNH {MOTTO[0]}" in words.replace("HƯNG YÊN ", "", 1)
    assert "Mở rộng địa chỉ tin cậy./." in words
    assert "1.100" in words
    ran = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True, check=True)
    pages = ran.stdout.decode().split("\f")
    [annex] = [page for page in pages if "PHỤ LỤC" in page]
    assert "Nơi nhận" not in annex


@pytest.mark.parametrize("made", [as_docx, as_pdf])
def test_signs_that_no_font_has_break_no_document(
    draft: Draft, made: Callable[[Draft, datetime], bytes]
) -> None:
    pasted = checked_words(
        "Việc đã xong \u2713 \uf0b7 \U0001f600\u200b\x0bDòng sau\x0c\x01\ufffe.", "results"
    )
    data = made(replace(draft, blocks=(Paragraph(pasted),), annex=()), MADE_AT)
    words = text_of_docx(data) if made is as_docx else text_of_pdf(data)
    assert "Việc đã xong" in words
    assert "Dòng sau" in words
    assert made is as_docx or words.count("□") == 3


def test_an_address_without_a_space_stays_on_the_page(draft: Draft) -> None:
    address = "https://example.vn/" + "a-b" * 60
    data = as_pdf(replace(draft, blocks=(Paragraph(f"Xem {address} nhé"),), annex=()), MADE_AT)
    ran = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    rights = [float(found) for found in re.findall(r'xMax="([0-9.]+)"', ran.stdout.decode())]
    assert max(rights) <= RIGHT_EDGE
    assert address in text_of_pdf(data).replace(" ", "").replace("\u200b", "")


def test_the_fonts_have_every_letter_that_is_written_here() -> None:
    letters = "ăâđêôơưĂÂĐÊÔƠƯ ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ 0123456789 –…“”’≈→•%°²₫"
    assert showable(letters) == letters
    assert showable("e\u0323\u0302") == "ệ"
