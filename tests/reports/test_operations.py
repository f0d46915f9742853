"""Released and exact figures: the sample ledger's, kept until something is written, and noted."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.audit.operations import record
from casework.cases.models import Case
from casework.disclosure import Period, ProtectedTable, RawFigure
from casework.indicators.scope import Scope
from casework.reports.operations import exact, released
from casework.reports.rules import Question, ask
from tests.factories.people import make_staff
from tests.reports.conftest import EXPECTED, FIRST, LAST

HALF = Period(FIRST, LAST)
FLAT = ("trafficking_returnees_supported", "facilities_active", "ward_need_met")
PARTS = {"domestic": "stream", "other": "stream", "female": "sex", "male": "sex"}


ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def question(policies: Any, area: str = "VN") -> Question:
    return ask(policies.plans, policies.units, clock.today(), period=HALF, area=area)


def expected(area: str) -> Iterator[tuple[str, str, str, int, int]]:
    """Every pair of numbers that the sample's key tells: indicator, split, part, numerator, denominator."""
    told = EXPECTED[area]
    for part, pair in told["victims_reached"].items():
        yield "victims_reached", PARTS.get(part, ""), part, pair["n"], pair["d"]
    for code, key in (("perpetrators_counselled", "nq28"), ("perpetrators_counselled_tt10", "tt10")):
        pair = told["perpetrators_counselled"][key]
        yield code, "", "", pair["n"], pair["d"]
    for code in FLAT:
        yield code, "", "", told[code]["n"], told[code]["d"]


def ask_for(session: Session, actor: Actor, policies: Any, **said: Any) -> ProtectedTable:
    table = released(session, actor, policies, question(policies, **said), "page", clock.now())
    session.commit()
    return table


def test_exact_figures_are_those_of_the_samples_key(sample: Session, policies: Any) -> None:
    assert set(EXPECTED) == {"VN", "33", "24", "31", "40"}
    operator = policies.access.operator()
    for area in EXPECTED:
        found = exact(sample, operator, policies, Scope(FIRST, LAST, LAST, area), clock.now()).figures
        for code, split, part, numerator, denominator in expected(area):
            counts = found[code].splits[split][part] if split else found[code].total
            assert (counts.numerator, counts.denominator) == (numerator, denominator)
        returned = EXPECTED[area]["trafficking_returnees_supported"]
        extras = found["trafficking_returnees_supported"].extras
        assert extras == {name: returned[name] for name in ("reintegrated", "need_unknown")}


def test_protected_figures_are_those_of_the_key_wherever_they_are_shown(
    sample: Session, manager: Actor, policies: Any
) -> None:
    table, seen = ask_for(sample, manager, policies), 0
    for area in EXPECTED:
        for code, split, part, numerator, denominator in expected(area):
            figure = table.figure(area, code)
            parts = figure.splits.get(split) if split else None
            shown = parts[part] if parts else None if split else figure
            if shown is not None and shown.numerator is not None:
                assert (shown.numerator, shown.denominator) == (numerator, denominator)
                seen += 1
    assert seen >= 8
    assert table.figure("33", "victims_reached").hidden
    assert set(table.figures) == {"VN", *policies.units.provinces}


@ONE_ENGINE
def test_both_are_noted_with_what_was_asked(sample: Session, manager: Actor, policies: Any) -> None:
    ask_for(sample, manager, policies, area="33")
    exact(sample, policies.access.operator(), policies, Scope(FIRST, LAST, LAST, "12391"), clock.now())
    sample.commit()
    noted = select(Entry.event, Entry.facts).where(Entry.event.like("figures.%")).order_by(Entry.position)
    facts = {name: json.loads(told) for name, told in sample.execute(noted)}
    assert facts["figures.shown"]["area"] == "33"
    assert facts["figures.shown"]["form"] == "page"
    assert facts["figures.exact"]["area"] == "12391"


@ONE_ENGINE
@pytest.mark.parametrize("role", ["facility_worker", "perpetrator_counsellor", "administrator", "manager"])
def test_exact_figures_are_for_the_operator_alone(session: Session, policies: Any, role: str) -> None:
    actor = make_staff(session, None, role)
    with pytest.raises(NotFound):
        exact(session, actor, policies, Scope(FIRST, LAST, LAST), clock.now())


@ONE_ENGINE
@pytest.mark.parametrize("role", ["facility_worker", "perpetrator_counsellor", "administrator"])
def test_protected_figures_are_not_for_everybody(session: Session, policies: Any, role: str) -> None:
    actor = make_staff(session, None, role)
    with pytest.raises(NotFound):
        released(session, actor, policies, question(policies), "page", clock.now())


def counting(session: Session) -> list[str]:
    """Fills with the counting statements that run from now on."""
    ran: list[str] = []

    @event.listens_for(session.get_bind(), "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "case_perpetrator" in statement:
            ran.append(statement)

    return ran


def test_tables_are_counted_once_until_something_that_counts_is_written(
    sample: Session, manager: Actor, policies: Any
) -> None:
    before = ask_for(sample, manager, policies).figure("VN", "victims_reached").denominator
    ran = counting(sample)
    ask_for(sample, manager, policies, area="33")
    record(sample, manager, "note.written", kind="note", now=clock.now())
    sample.commit()
    ask_for(sample, manager, policies)
    assert ran == []
    gone = [case for case in sample.scalars(select(Case)) if case.detected_on == FIRST or case.need == "co"]
    for case in gone[:20]:
        case.kind = "mua_ban_tro_ve"
    fields = ("kind",)
    record(sample, manager, "case.changed", kind="case_file", fields=fields, now=clock.now())
    sample.commit()
    assert ask_for(sample, manager, policies).figure("VN", "victims_reached").denominator != before
    assert ran


def test_a_case_of_another_period_leaves_the_tables_as_they_are(
    sample: Session, manager: Actor, policies: Any
) -> None:
    ask_for(sample, manager, policies)
    ran = counting(sample)
    later = sample.scalars(select(Case.id).where(Case.detected_on > LAST)).first()
    assert later is not None
    record(sample, manager, "case.opened", kind="case_file", case_id=later,
           facts={"possible_duplicates": 0}, now=clock.now())  # fmt: skip
    sample.commit()
    ask_for(sample, manager, policies)
    assert ran == []
    inside = sample.scalars(
        select(Case.id).where(Case.detected_on <= LAST, Case.detected_on >= FIRST)
    ).first()
    record(sample, manager, "service.recorded", kind="service", case_id=inside,
           facts={"status": "da_cung_cap"}, now=clock.now())  # fmt: skip
    sample.commit()
    ask_for(sample, manager, policies)
    assert ran


@ONE_ENGINE
def test_raw_figures_do_not_print_themselves(sample: Session, policies: Any) -> None:
    found = exact(sample, policies.access.operator(), policies, Scope(FIRST, LAST, LAST), clock.now())
    assert type(found).__repr__ is object.__repr__
    assert "52" not in repr(found.figures)
    assert all(isinstance(figure, RawFigure) for figure in found.figures.values())
    assert date(2026, 6, 30) == found.scope.cut_off
