"""An approved release of invented figures, and managers who write about them."""

from datetime import date
from itertools import product

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.disclosure.canonical import Period
from casework.indicators.policies import SitePolicies
from casework.releases.closing import base_table
from casework.releases.models import Release
from casework.releases.packing import EXEMPT, TABLE, packed
from casework.releases.tables import TOTAL
from casework.reporting import operations, queries
from casework.reporting.text import Written
from tests.factories.people import make_house, make_staff
from tests.factories.releases import store_release

LISTS = {"sex": "sex", "age_group": "age_group", "harm": "harm", "relation": "relation", "source": "source"}
LISTS |= {"service": "service_kind"}
FLAG = ("yes", "no")
AREAS = ("VN", "33", "40")
WITHHELD = ("40",)


def make_figures(
    session: Session, policies: SitePolicies, cut_off: date = date(2025, 6, 9), number: int = 1
) -> Release:
    """A release with every table of the catalogue, of which one province is withheld whole; commits.

    The numbers are made up from the codes' places, so that a test finds each where it belongs.
    """
    staff = make_staff(session, make_house(session, "Sở Nội vụ"), "manager")
    catalogue = policies.catalogue
    specs = [*catalogue.tables.values(), *map(base_table, catalogue.populations.values())]
    parts = []
    for at, spec in enumerate(specs):
        lists = [codes_of(name, policies) for name in spec.dimensions]
        areas = AREAS if spec.area == "province" else AREAS[:1]
        cells = [
            [area, *codes, None if area in WITHHELD else 1000 + 100 * at + count]
            for area in areas
            for count, codes in enumerate(product(*((TOTAL, *codes) for codes in lists)))
        ]
        content = {"population": spec.population, "dimensions": ["area", *spec.dimensions], "cells": cells}
        parts.append(packed(TABLE, spec.code, content, secret=False))
    facilities = [["facilities_active", area, 7, 9] for area in AREAS]
    parts.append(packed(EXEMPT, "facilities", {"cells": facilities}, secret=False))
    period = Period.of_half(cut_off.year, 1) if cut_off.month < 7 else Period.of_year(cut_off.year)
    release = store_release(session, parts, staff, period, cut_off, number=number)
    session.commit()
    return release


def codes_of(name: str, policies: SitePolicies) -> tuple[str, ...]:
    """The codes of a dimension, in the order of their list."""
    if name == "stream":
        return tuple(policies.indicators.stream_names)
    if name in LISTS:
        return (*policies.vocabulary[LISTS[name]].codes, *(("none",) if name == "service" else ()))
    return FLAG


def make_report(session: Session, policies: SitePolicies, actor: Actor) -> dict[str, str]:
    """A report that was begun, written and submitted; what stands in the addresses of its pages. Commits."""
    make_figures(session, policies, number=9)
    session.info["actor"] = actor
    due = queries.due_of(policies.plans, policies.narrative, "hung-yen-2025", "half-year", 2025)
    report = operations.begin(session, actor, due, clock.now())
    parts = {part.code: f"Phần {part.code}." for part in policies.narrative.parts}
    text = Written(parts, {"agency": "Sở Nội vụ", "symbol": "BC-SNV", "place": "Hưng Yên"})
    operations.write(session, actor, report, text, policies.narrative, report.version, clock.now())
    operations.submit(session, actor, report, policies.narrative, report.version, clock.now())
    session.commit()
    codes = {"year": "2025", "plan": "hung-yen-2025", "report": "half-year"}
    return codes | {"report_id": str(report.id), "number": "1"}
