"""A draft as PDF: tagged, with its own fonts, made by Typst from ``report.typ``."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from casework.documents.draft import DRAFT, MOTTO, Block, Draft, Grid, Heading
from casework.documents.glyphs import FONTS, showable

TEMPLATE = Path(__file__).parent / "report.typ"


def as_pdf(draft: Draft, made_at: datetime) -> bytes:
    """The document as PDF/A-2a; the same draft and time make the same bytes."""
    told = {
        "motto": MOTTO,
        "number": draft.number,
        "day": draft.day,
        "draft": DRAFT,
        "annex": [_block(block) for block in draft.annex],
        "of_annex": draft.of_annex,
        "blocks": [_block(block) for block in draft.body],
        "sent_to": draft.sent_to,
    } | {name: getattr(draft, name) for name in ("kind", "subject", "above", "agency", "capacity")}
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"draft": json.dumps(_shown(told), ensure_ascii=False)},
        pdf_standards="a-2a",
        timestamp=int(made_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("One document was to be made, not several.")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Our own faces alone, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _shown(told: Any) -> Any:
    """The same with every text as it can be shown."""
    if isinstance(told, str):
        return showable(told)
    if isinstance(told, dict):
        return {name: _shown(value) for name, value in told.items()}
    return [_shown(value) for value in told] if isinstance(told, (list, tuple)) else told


def _block(block: Block) -> dict[str, object]:
    kind = "heading" if isinstance(block, Heading) else "grid" if isinstance(block, Grid) else "paragraph"
    return {"is": kind, **asdict(block)}
