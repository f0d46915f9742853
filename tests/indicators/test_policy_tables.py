"""What ``tables.toml`` may ask for: refused at start, in words that say what to change."""

from pathlib import Path

import pytest

from casework.indicators.catalogue import Catalogue, load_catalogue
from casework.indicators.definitions import load_indicators
from casework.paths import ROOT_POLICIES
from casework.vocabulary import PolicyError, load

OURS = (ROOT_POLICIES / "tables.toml").read_text(encoding="utf-8")
DEFINED = (ROOT_POLICIES / "indicators.toml").read_text(encoding="utf-8")
VOCABULARY = load(ROOT_POLICIES)
NAME = 'name = { vi = "Thử", en = "Trial" }'
SHELTERED = f"""
[[indicator]]
code = "victims_sheltered"
{NAME}
words = {{ vi = "Thử.", en = "Trial." }}
counts = "victims"
case_kinds = ["bao_luc_gia_dinh", "bao_luc_gioi_khac"]
numerator = {{ fact = "service", kinds = ["tam_lanh"] }}
owner = {{ vi = "Thử", en = "Trial" }}
source = {{ vi = "Thử", en = "Trial" }}
source_status = "unconfirmed"
"""
MET = """
[[figure]]
indicator = "ward_need_met"
population = "in_need"
denominator = {}
numerator = { helped = "yes" }
"""
READ = """
[[figure]]
indicator = "victims_sheltered"
population = "victims"
denominator = {}
numerator = { service = "tam_lanh" }
"""


def loaded(folder: Path, tables: str, indicators: str = DEFINED) -> Catalogue:
    for name, text in (("tables.toml", tables), ("indicators.toml", indicators)):
        (folder / name).write_text(text, encoding="utf-8")
    defined = load_indicators(folder / "indicators.toml", VOCABULARY)
    return load_catalogue(folder / "tables.toml", defined, VOCABULARY)


def changed(old: str, new: str) -> str:
    assert old in OURS
    return OURS.replace(old, new, 1)


def test_a_site_adds_an_indicator_and_a_table_of_its_own(tmp_path: Path) -> None:
    own = '\n[[table]]\ncode = "victims-sexes"\npopulation = "victims"\narea = "country"\ndimensions = ["sex"]\n'
    found = loaded(tmp_path, OURS + own + NAME + READ, DEFINED + SHELTERED)
    assert found.tables["victims-sexes"].dimensions == ("sex",)
    assert dict(found.figures["victims_sheltered"].numerator) == {"service": "tam_lanh"}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('code = "victims-sex"', 'code = "victims-stream"', "second table named"),
        ('code = "victims-sex"', 'code = "victims-base"', "population's own table"),
        ("\n[[figure]]", f"{MET}\n[[figure]]", "second figure named"),
        ('code = "in_need"', 'code = "everybody"', "does not know the word “everybody”"),
        ('["harm"], ["relation"]', '["harm", "relation"]', "can't be counted: victims by reached, harm"),
        ('base = ["helped"]', 'base = ["helped", "sex"]', "can't be counted: in_need"),
        ('dimensions = ["sex", "age_group"]', 'dimensions = ["sex", "harm"]', "not all in one cross"),
        ('numerator = { reached = "yes" }', 'numerator = { reached = "perhaps" }', "perhaps"),
        ('numerator = { reached = "yes" }', 'numerator = { reached = "no" }', "nothing that was done"),
        (
            'numerator = { reached = "yes" }',
            'numerator = { service = "y_te" }',
            "its indicator says otherwise",
        ),
        ('numerator = { helped = "yes" }', "numerator = {}", "one thing that was done"),
        ('denominator = { prosecuted = "no" }', "denominator = {}", "who was prosecuted"),
    ],
)
def test_what_cannot_be_counted_or_says_something_else_stops_the_start(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(PolicyError, match=problem):
        loaded(tmp_path, changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('kinds = ["tam_lanh"]', 'kinds = ["y_te"]', "its indicator says otherwise"),
        ('"bao_luc_gioi_khac"]\nnumerator', '"nguy_co"]\nnumerator', "other kinds of case"),
        ("\nowner", '\nneed = ["co"]\nowner', "another need"),
    ],
)
def test_a_definition_and_its_figure_say_the_same(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in SHELTERED
    with pytest.raises(PolicyError, match=problem):
        loaded(tmp_path, OURS + READ, DEFINED + SHELTERED.replace(old, new, 1))


def test_the_definitions_that_populations_follow_cannot_go(tmp_path: Path) -> None:
    gone = DEFINED.replace('code = "ward_need_met"', 'code = "need_met"')
    with pytest.raises(PolicyError, match="lacks: ward_need_met"):
        loaded(tmp_path, OURS, gone)
