"""What the pages of the picture say, in the language of the page."""

from collections.abc import Sequence

from casework.dashboard.grids import Bar
from casework.indicators import presenters as figures
from casework.indicators.sheets import EXTRA, WITHHELD, Line
from casework.releases import presenters as releases
from casework.releases.models import Release
from casework.releases.tables import Head
from casework.ui.language import _, show_date, show_datetime, show_number

area_name, shown, status_text = figures.area_name, figures.shown, figures.status_text
table_name = releases.table_name
target_text, target_source, years = figures.target_text, figures.target_source, figures.years
targets, stream_name, source_status, month_day = (
    figures.targets,
    figures.stream_name,
    figures.source_status,
    figures.month_day,
)
STATUS_WORDS, STATUS_COLOURS = figures.STATUS_WORDS, figures.STATUS_COLOURS
release_name, period_name = releases.name, releases.period_name


def code_of(release: Release) -> str:
    """The name of an approved release in addresses: 2026-1."""
    return f"{release.year}-{release.number}"


def source(head: Head) -> str:
    """Which release a figure comes from: printed with each of them."""
    told = _(
        "Release %(number)s of %(year)s: %(period)s, data closed on %(day)s, released on %(moment)s.",
        number=head.number,
        year=head.year,
        period=period_name(head.period),
        day=show_date(head.cut_off),
        moment=show_datetime(head.approved_at),
    )
    if head.corrects is None:
        return told
    return " ".join((told, _("It corrects release %(number)s.", number=head.corrects)))


def short_period(code: str) -> str:
    """A period in so few letters that it fits under a point: H1 2026, 2026."""
    year, _dash, half = code.partition("-")
    return _("H1 %(year)s", year=year) if half else year


def share(line: Line) -> str:
    """The share alone, or why there is none."""
    if line.percent is not None:
        return f"{show_number(line.percent, 1)} %"
    return shown(line) if line.status != WITHHELD else _(STATUS_WORDS[WITHHELD])


def counts(line: Line) -> str:
    """So many of so many, where both are shown."""
    return f"{show_number(line.numerator)}/{show_number(line.denominator)}"


def answer_status(status: str) -> str:
    """How a document's target stands, in words."""
    return _(STATUS_WORDS[status])


def number(value: int | None) -> str:
    """A number, or that it is withheld."""
    return _(STATUS_WORDS[WITHHELD]) if value is None else show_number(value)


def bars_of(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The bars of one indicator: all parts, in the order of their codes."""
    return [
        {
            "label": line.label,
            "shown": shown(line),
            "value": line.percent or 0,
            "suppressed": line.status == WITHHELD,
            "pattern": line.group != "total",
        }
        for line in lines
        if line.group != EXTRA
    ]


def bars_of_table(bars: Sequence[Bar]) -> list[dict[str, object]]:
    """The bars of one area in a table."""
    return [
        {
            "label": one.label,
            "shown": number(one.value),
            "value": one.value or 0,
            "suppressed": one.value is None,
        }
        for one in bars
    ]


def longest(bars: Sequence[Bar], total: int | None) -> int:
    """What a whole bar stands for: everybody in the area, or the most that any bar shows."""
    return total or max((one.value or 0 for one in bars), default=0) or 1


def heads(first: str, others: Sequence[str]) -> list[dict[str, object]]:
    """Column headings: a name, then numbers; one without a name is of all."""
    numeric = [{"text": other or _("How many"), "numeric": True} for other in others]
    return [{"text": first}, *numeric]


def reach(head: Head, error: int) -> str:
    """What a rounded number is worth."""
    return _(
        "≈ Numbers are rounded to multiples of %(b)s: each is at most %(error)s away from the exact one.",
        b=head.b,
        error=error,
    )
