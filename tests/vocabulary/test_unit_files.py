import shutil
from pathlib import Path

import pytest

from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError, load_units


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT_POLICIES / "units", tmp_path / "units")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("provinces.csv", "01,Thành phố Hà Nội"),
        ("provinces.csv", "98"),
        ("provinces.csv", ",Tỉnh không mã"),
        ("communes.csv", "00004,Phường Ba Đình,01"),
        ("communes.csv", "99990,Phường Mới,98"),
        ("communes.csv", "99990,Thị trấn Mới,01"),
        ("communes.csv", "9990,Phường Mới,01"),
        ("communes.csv", "99990,Phường Mới,01,thừa"),
        ("legacy-districts.csv", "001,Quận Ba Đình,Thành phố Hà Nội"),
        ("legacy-communes.csv", "99990,Xã Cũ,001,99999"),
        ("legacy-communes.csv", "99990,Xã Cũ,999,00004"),
        ("legacy-communes.csv", "99990,Xã Cũ,001,"),
        ("legacy-communes.csv", "00001,Phường Phúc Xá,001,00097"),
    ],
)
def test_a_line_that_leads_nowhere_is_named(root: Path, file: str, line: str) -> None:
    path = root / "units" / file
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    number = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(PolicyError, match=rf"units/{file}: line {number}: "):
        load_units(root)


def test_other_columns_and_an_empty_file_are_refused(root: Path) -> None:
    path = root / "units" / "provinces.csv"
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="is empty"):
        load_units(root)
    path.write_text("ma,ten\n01,Hà Nội\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="must be “code,name”"):
        load_units(root)
