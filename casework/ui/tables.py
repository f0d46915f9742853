"""Tables that lie down on a telephone: what each cell must say about itself for that."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

_CELL = re.compile(r"<(td|th)\b")


def named_cells(row: Markup, heads: Sequence[Mapping[str, Any]]) -> Markup:
    """The cells of a row, each with the name of its column and its role.

    On a narrow screen a row becomes a block, and the style sheet writes ``data-label`` before each value. A cell
    that is displayed as a block is no cell any more for a screen reader, unless a role says so. ValueError when
    the row has not as many cells as the table has columns.
    """
    pieces = _CELL.split(row)
    said = [pieces[0]]
    for head, kind, rest in zip(heads, pieces[1::2], pieces[2::2], strict=True):
        role = "rowheader" if kind == "th" else "cell"
        said.append(f'<{kind} role="{role}" data-label="{escape(head["text"])}"{rest}')
    return Markup("".join(said))  # noqa: S704  (a row that was markup, and names that are escaped)
