"""Figures as text for the terminal: JSON, CSV and a plain table."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from casework.indicators import presenters as show
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import EXTRA, TOTAL, Line, Sheet
from casework.refusal import N_
from casework.ui.language import _, current, show_date, show_number

HEADS = (
    N_("Indicator"),
    N_("Group"),
    N_("Numerator"),
    N_("Denominator"),
    N_("Percent"),
    N_("Target"),
    N_("Status"),
    N_("Source of the target"),
)
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(sheet: Sheet) -> str:
    """The figures by indicator; null stands where a figure is withheld."""
    document = {
        "release": sheet.release or None,
        "period": {"from": sheet.first.isoformat(), "to": sheet.last.isoformat()},
        "cut_off": sheet.cut_off.isoformat(),
        "area": sheet.area,
        "indicators": {indicator.code: _indicator(lines) for indicator, lines in sheet.sections()},
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _indicator(lines: tuple[Line, ...]) -> dict[str, Any]:
    by: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line.group not in (TOTAL, EXTRA):
            by.setdefault(line.group, {})[line.part] = _figure(line)
    extras = {line.part: line.numerator for line in lines if line.group == EXTRA}
    return _figure(lines[0]) | extras | {"by": by}


def _figure(line: Line) -> dict[str, Any]:
    return {
        "numerator": line.numerator,
        "denominator": line.denominator,
        "percent": line.percent,
        "target": line.target.percent if line.target else None,
        "target_source": show.target_source(line.target) or None,
        "status": line.status,
    }


def as_csv(sheet: Sheet, policies: SitePolicies, particulars: Sequence[tuple[str, str]]) -> str:
    """One row a figure, with a byte-order mark so that Excel reads the letters right; what it is stands first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for told in particulars:
        writer.writerow(map(_safe, told))
    writer.writerow([])
    writer.writerow([_safe(_(head)) for head in HEADS])
    for line in sheet.lines:
        writer.writerow(map(_safe, _cells(line)))
    writer.writerow([])
    writer.writerows([_safe(note.of(current()))] for note in policies.indicators.notes.values())
    return "\ufeff" + buffer.getvalue()


def _safe(cell: str | float) -> str | float:
    """Text that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _cells(line: Line) -> list[str | float]:
    """A figure as a row under ``HEADS``: numbers as numbers, what is withheld as words."""
    extra, hidden = line.group == EXTRA, show.status_text(line)
    share = line.percent
    return [
        line.indicator.name.of(current()),
        line.label,
        hidden if line.numerator is None else line.numerator,
        "" if extra else hidden if line.denominator is None else line.denominator,
        "" if share is None else share,
        show.target_text(line.target),
        hidden,
        show.target_source(line.target),
    ]


def as_table(sheet: Sheet, policies: SitePolicies, particulars: Sequence[tuple[str, str]]) -> str:
    """An indicator, then its figures in columns."""
    out = [f"{name}: {value}" for name, value in particulars]
    for indicator, lines in sheet.sections():
        out += ["", f"{indicator.name.of(current())} [{indicator.code}]"]
        rows = [_row(line) for line in lines]
        widths = [max(len(row[at]) for row in rows) for at in range(4)]
        for row in rows:
            padded = [row[0].ljust(widths[0])] + [row[at].rjust(widths[at]) for at in range(1, 4)]
            out.append(f"  {'  '.join(padded)}  {row[4]}".rstrip())
    out += ["", *(f"* {note.of(current())}" for note in policies.indicators.notes.values())]
    return "\n".join(out)


def _row(line: Line) -> tuple[str, str, str, str, str]:
    count = "–" if line.numerator is None else show_number(line.numerator)
    if line.group == EXTRA:
        return line.label, count, "", "", show.status_text(line)
    whole = "–" if line.denominator is None else show_number(line.denominator)
    share = "–" if line.percent is None else f"{show_number(line.percent, 1)} %"
    target = f" ({_('Target')} {show.target_text(line.target)})" if line.target else ""
    return line.label, count, whole, share, show.status_text(line) + target


def particulars(sheet: Sheet, policies: SitePolicies) -> list[tuple[str, str]]:
    """Period, cut-off, area and plan of figures as the terminal names them."""
    plan = policies.plans[sheet.plan] if sheet.plan else None
    told = [
        (_("Period"), f"{show_date(sheet.first)} – {show_date(sheet.last)}"),
        (_("Data closed on"), show_date(sheet.cut_off)),
        (_("Area"), show.area_name(policies.units, sheet.area)),
        (_("Plan"), plan.title.of(current()) if plan else _("National targets")),
        (_("Policies"), _("indicators %(version)s", version=policies.indicators.version)),
    ]
    return [*told, (_("Release"), sheet.release)] if sheet.release else told
