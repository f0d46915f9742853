"""How the parts of a release are kept: canonical JSON, compressed, with a digest; the same figures, the same bytes."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from casework.disclosure.engine import Diff
from casework.releases.models import ReleasePart
from casework.releases.tables import Codes

TABLE, CUBE, COUNTS, EXEMPT, SPANS, PROOF = "table", "cube", "counts", "exempt", "spans", "proof"


def packed(kind: str, code: str, content: Any, *, secret: bool) -> ReleasePart:
    """A part, not yet of any release."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return ReleasePart(
        kind=kind,
        code=code,
        secret=secret,
        digest=hashlib.sha256(text).hexdigest(),
        body=gzip.compress(text, mtime=0),
    )


def unpacked(part: ReleasePart) -> Any:
    """What the part holds; ValueError when it isn't what was put in."""
    try:
        text = gzip.decompress(part.body)
    except (OSError, EOFError, zlib.error) as torn:
        raise ValueError("A part of a release can't be read.") from torn
    if hashlib.sha256(text).hexdigest() != part.digest:
        raise ValueError("A part of a release was changed after it was made.")
    return json.loads(text)


def digest_of(parts: Iterable[ReleasePart]) -> str:
    """One digest over all parts, whatever their order."""
    listed = sorted(f"{part.kind}/{part.code} {part.digest}" for part in parts)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def cell_list(cells: Iterable[tuple[Codes, int | None]]) -> list[list[Any]]:
    """Cells as JSON holds them: their codes, then the value."""
    return [[*codes, value] for codes, value in cells]


def cells_of(listed: Iterable[list[Any]]) -> dict[Codes, int | None]:
    """The same the other way."""
    return {tuple(entry[:-1]): entry[-1] for entry in listed}


def counts_of(listed: Iterable[list[Any]]) -> dict[tuple[str, ...], dict[Codes, int]]:
    """The true counts of a population by the dimensions they are counted by, out of JSON."""
    return {tuple(names): {tuple(entry[:-1]): entry[-1] for entry in cells} for names, cells in listed}


def proof_list(proofs: Mapping[tuple[str, ...], Sequence[Diff]]) -> list[Any]:
    """Possible tables as JSON holds them, by what was looked at."""
    return [
        [list(names), [[one.cells.tolist(), one.values.tolist()] for one in tables]]
        for names, tables in proofs.items()
    ]


def proofs_of(listed: Iterable[list[Any]]) -> dict[tuple[str, ...], list[Diff]]:
    """The same the other way."""
    return {
        tuple(names): [Diff(*(np.array(part, dtype=np.int64) for part in one)) for one in tables]
        for names, tables in listed
    }
