"""``casework import-ledger``: what it stores, says, and answers with."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.cases.models import Case
from tests.cli.conftest import Casework, opened
from tests.exchange.books import Book


@pytest.fixture
def home(casework: Casework, fresh: Path) -> Path:
    assert casework("init").exit_code == 0
    return fresh


def written(folder: Path, book: Book) -> str:
    path = folder / "so.xlsx"
    path.write_bytes(book.made())
    return str(path)


def cases(home: Path) -> int:
    with opened(home) as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_dry_run_says_what_would_be_done_and_stores_nothing(
    casework: Casework, home: Path, tmp_path: Path
) -> None:
    ran = casework("import-ledger", written(tmp_path, Book()), "--dry-run")
    assert ran.exit_code == 0
    assert "Vụ việc: 1 would be created" in ran.stdout
    assert cases(home) == 0


def test_it_stores_shows_progress_and_says_what_changed(
    casework: Casework, home: Path, tmp_path: Path
) -> None:
    ran = casework("import-ledger", written(tmp_path, Book()))
    assert ran.exit_code == 0
    assert "Vụ việc: 1 created" in ran.stdout
    assert "Vụ việc: 1/1" in ran.stderr
    assert cases(home) == 1
    again = casework("import-ledger", written(tmp_path, Book()))
    assert "created" not in again.stdout
    assert "Vụ việc: 1 unchanged" in again.stdout
    corrected = Book().put("Dịch vụ", "Dịch vụ", "tro_giup_phap_ly")
    changed = casework("import-ledger", written(tmp_path, corrected))
    assert changed.exit_code == 0
    assert "Dịch vụ, row 2: changed: kind" in changed.stdout


def test_problems_name_the_place_and_nobody_and_store_nothing(
    casework: Casework, home: Path, tmp_path: Path
) -> None:
    book = Book().put("Người", "Số CCCD", "0301900Hòa").put("Vụ việc", "Ngày phát hiện", "hôm qua")
    refused = casework("import-ledger", written(tmp_path, book))
    assert refused.exit_code == 1
    assert "error: Người, row 2, column E (Số CCCD):" in refused.stderr
    assert "Nothing was stored" in refused.stderr
    for personal in ("Hòa", "Bình", "0912", "hôm qua"):
        assert personal not in refused.output
    assert cases(home) == 0


def test_a_file_that_is_no_workbook_is_refused(casework: Casework, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    path.write_text("Đào Thị Hòa")
    refused = casework("import-ledger", str(path))
    assert refused.exit_code == 1
    assert "Hòa" not in refused.output
    assert casework("import-ledger", str(tmp_path / "none.xlsx")).exit_code == 2
