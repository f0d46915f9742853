"""``casework indicators`` as an operator meets it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.cli import main
from tests.reports.conftest import EXPECTED

HALF = ("--from", "2026-01-01", "--to", "30/06/2026")


@pytest.fixture
def engine_kind() -> str:
    """The command asks the operations, which are tried on both engines."""
    return "sqlite"


@pytest.fixture
def run(sample: Session, home: Path) -> Any:
    """Runs the command on a home that holds the sample."""

    def command(*arguments: str, **variables: str) -> Result:
        environ = {"CASEWORK_HOME": str(home), "CASEWORK_DATABASE_URL": f"sqlite:///{home / 'casework.db'}"}
        return CliRunner().invoke(main, ["indicators", *arguments], env=environ | variables)

    return command


def test_json_says_what_the_issue_asks_for(run: Any) -> None:
    found = run(*HALF, "--format", "json")
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert set(document) == {"period", "cut_off", "area", "indicators"}
    assert document["period"] == {"from": "2026-01-01", "to": "2026-06-30"}
    reached = document["indicators"]["victims_reached"]
    assert (reached["numerator"], reached["denominator"], reached["percent"]) == (52, 95, 54.7)
    assert (reached["target"], reached["status"]) == (80, "not_met")
    assert set(reached["by"]) == {"stream", "sex"}
    assert set(reached["by"]["stream"]) == {"domestic", "other"}
    assert document["indicators"]["ward_need_met"]["by"] == {}
    returned = document["indicators"]["trafficking_returnees_supported"]
    assert returned["status"] == "suppressed"
    assert [returned[name] for name in ("numerator", "percent", "reintegrated", "need_unknown")] == [None] * 4


@pytest.mark.parametrize("area", EXPECTED)
def test_exact_is_the_key_in_every_area(run: Any, area: str) -> None:
    found = run(*HALF, "--exact", "--area", area, "--format", "json")
    told, expected = json.loads(found.stdout)["indicators"], EXPECTED[area]
    assert "not for publication" in found.stderr
    reached = told["victims_reached"]
    parts = {"all": reached, **reached["by"]["stream"], **reached["by"]["sex"]}
    assert {
        name: {"n": one["numerator"], "d": one["denominator"]} for name, one in parts.items()
    } == expected["victims_reached"]
    returned = told["trafficking_returnees_supported"]
    assert {
        "n": returned["numerator"],
        "d": returned["denominator"],
        "reintegrated": returned["reintegrated"],
        "need_unknown": returned["need_unknown"],
    } == expected["trafficking_returnees_supported"]
    status = "no_cases" if not returned["denominator"] else "not_met"
    assert returned["status"] == status


def test_exact_takes_a_commune_any_days_and_is_noted(run: Any, sample: Session) -> None:
    days = ("--from", "5/3/2026", "--to", "2026-04-01", "--cut-off", "2026-08-01")
    assert run(*days, "--exact", "--area", "12391").exit_code == 0
    assert sample.scalars(select(Entry.facts).where(Entry.event == "figures.exact")).one().count("12391") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2026-01-01", "--to", "2026-06-29"), "half-years and years only"),
        (("--from", "2026-07-01", "--to", "2026-12-31"), "not over yet"),
        ((*HALF, "--area", "12391"), "provinces only"),
        ((*HALF, "--cut-off", "2026-06-09"), "last day of the period"),
        ((*HALF, "--plan", "none"), "no such plan"),
        ((*HALF, "--exact", "--area", "99999"), "no province or commune"),
        ((*HALF, "--exact", "--plan", "none"), "no such plan"),
        (("--from", "31/02/2026", "--to", "2026-06-30"), "a day is written"),
        (("--from", "2026-06-30", "--to", "2026-01-01"), "before the first"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(run: Any, arguments: tuple[str, ...], words: str) -> None:
    found = run(*arguments)
    assert found.exit_code != 0
    assert words in found.stderr
    assert "numerator" not in found.stdout


def test_table_and_csv_withhold_the_same(run: Any) -> None:
    table = run(*HALF, "--area", "33").stdout
    assert "Không công bố" in table
    rows = list(csv.reader(io.StringIO(run(*HALF, "--area", "33", "--format", "csv").stdout)))
    reached = next(row for row in rows if row[1:2] == ["Tổng số"])
    assert reached[2:4] == ["Không công bố", "Không công bố"]


def test_the_sites_language_is_spoken(run: Any) -> None:
    assert "Not published" in run(*HALF, "--area", "33", CASEWORK_LANGUAGE="en").stdout
