"""What was found of releases and years, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.indicators.policies import SitePolicies
from casework.releases.checking import Verdict
from casework.releases.models import Release
from casework.releases.rechecks import Recheck
from casework.ui.language import _, current

UNKNOWN, HOLDS, BROKEN = "grey", "green", "red"


@dataclass(frozen=True)
class Row:
    """A release, with what was last found of it as a coloured label."""

    release: Release
    label: str
    colour: str


@dataclass(frozen=True)
class Year:
    """A year's releases, what was last found of them together, and why in a sentence."""

    year: int
    label: str
    colour: str
    reason: str
    releases: tuple[Row, ...]


def rows(releases: Sequence[Release], last: Recheck | None, policies: SitePolicies) -> list[Year]:
    """Everything released, by year, as it was given."""
    found = []
    for year in dict.fromkeys(one.year for one in releases):
        some = [one for one in releases if one.year == year]
        # What was found before the newest release was approved says nothing of the year as it is now.
        newest = max((one.decided_at for one in some if one.decided_at), default=None)
        together = last.of(year) if last and newest and last.at >= newest else None
        label, colour = _label(together, _("Safe together"), _("Not safe together"))
        signed, changed = _("As it was signed"), _("Not as it was signed")
        alone = [last.of(year, one.number) if last else None for one in some]
        its = tuple(Row(one, *_label(told, signed, changed)) for one, told in zip(some, alone, strict=True))
        found.append(Year(year, label, colour, _reason(together, policies), its))
    return found


def _label(verdict: Verdict | None, holds: str, broken: str) -> tuple[str, str]:
    if verdict is None:
        return _("Not looked at yet"), UNKNOWN
    return (holds, HOLDS) if verdict.holds else (broken, BROKEN)


def _reason(verdict: Verdict | None, policies: SitePolicies) -> str:
    if verdict is None:
        return _("Nobody has recomputed the guarantee since the year's newest release.")
    if verdict.holds:
        return _(
            "For every small count there are possible tables far enough apart, whatever somebody reads of the year."
        )
    if not verdict.populations:
        return _(
            "A release is not what was signed: nothing can be said of the year before that is cleared up."
        )
    names = "; ".join(policies.catalogue.populations[code].name.of(current()) for code in verdict.populations)
    return _(
        "Small counts could be found out from the year's releases together, among: %(people)s.", people=names
    )
