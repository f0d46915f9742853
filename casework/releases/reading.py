"""The tables of a release, as they may be shown. Nothing is counted here: what a release has is all there is."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor, may
from casework.facts.populations import NO, YES
from casework.indicators.catalogue import Catalogue
from casework.indicators.definitions import FACILITIES
from casework.releases.figures import Figures
from casework.releases.loss import Spans
from casework.releases.models import Release, ReleasePart
from casework.releases.packing import CUBE, EXEMPT, SPANS, TABLE, cells_of, unpacked
from casework.releases.queries import parts
from casework.releases.states import READY
from casework.releases.tables import ACTIVE, AREA, TOTAL, Codes, Head, ReleasedTable, frozen

KEPT = 32
Facilities = Mapping[tuple[str, str], tuple[int, int]]
_kept: dict[tuple[UUID, int | None, str], tuple[tuple[ReleasedTable, ...], Facilities]] = {}


def head_of(session: Session, release: Release) -> Head:
    """What is printed with every copy."""
    versions = json.loads(release.versions)
    corrected = session.get(Release, release.corrects_id) if release.corrects_id else None
    return Head(
        year=release.year,
        number=release.number,
        period=release.period,
        first=release.first,
        last=release.last,
        cut_off=release.cut_off,
        approved_at=release.decided_at if release.number else None,
        corrects=corrected.number if corrected else None,
        catalogue=versions.get("catalogue", ""),
        geography=versions.get("geography", ""),
        policy=versions.get("policy", ""),
        k=versions.get("k", 0),
        b=versions.get("b", 0),
        digest=release.digest,
    )


def tables_of(session: Session, release: Release) -> tuple[ReleasedTable, ...]:
    """All tables, exact and rounded; of an approved release they are kept in memory, since they never change."""
    return _read(session, release)[0]


def spans_of(session: Session, actor: Actor, release: Release) -> Spans:
    """How narrow withheld numbers can be told, by table: for those who decide, as long as there is a decision."""
    if release.state != READY or not may(actor, "release:propose"):
        return {}
    secret = parts(session, release.id, secret=True)
    return {code: span for part in secret if part.kind == SPANS for code, span in unpacked(part).items()}


def figures_of(session: Session, release: Release, catalogue: Catalogue, minimum: int) -> Figures:
    """The indicators that the release can answer for."""
    tables, facilities = _read(session, release)
    return Figures(catalogue, tables, minimum, facilities)


def _read(session: Session, release: Release) -> tuple[tuple[ReleasedTable, ...], Facilities]:
    key = (release.id, release.number, release.digest)
    found = _kept.get(key)
    if found is None:
        found = opened(head_of(session, release), parts(session, release.id, secret=False))
        if release.number is not None:
            if len(_kept) >= KEPT:
                _kept.clear()
            _kept[key] = found
    return found


def opened(head: Head, told: Sequence[ReleasePart]) -> tuple[tuple[ReleasedTable, ...], Facilities]:
    """What is in the parts that are shown: tables of people, exact and rounded, then of facilities."""
    facilities = {
        (indicator, area): (numerator, denominator)
        for part in told
        if part.kind == EXEMPT
        for indicator, area, numerator, denominator in unpacked(part)["cells"]
    }
    people = [
        _table(head, part.code, unpacked(part), part.kind) for part in told if part.kind in {TABLE, CUBE}
    ]
    return (*people, *_of_facilities(head, facilities)), facilities


def _of_facilities(head: Head, facilities: Facilities) -> Iterator[ReleasedTable]:
    """Facilities are not people: nothing of their tables is withheld, and they have the code of their indicator."""
    for indicator in dict.fromkeys(indicator for indicator, _area in facilities):
        cells: dict[Codes, int | None] = {
            (area, code): value
            for (of, area), (active, every) in facilities.items()
            if of == indicator
            for code, value in ((TOTAL, every), (YES, active), (NO, every - active))
        }
        yield ReleasedTable(indicator, FACILITIES, head, (AREA, ACTIVE), frozen(cells))


def _table(head: Head, code: str, content: Any, kind: str) -> ReleasedTable:
    return ReleasedTable(
        code=code,
        population=content["population"],
        head=head,
        dimensions=tuple(content["dimensions"]),
        cells=frozen(cells_of(content["cells"])),
        error=head.b - 1 if kind == CUBE else 0,
    )
