"""How releases are worded."""

from dataclasses import dataclass

from casework.indicators.catalogue import LISTS
from casework.indicators.plans import Plans
from casework.indicators.policies import SitePolicies
from casework.releases import states
from casework.releases.models import Release
from casework.releases.operations import REASONS
from casework.releases.rules import Closing
from casework.releases.tables import TOTAL, Head, ReleasedTable
from casework.ui.language import _, _l, current, show_date
from casework.vocabulary import Words
from casework.vocabulary.units import COUNTRY

STATES = {
    states.BUILDING: (_l("Being calculated"), "blue"),
    states.READY: (_l("Waits for a second person"), "yellow"),
    states.APPROVED: (_l("Released"), "green"),
    states.REFUSED: (_l("Refused"), "grey"),
    states.IMPOSSIBLE: (_l("Can't be made safe"), "red"),
    states.FAILED: (_l("Calculation failed"), "red"),
}
WITHHELD = _l("withheld")


def period_name(code: str) -> str:
    """A period in words: the first half of a year, or the year."""
    year, _dash, half = code.partition("-")
    return _("First half of %(year)s", year=year) if half == "h1" else _("Year %(year)s", year=year)


def closing_name(closing: Closing, plans: Plans, *, corrects: bool = False) -> str:
    """A closing in words, with the plans whose reports need it, and whether it puts an earlier release right."""
    words = _(
        "%(period)s, data closed on %(day)s",
        period=period_name(closing.period.code),
        day=show_date(closing.day),
    )
    if closing.plans:
        named = ", ".join(plans[code].issuer.of(current()) for code in closing.plans)
        words = _("%(closing)s (%(plans)s)", closing=words, plans=named)
    return _("%(closing)s: puts right what was released", closing=words) if corrects else words


def name(release: Release) -> str:
    """What a release is called: its number, or what it is of."""
    of = _(
        "%(period)s, data closed on %(day)s",
        period=period_name(release.period),
        day=show_date(release.cut_off),
    )
    if release.number is None:
        return of
    return _(
        "Release %(number)s of %(year)s: %(closing)s", number=release.number, year=release.year, closing=of
    )


def state(release_state: str) -> tuple[str, str]:
    """The words and the colour of a state."""
    words, colour = STATES[release_state]
    return str(words), colour


def reason(release: Release) -> str:
    """Why it was refused, in words."""
    return _(REASONS[release.reason]) if release.reason in REASONS else ""


def versions(head: Head) -> str:
    """By which rules: printed with every copy."""
    return _(
        "Tables %(catalogue)s, places %(geography)s, thresholds %(policy)s (a small count: 1 to %(small)s)",
        catalogue=head.catalogue,
        geography=head.geography,
        policy=head.policy,
        small=head.k - 1,
    )


FLAGS = {
    "reached": (_l("reached by a basic service"), _l("not reached")),
    "counselled": (_l("counselled"), _l("not counselled")),
    "prosecuted": (_l("prosecuted"), _l("not prosecuted")),
    "supported": (_l("supported"), _l("not supported")),
    "reintegrated": (_l("had a reintegration service"), _l("had no reintegration service")),
    "helped": (_l("helped"), _l("not helped")),
    "active": (_l("had an activity"), _l("had no activity")),
}


@dataclass(frozen=True)
class Grid:
    """A table on a page: the areas down, all other codes across; None is withheld."""

    heads: list[dict[str, object]]
    rows: list[tuple[str, list[int | None]]]


def table_name(table: ReleasedTable, policies: SitePolicies) -> str:
    """The name of a table; of one that no policy knows any more, its code."""
    words = table_words(table, policies)
    return words.of(current()) if words else table.code


def table_words(table: ReleasedTable, policies: SitePolicies) -> Words | None:
    """The name of a table in all languages; None where no policy knows it any more."""
    catalogue, indicators = policies.catalogue, policies.indicators
    named = (
        catalogue.tables.get(table.code)
        or catalogue.rounded.get(table.code)
        or catalogue.populations.get(table.population)
        or (indicators[table.code] if table.code in indicators.codes else None)
    )
    return named.name if named else None


def code_name(dimension: str, code: str, policies: SitePolicies) -> str:
    """A code of a dimension in words."""
    if code == TOTAL:
        return _("All")
    if dimension in FLAGS:
        return str(FLAGS[dimension][0 if code == "yes" else 1])
    if dimension == "stream":
        return policies.indicators.stream_names[code].of(current())
    if code == "none":
        return _("None recorded")
    return policies.vocabulary.label(LISTS[dimension], code, current())


def area_name(code: str, policies: SitePolicies) -> str:
    """The country, a province or a commune; a unit that is no longer there by its code."""
    if code == COUNTRY:
        return _("The whole country")
    unit = policies.units.province(code) or policies.units.commune(code)
    return unit.name if unit else code


def _stands(area: str, province: str, policies: SitePolicies) -> bool:
    commune = policies.units.commune(area)
    if commune is not None:
        return commune.province_code == province
    return not province or area == province


def grid(table: ReleasedTable, policies: SitePolicies, province: str | None = None) -> Grid:
    """The table as rows of areas; the order is that of the codes, never that of the counts.

    With ``province``: of a table with communes the country and its provinces (""), or one province and its communes.
    """
    across = list(dict.fromkeys(codes[1:] for codes in table.cells))
    heads = [
        ", ".join(
            code_name(name, code, policies)
            for name, code in zip(table.dimensions[1:], codes, strict=True)
            if code != TOTAL or len(codes) == 1
        )
        or _("All")
        for codes in across
    ]
    columns: list[dict[str, object]] = [{"text": head, "numeric": True} for head in heads]
    areas = [
        code
        for code in dict.fromkeys(codes[0] for codes in table.cells)
        if province is None or _stands(code, province, policies)
    ]
    rows = [(area_name(area, policies), [table.cells[area, *codes] for codes in across]) for area in areas]
    return Grid([{"text": _("Area")}, *columns], rows)
