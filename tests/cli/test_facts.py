"""The counting facts at the command line: compared by check, mended by rebuild, made by migrate."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from casework.audit.models import Entry
from casework.db import make_engine
from casework.facts.models import FactState, VictimFact
from casework.migrate import downgrade
from tests.cli.conftest import Casework, opened
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff

BEFORE_FACTS = "20261122_1895"


@pytest.fixture(autouse=True)
def two_cases(casework: Casework, fresh: Path) -> None:
    """A home with two cases of a woman of seventeen."""
    assert casework("init").exit_code == 0
    with opened(fresh) as session:
        worker = make_staff(session, make_house(session))
        assert worker.facility_id is not None
        her = make_person(session, worker, worker.facility_id, birth="2009-01-02")
        for _ in range(2):
            make_case(session, worker, her)
        session.commit()


def test_check_compares_the_facts_with_the_cases(casework: Casework, fresh: Path) -> None:
    assert "Counting facts: they agree with the cases: 2" in casework("check").stdout
    with opened(fresh) as session:
        session.execute(update(VictimFact).values(sex="nam"))
        session.commit()
    shown = casework("check")
    assert shown.exit_code == 1
    assert (
        "Counting facts: WRONG. 2 of 2 don't say what the cases say: run 'casework facts rebuild'."
        in shown.stdout
    )
    assert "1 of 6 checks failed" in shown.output


def test_rebuild_mends_them_and_is_on_record(casework: Casework, fresh: Path) -> None:
    with opened(fresh) as session:
        session.execute(delete(VictimFact))
        session.commit()
    done = casework("facts", "rebuild")
    assert done.exit_code == 0
    assert done.stdout == "The counting facts are made anew: 2 of cases, 0 of perpetrators in them.\n"
    assert "All is well." in casework("check").stdout
    with opened(fresh) as session:
        told = session.scalars(select(Entry).where(Entry.event == "facts.rebuilt")).one()
        assert told.actor_role == "operator"
    assert casework("audit", "verify").exit_code == 0


def test_a_database_of_before_gets_its_facts_when_it_is_migrated(casework: Casework, fresh: Path) -> None:
    engine = make_engine(f"sqlite:///{fresh / 'casework.db'}")
    downgrade(engine, BEFORE_FACTS)
    engine.dispose()
    assert "casework migrate" in casework("check").output
    done = casework("migrate")
    assert done.exit_code == 0, done.output
    assert "Counting facts were made of 2 cases." in done.stdout
    with opened(fresh) as session:
        facts = session.scalars(select(VictimFact)).all()
        assert [(one.age_group, one.alone) for one in facts] == [("16_17", False)] * 2
        assert len({one.counted_as for one in facts}) == 1
        assert session.scalars(select(FactState.made_at)).one() == datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert "All is well." in casework("check").stdout
    assert casework("migrate").stdout.startswith("Nothing to do")


@pytest.mark.parametrize("command", ["check", "run"])
def test_facts_of_another_edition_stop_it(casework: Casework, fresh: Path, command: str) -> None:
    with opened(fresh) as session:
        session.execute(update(FactState).values(edition=0))
        session.commit()
    refused = casework(command)
    assert refused.exit_code == 1
    assert "casework migrate" in refused.output
    assert "Counting facts were made of 2 cases." in casework("migrate").stdout
    assert "All is well." in casework("check").stdout


def test_without_keys_they_are_not_looked_at(casework: Casework, fresh: Path) -> None:
    (fresh / "keys/root.key").chmod(0o640)
    shown = casework("check").output
    assert "Counting facts: WRONG. They can't be looked at before keys and database are right." in shown
