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
from casework.disclosure import Period
from casework.indicators.policies import SitePolicies
from casework.releases import reading
from tests.factories.released import make_released, two_managers
from tests.factories.sample_ledger import EXPECTED

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


@pytest.fixture
def released(sample: Session, policies: SitePolicies) -> str:
    """Two approved releases; of which province the newer one withholds the victims."""
    managers = two_managers(sample)
    make_released(sample, policies, managers, period=Period.of_half(2025, 1), people=300)
    newest = make_released(sample, policies, managers, period=Period.of_half(2026, 1), people=300)
    sample.commit()
    base = next(one for one in reading.tables_of(sample, newest) if one.code == "victims-base")
    return next(codes[0] for codes, value in base.cells.items() if codes[1] == "total" and value is None)


def test_without_a_word_it_is_the_newest_release(run: Any, released: str) -> None:
    found = run("--format", "json")
    assert found.exit_code == 0, found.stderr
    document = json.loads(found.stdout)
    assert set(document) == {"release", "period", "cut_off", "area", "indicators"}
    assert (document["release"], document["cut_off"]) == ("2026-1", "2026-06-30")
    reached = document["indicators"]["victims_reached"]
    assert (reached["denominator"], reached["target"]) == (300, 80)
    assert set(reached["by"]) == {"stream", "sex"}
    assert set(reached["by"]["stream"]) == {"domestic", "other"}
    assert document["indicators"]["ward_need_met"]["by"] == {}
    assert json.loads(run("--release", "2025-1", "--format", "json").stdout)["release"] == "2025-1"


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


def test_exact_takes_a_district_that_is_gone_and_says_how_near_that_is(run: Any) -> None:
    found = run(*HALF, "--exact", "--area", "tân yên, bắc giang", "--format", "json")
    assert found.exit_code == 0, found.stderr
    assert "6 communes" in found.stderr
    assert "approximate" in found.stderr
    assert "Phường Đa Mai" in found.stderr
    assert json.loads(found.stdout)["area"] == "Huyện Tân Yên, Tỉnh Bắc Giang"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (HALF, "with --exact alone"),
        (("--release", "2026-9"), "no such release"),
        (("--area", "12391"), "for VN and for provinces"),
        (("--plan", "none"), "no such plan"),
        ((*HALF, "--exact", "--release", "2026-1"), "of no release"),
        (("--exact", "--to", "2026-06-30"), "--from and --to"),
        ((*HALF, "--exact", "--area", "99999"), "no province or commune"),
        ((*HALF, "--exact", "--plan", "none"), "no such plan"),
        (("--exact", "--from", "31/02/2026", "--to", "2026-06-30"), "a day is written"),
        (("--exact", "--from", "2026-06-30", "--to", "2026-01-01"), "before the first"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    run: Any, released: str, arguments: tuple[str, ...], words: str
) -> None:
    found = run(*arguments)
    assert found.exit_code != 0
    assert words in found.stderr
    assert "numerator" not in found.stdout


def test_before_anything_is_released_it_says_so(run: Any) -> None:
    assert "Nothing has been released" in run().stderr


def test_table_and_csv_withhold_the_same(run: Any, released: str) -> None:
    table = run("--area", released).stdout
    assert "không công bố" in table
    rows = list(csv.reader(io.StringIO(run("--area", released, "--format", "csv").stdout)))
    reached = next(row for row in rows if row[1:2] == ["Tổng số"])
    assert reached[2:4] == ["không công bố", "không công bố"]


def test_the_sites_language_is_spoken(run: Any, released: str) -> None:
    assert "withheld" in run("--area", released, CASEWORK_LANGUAGE="en").stdout
