"""Whether releases still are what was approved, and safe together: looked at anew whenever somebody asks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.disclosure.engine import NotProtected
from casework.disclosure.engine.guarantee import Unprotected
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.indicators.policies import SitePolicies
from casework.releases import notes, queries
from casework.releases.building import all_earlier, policy_of, shapes
from casework.releases.closing import Closing
from casework.releases.former import of_year
from casework.releases.models import Release

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Verdict:
    """Whether one release is what was signed, or (without a number) a year's releases are safe together.

    ``populations``: those of which small counts could be found out. Names no cell and no count.
    """

    year: int
    number: int | None
    holds: bool
    populations: tuple[str, ...] = ()


def verdicts(session: Session, policies: SitePolicies, tell: Tell) -> list[Verdict]:
    """One for each approved release, then one for each year; a year with a release that was changed doesn't hold."""
    found: list[Verdict] = []
    years: dict[int, list[Release]] = {}
    for release in sorted(queries.approved(session), key=lambda one: (one.year, one.number or 0)):
        found.append(Verdict(release.year, release.number, intact(session, release)))
        years.setdefault(release.year, []).append(release)
    changed = {one.year for one in found if not one.holds}
    for at, (year, releases) in enumerate(years.items()):
        tell(str(year), at, len(years))
        broken = () if year in changed else tuple(unsafe(session, policies, releases))
        found.append(Verdict(year, None, year not in changed and not broken, broken))
    return found


def faults(session: Session, policies: SitePolicies) -> list[str]:
    """One sentence for each release or year that doesn't stand; nothing when all do."""
    return [sentence for one in verdicts(session, policies, lambda *_: None) for sentence in sentences(one)]


def sentences(one: Verdict) -> Iterator[str]:
    """What a verdict says, for the command line; nothing when it holds."""
    if one.number is not None and not one.holds:
        yield f"Release {one.year}-{one.number} is not what was signed."
    for population in one.populations:
        yield f"The releases of {one.year} are not safe together ({population})."


def intact(session: Session, release: Release) -> bool:
    """Whether a release's parts, and what it says of itself, are those that were signed at its approval."""
    shown = queries.parts(session, release.id, secret=False)
    return notes.is_signed(session.info["vault"], release) and notes.is_whole(shown, release.digest)


def unsafe(session: Session, policies: SitePolicies, releases: Sequence[Release]) -> Iterator[str]:
    """The populations of a year whose small counts could be found out from all its releases together.

    The possible tables found when the newest was made are checked in whole numbers; the attack looks for the others.
    """
    catalogue = policies.catalogue
    shown = [part for one in releases for part in queries.parts(session, one.id, secret=False)]
    for population in catalogue.populations.values():
        try:
            told = all_earlier(session, releases, population)
            if told:
                asked = of_year(catalogue, population, told, shown)
                Closing(*asked, shapes(policies), policy_of(releases[-1]), told[:-1]).prove(told[-1])
        except (NotProtected, Unprotected, Unsolved, Infeasible, ValueError, LookupError):
            yield population.code
