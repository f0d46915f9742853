"""All policies of a site, read together: what every page needs, and the definitions behind the figures."""

from dataclasses import dataclass
from pathlib import Path

from casework import vocabulary
from casework.access import load_access
from casework.danger import load_danger
from casework.deadlines import load_deadlines
from casework.disclosure.policy import load_disclosure
from casework.indicators.catalogue import Catalogue, CellReader, load_catalogue
from casework.indicators.definitions import FACILITIES, Indicators, load_indicators
from casework.indicators.narrative import Narrative, load_narrative
from casework.indicators.planfiles import load_plans
from casework.indicators.plans import Plans
from casework.indicators.statistics import Statistics, load_statistics
from casework.policies import Policies
from casework.sharing import load_sharing


@dataclass(frozen=True)
class SitePolicies(Policies):
    """Everything in ``policies/``, with the types of what is behind the figures."""

    indicators: Indicators
    plans: Plans
    catalogue: Catalogue
    narrative: Narrative
    statistics: Statistics


def load_policies(folder: Path) -> SitePolicies:
    """Read all of ``policies/``; PolicyError names the file, the word and the trouble."""
    words = vocabulary.load(folder)
    units = vocabulary.load_units(folder)
    indicators = load_indicators(folder / "indicators.toml", words)
    catalogue = load_catalogue(folder / "tables.toml", indicators, words)
    return SitePolicies(
        vocabulary=words,
        units=units,
        access=load_access(folder / "access.toml", words["provider_kind"].codes),
        indicators=indicators,
        plans=load_plans(folder / "plans", indicators, units),
        catalogue=catalogue,
        statistics=load_statistics(folder / "statistics.toml", catalogue, CellReader(indicators, words)),
        narrative=load_narrative(folder / "reporting.toml"),
        disclosure=load_disclosure(
            folder / "disclosure.toml", [one.code for one in indicators if one.counts == FACILITIES]
        ),
        deadlines=load_deadlines(folder / "deadlines.toml"),
        sharing=load_sharing(folder / "sharing.toml", words),
        danger=load_danger(folder / "risk.toml", words),
    )
