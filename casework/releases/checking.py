"""Whether releases still are what was approved, and safe together: for ``casework releases verify``."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from casework.disclosure.engine.guarantee import Unprotected
from casework.disclosure.engine.solver import Unsolved
from casework.indicators.policies import SitePolicies
from casework.releases import queries
from casework.releases.building import earlier_of, engine_policy, shapes
from casework.releases.closing import Closing
from casework.releases.models import Release
from casework.releases.packing import digest_of, unpacked


def faults(session: Session, policies: SitePolicies) -> list[str]:
    """One sentence for each release or year that doesn't stand; nothing when all do. Names no cell and no count."""
    found = []
    years: dict[int, list[Release]] = {}
    for release in sorted(queries.approved(session), key=lambda one: (one.year, one.number or 0)):
        if not intact(session, release):
            found.append(f"Release {release.year}-{release.number} is not what was signed.")
        years.setdefault(release.year, []).append(release)
    if found:
        return found
    return [
        f"The releases of {year} are not safe together ({population})."
        for year, releases in years.items()
        for population in unsafe(session, policies, releases)
    ]


def intact(session: Session, release: Release) -> bool:
    """Whether a release's parts are those that were signed at its approval."""
    shown = queries.parts(session, release.id, secret=False)
    try:
        for part in shown:
            unpacked(part)
    except ValueError:
        return False
    note = session.info["vault"].read_checkpoint(release.note)
    signed = note is not None and (note.size, note.root.hex()) == (release.number, release.digest)
    return signed and digest_of(shown) == release.digest


def unsafe(session: Session, policies: SitePolicies, releases: Sequence[Release]) -> Iterator[str]:
    """The populations of a year whose small counts could be found out from all its releases together.

    Looked for anew by the attack, which knows nothing of how the tables were protected.
    """
    engine = engine_policy(policies.disclosure)
    for population in policies.catalogue.populations.values():
        told = [earlier_of(session, one, population) for one in releases]
        closing = Closing(policies.catalogue, population, shapes(policies), engine, told[:-1])
        try:
            closing.prove(told[-1])
        except (Unprotected, Unsolved, ValueError):
            yield population.code
