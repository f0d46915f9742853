"""What a page shows, read from approved releases: one picture for each page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from casework.dashboard import charts, grids, presenters
from casework.dashboard.standing import Answer, Reader
from casework.dashboard.trends import Trend, closings, trends
from casework.indicators.definitions import Indicator
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import Line
from casework.releases import queries, reading
from casework.releases.models import Release
from casework.releases.tables import TOTAL, Head, ReleasedTable
from casework.vocabulary.units import COUNTRY


@dataclass(frozen=True)
class Standing:
    """An area against every target of the year, and how it moved."""

    head: Head
    sections: tuple[tuple[Indicator, tuple[Line, ...], list[Answer]], ...]
    trends: tuple[tuple[Trend, charts.Curve], ...]
    tables: tuple[ReleasedTable, ...]

    @property
    def lines(self) -> list[Line]:
        """All figures, one below the other."""
        return [line for _indicator, lines, _answers in self.sections for line in lines]


@dataclass(frozen=True)
class Provinces:
    """One indicator in the country and every province."""

    head: Head
    lines: tuple[tuple[str, Line], ...]


@dataclass(frozen=True)
class TableView:
    """A table: the cells of one area (None where it has none), and all areas below each other."""

    head: Head
    table: ReleasedTable
    own: grids.AreaGrid | None
    bars: list[grids.Bar]
    longest: int
    areas: grids.AreaGrid | None


def releases(session: Session) -> list[Release]:
    """All approved ones, the newest first: by what they count up to, corrections before what they correct."""
    found = queries.approved(session)
    return sorted(found, key=lambda one: (one.last, one.cut_off, one.number or 0), reverse=True)


def standing(
    session: Session,
    policies: SitePolicies,
    approved: Sequence[Release],
    release: Release,
    area: str,
    plan: str | None,
) -> Standing:
    """How an area stands at a release, ``plan`` before the national documents; trends over all ``approved``."""
    reader = _reader(session, policies, release, area, plan)
    sections = [(one, reader.lines(one)) for one in policies.indicators]
    chosen = closings(approved)
    readers = [(one.period, _reader(session, policies, one, area, plan)) for one in chosen]
    moved = trends(policies.indicators, readers) if len(chosen) > 1 else []
    drawn = [charts.curve(one, tuple(presenters.share(at.line) for at in one.points)) for one in moved]
    return Standing(
        reading.head_of(session, release),
        tuple((one, lines, reader.answers(one, lines)) for one, lines in sections),
        tuple(zip(moved, drawn, strict=True)),
        reading.tables_of(session, release),
    )


def provinces(
    session: Session, policies: SitePolicies, release: Release, indicator: Indicator, plan: str | None
) -> Provinces:
    """One indicator everywhere, in the order of the codes."""
    whole = _reader(session, policies, release, COUNTRY, plan)
    areas = (COUNTRY, *sorted(policies.units.provinces))
    lines = tuple((area, replace(whole, area=area).total(indicator)) for area in areas)
    return Provinces(reading.head_of(session, release), lines)


def table(policies: SitePolicies, shown: ReleasedTable, area: str) -> TableView:
    """A table with one of its areas."""
    areas = grids.areas_of(shown, area, policies)
    here = area in areas
    bars = grids.bars(shown, area, policies) if here else []
    total = shown.cells.get((area, *(TOTAL for _name in shown.dimensions[1:])))
    return TableView(
        head=shown.head,
        table=shown,
        own=grids.area_grid(shown, area, policies) if here else None,
        bars=bars,
        longest=presenters.longest(bars, total),
        areas=grids.areas_grid(shown, areas, policies) if len(areas) > 1 else None,
    )


def _reader(
    session: Session, policies: SitePolicies, release: Release, area: str, plan: str | None
) -> Reader:
    minimum = policies.disclosure.minimum_denominator
    figures = reading.figures_of(session, release, policies.catalogue, minimum)
    return Reader(figures, policies, area, release.year, plan)
