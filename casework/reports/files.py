"""Figures as text: JSON and a plain table for the terminal, CSV for spreadsheets."""

import csv
import io
import json
from typing import Any

from casework.indicators.policies import SitePolicies
from casework.reports import presenters as show
from casework.reports.sheets import EXTRA, SUPPRESSED, TOTAL, Line, Sheet
from casework.ui.language import _, current, show_number

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(sheet: Sheet) -> str:
    """The figures by indicator; null stands where a figure is withheld."""
    document = {
        "period": {"from": sheet.first.isoformat(), "to": sheet.last.isoformat()},
        "cut_off": sheet.cut_off.isoformat(),
        "area": sheet.area,
        "indicators": {indicator.code: _indicator(lines) for indicator, lines in sheet.sections()},
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _indicator(lines: tuple[Line, ...]) -> dict[str, Any]:
    total = next(line for line in lines if line.group == TOTAL)
    by: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line.group not in (TOTAL, EXTRA):
            by.setdefault(line.group, {})[line.part] = _figure(line)
    extras = {line.part: line.numerator for line in lines if line.group == EXTRA}
    return _figure(total) | extras | {"by": by}


def _figure(line: Line) -> dict[str, Any]:
    return {
        "numerator": line.numerator,
        "denominator": line.denominator,
        "percent": line.percent,
        "target": line.target.percent if line.target else None,
        "target_source": show.target_source(line.target) or None,
        "status": line.status,
    }


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(sheet: Sheet, policies: SitePolicies) -> str:
    """One row a figure, with a byte-order mark so that Excel reads the letters right; what it is stands first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for name, value in show.particulars(sheet, policies):
        writer.writerow([safe(name), safe(value)])
    writer.writerow([])
    writer.writerow([safe(_(head)) for head in show.HEADS])
    for line in sheet.lines:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells(line, policies)])
    writer.writerow([])
    for note in show.notes(sheet, policies):
        writer.writerow([safe(note)])
    return "\ufeff" + buffer.getvalue()


def cells(line: Line, policies: SitePolicies) -> list[str | int | float]:
    """A figure as a row under ``presenters.HEADS``: numbers as numbers, what is withheld as words."""
    hidden = _(show.STATUS_WORDS[SUPPRESSED])
    extra = line.group == EXTRA
    numbers: list[str | int | float] = [
        hidden if value is None else value for value in (line.numerator, line.denominator)
    ]
    share: str | float = hidden if line.status == SUPPRESSED else "" if line.percent is None else line.percent
    return [
        line.indicator.name.of(current()),
        show.group_name(line, policies.indicators),
        numbers[0],
        "" if extra else numbers[1],
        "" if extra else share,
        show.target_text(line.target),
        show.status_text(line),
        show.target_source(line.target),
    ]


def as_table(sheet: Sheet, policies: SitePolicies) -> str:
    """For the terminal: an indicator, then its figures in columns."""
    out = [f"{name}: {value}" for name, value in show.particulars(sheet, policies)]
    for indicator, lines in sheet.sections():
        out += ["", f"{indicator.name.of(current())} [{indicator.code}]"]
        rows = [_row(line, policies) for line in lines]
        widths = [max(len(row[at]) for row in rows) for at in range(4)]
        for row in rows:
            padded = [row[0].ljust(widths[0])] + [row[at].rjust(widths[at]) for at in range(1, 4)]
            out.append(f"  {'  '.join(padded)}  {row[4]}".rstrip())
    out += ["", *(f"* {note}" for note in show.notes(sheet, policies))]
    return "\n".join(out)


def _row(line: Line, policies: SitePolicies) -> tuple[str, str, str, str, str]:
    name = show.group_name(line, policies.indicators)
    hidden = line.status == SUPPRESSED
    count = "–" if line.numerator is None else show_number(line.numerator)
    if line.group == EXTRA:
        return name, count, "", "", show.status_text(line)
    whole = "–" if line.denominator is None else show_number(line.denominator)
    share = "–" if hidden or line.percent is None else f"{show_number(line.percent, 1)} %"
    target = f" ({_('Target')} {show.target_text(line.target)})" if line.target else ""
    return name, count, whole, share, show.status_text(line) + target
