"""Every form that a release leaves in, read back by readers of their own and held against the tables cell by cell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casework.exports.codemaps import CodeMap
from casework.exports.csvw import metadata
from casework.exports.formats import FORMATS, trial
from casework.exports.periods import adx_period, dhis2_period
from casework.exports.sending import sending
from casework.indicators.policies import SitePolicies
from casework.refusal import Refusal
from casework.releases.tables import Head, ReleasedTable, frozen
from casework.vocabulary.units import COUNTRY
from tests.exports.readers import read_adx, read_csvw, read_dhis2, read_dhis2_csv

Tables = Sequence[ReleasedTable]


def exact(tables: Tables) -> list[ReleasedTable]:
    return [one for one in tables if not one.error]


def shown(tables: Tables) -> int:
    return sum(value is not None for table in exact(tables) for value in table.cells.values())


def test_the_sample_has_what_matters(tables: Tables) -> None:
    assert any(table.error for table in tables)
    facilities = next(one for one in tables if one.code == "facilities_active")
    whole, active = facilities.value(COUNTRY), facilities.value(COUNTRY, active="yes")
    assert whole
    assert active
    assert facilities.value(COUNTRY, active="no") == whole - active > 0
    assert any(value is None for table in exact(tables) for value in table.cells.values())
    assert any(value == 0 for table in exact(tables) for value in table.cells.values())


@pytest.mark.parametrize("form", ["dhis2-json", "dhis2-csv"])
def test_dhis2_holds_every_number_that_is_shown_and_no_other(
    form: str, head: Head, tables: Tables, codemap: CodeMap, policies: SitePolicies
) -> None:
    data = trial(FORMATS[form], head, tables, codemap, policies).data
    period, found = (read_dhis2 if form == "dhis2-json" else read_dhis2_csv)(data)
    assert period == "2026"
    assert len(found) == shown(tables)
    for table in exact(tables):
        for cell, value in table.cells.items():
            combo = codemap.combo(table.code, table.dimensions[1:], cell[1:])
            key = (codemap.org_units[cell[0]], codemap.elements[table.code], combo or "")
            assert found.get(key) == value, (table.code, cell)


def test_adx_holds_every_number_that_is_shown_and_no_other(
    half: Head, tables: Tables, codemap: CodeMap, policies: SitePolicies
) -> None:
    shared, found = read_adx(trial(FORMATS["adx"], half, tables, codemap, policies).data)
    assert shared == {"period": "2026-01-01/P6M", "dataSet": codemap.data_set}
    assert len(found) == shown(tables)
    for table in exact(tables):
        for cell, value in table.cells.items():
            named = zip(table.dimensions[1:], cell[1:], strict=True)
            options = sorted(
                f"{codemap.categories[name]}={codemap.options[name][code]}" for name, code in named
            )
            key = (codemap.org_units[cell[0]], codemap.elements[table.code], *options)
            assert found.get(key) == value, (table.code, cell)


def test_open_tables_hold_every_cell_and_say_which_are_withheld(
    head: Head, tables: Tables, codemap: CodeMap, policies: SitePolicies
) -> None:
    metadata, files = read_csvw(trial(FORMATS["csvw"], head, tables, codemap, policies).data)
    assert metadata["dc:identifier"] == "2026-2"
    words = {(row["dimension"], row["code"]): row for row in files.pop("codes.csv")}
    assert set(files) == {f"{table.code}.csv" for table in tables}
    for table in tables:
        rows = {tuple(row[name] for name in table.dimensions): row for row in files[f"{table.code}.csv"]}
        assert {cell: row["value"] for cell, row in rows.items()} == dict(table.cells)
        for row in rows.values():
            assert row["withheld"] is (row["value"] is None)
            assert row["error"] == table.error
            assert all((name, row[name]) in words for name in table.dimensions)
    assert words["sex", "nu"]["vi"] == "Nữ"
    assert words["sex", "nu"]["en"] == "Female"
    assert words["reached", "yes"]["vi"] != words["reached", "yes"]["en"]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_release_has_the_same_bytes(
    form: str, head: Head, tables: Tables, codemap: CodeMap, policies: SitePolicies
) -> None:
    once = trial(FORMATS[form], head, tables, codemap, policies)
    again = trial(FORMATS[form], head, tables, codemap, policies)
    assert once.data == again.data
    assert once.digest == again.digest


def test_what_has_no_name_there_is_left_out_and_told(head: Head, tables: Tables, codemap: CodeMap) -> None:
    options = dict(codemap.options)
    options["sex"] = {code: name for code, name in options["sex"].items() if code != "khac"}
    units = {code: name for code, name in codemap.org_units.items() if code != "38"}
    sent = sending(head, tables, replace(codemap, options=options, org_units=units))
    assert sent.missing["sex"] == ("khac",)
    assert sent.missing["area"] == ("38",)
    assert "table" not in sent.missing
    assert not {one.cell[0] for one in sent.values} & {"38"}
    assert {one.cell[1] for one in sent.values if one.table == "victims-sex"} == {
        "total",
        "nu",
        "nam",
        "chua_ro",
    }
    every = sum(len(table.cells) for table in tables)
    assert len(sent.values) + sent.withheld + sent.unmapped + sent.rounded == every
    assert sent.rounded == sum(len(table.cells) for table in tables if table.error) > 0
    assert sum(one.sent for one in sent.tallies) == len(sent.values)


def test_a_rounded_table_is_never_sent_as_an_exact_one(head: Head, tables: Tables, codemap: CodeMap) -> None:
    named = replace(codemap, elements={**codemap.elements, "victims-communes": "GBV_COMMUNES"})
    sent = sending(head, tables, named)
    assert all(one.table != "victims-communes" for one in sent.values)


def test_a_release_of_which_nothing_is_left_makes_no_document(
    head: Head, codemap: CodeMap, policies: SitePolicies
) -> None:
    cells = frozen({(COUNTRY, "total"): None, (COUNTRY, "yes"): None})
    table = ReleasedTable("victims-base", "victims", head, ("area", "reached"), cells)
    with pytest.raises(Refusal):
        trial(FORMATS["adx"], head, [table], codemap, policies)


@pytest.mark.parametrize(
    ("code", "adx", "dhis2"),
    [
        ("2026", "2026-01-01/P1Y", "2026"),
        ("2026-h1", "2026-01-01/P6M", "2026S1"),
        ("2026-h2", "2026-07-01/P6M", "2026S2"),
        ("2026-q1", "2026-01-01/P3M", "2026Q1"),
        ("2026-q4", "2026-10-01/P3M", "2026Q4"),
    ],
)
def test_periods_are_written_as_others_write_them(code: str, adx: str, dhis2: str) -> None:
    assert adx_period(code) == adx
    assert dhis2_period(code) == dhis2


@pytest.mark.parametrize("code", ["2026-h3", "2026-q5", "26", "2026-01-01", ""])
def test_other_periods_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="Only quarters"):
        adx_period(code)


def test_a_release_is_issued_on_the_day_that_pages_tell(
    head: Head, tables: Tables, policies: SitePolicies
) -> None:
    early = replace(
        head, approved_at=datetime(2027, 1, 8, 17, 30, tzinfo=UTC)
    )  # half past midnight in Viet Nam
    assert metadata(early, tables, policies)["dc:issued"] == "2027-01-09"
