"""Which row of a sheet without codes is which record: equal rows first, then corrections in order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from casework.exchange.models import LedgerRow
from casework.exchange.work import Work

R = TypeVar("R")


def pair_rows(
    work: Work, kind: str, rows: Sequence[R], owner: Callable[[R], str]
) -> Iterator[tuple[R, bytes, LedgerRow | None]]:
    """Each row with its digest and the record it was before (None: it is new).

    Within the case or facility that ``owner`` names, a row that says just what a known one said is that
    one. Rows left over are matched, in order, with known ones left over: they are corrections. Known
    rows that no row matches are no longer in the workbook: they are counted and kept. Those of cases and
    facilities that this workbook doesn't hold are another workbook's, and nothing is told of them.
    """
    by_owner: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        by_owner[owner(row)].append(row)
    for code, some in by_owner.items():
        known = list(work.known.get((kind, code), ()))
        said = [(row, work.digest(kind, row)) for row in some]
        same: dict[int, LedgerRow] = {}
        for at, (_, digest) in enumerate(said):
            match = _take(known, (held for held in known if held.digest == digest))
            if match is not None:
                same[at] = match
        for at, (row, digest) in enumerate(said):
            yield row, digest, same[at] if at in same else _take(known, iter(known))
        work.done.gone[kind] += len(known)
    held_here = {case.code for case in work.ledger.cases} | {one.code for one in work.ledger.facilities}
    for (of_kind, code), held in list(work.known.items()):
        if of_kind == kind and code not in by_owner and code.partition(" ")[0] in held_here:
            work.done.gone[kind] += len(held)


def _take(known: list[LedgerRow], found: Iterable[LedgerRow]) -> LedgerRow | None:
    match = next(iter(found), None)
    if match is not None:
        known.remove(match)
    return match
