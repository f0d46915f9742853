import shutil
from pathlib import Path

import pytest

from casework.paths import ROOT_POLICIES
from casework.vocabulary import differences


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT_POLICIES, tmp_path / "policies"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_equal_copy_differs_in_nothing(site: Path) -> None:
    assert differences(ROOT_POLICIES, site) == []


def test_remarks_are_no_difference(site: Path) -> None:
    with (site / "access.toml").open("a", encoding="utf-8") as file:
        file.write("\n# read and signed\n")
    assert differences(ROOT_POLICIES, site) == []


def test_a_changed_key_is_named_with_its_file(site: Path) -> None:
    replace(site / "access.toml", '"case:assign" = "own_facility"', '"case:assign" = "any"')
    replace(site / "vocabulary/need.toml", 'en = "Not yet known"', 'en = "Unknown"')
    assert differences(ROOT_POLICIES, site) == [
        "access.toml: facility_supervisor.case:assign: 'own_facility' → 'any'",
        "vocabulary/need.toml: term[chua_ro].en: 'Not yet known' → 'Unknown'",
    ]


def test_what_is_added_left_out_or_only_in_one(site: Path) -> None:
    replace(site / "access.toml", '"audit:verify" = "any"\n"conflict:dismiss"', '"conflict:dismiss"')
    with (site / "access.toml").open("a", encoding="utf-8") as file:
        file.write('\n[auditor]\n"audit:read" = "any"\n')
    with (site / "units/communes.csv").open("a", encoding="utf-8") as file:
        file.write("99990,Phường Mới,01\n")
    (site / "plans/tran-lieu-2025.toml").unlink()
    (site / "plans/tran-lieu-2026.toml").write_text("", encoding="utf-8")
    lines = differences(ROOT_POLICIES, site)
    assert [line.removesuffix(f" in {site}") for line in lines] == [
        "plans/tran-lieu-2025.toml: is missing",
        "plans/tran-lieu-2026.toml: is only",
        "access.toml: auditor.audit:read: added ('any')",
        "access.toml: data_protection_officer.audit:verify: left out (ours: 'any')",
        "units/communes.csv: 0 lines gone, 1 lines new",
    ]


def test_a_copy_that_is_no_toml_is_said_to_be_unreadable(site: Path) -> None:
    (site / "disclosure.toml").write_text("k = ", encoding="utf-8")
    assert differences(ROOT_POLICIES, site) == ["disclosure.toml: cannot be read"]
