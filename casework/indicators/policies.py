"""All policies of a site in one: what every page needs, and the definitions behind the figures."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from casework import vocabulary
from casework.access import load_access
from casework.disclosure.policy import DisclosurePolicy, load_disclosure
from casework.indicators.definitions import Indicators, load_indicators
from casework.indicators.planfiles import load_plans
from casework.indicators.plans import Plans
from casework.policies import Policies
from casework.ui import context


@dataclass(frozen=True)
class FigurePolicies(Policies):
    """Everything in ``policies/``, read and validated."""

    indicators: Indicators
    plans: Plans
    disclosure: DisclosurePolicy


def load_policies(folder: Path) -> FigurePolicies:
    """Read all of ``policies/``; PolicyError names the file, the word and the trouble."""
    words = vocabulary.load(folder)
    units = vocabulary.load_units(folder)
    indicators = load_indicators(folder / "indicators.toml", words)
    return FigurePolicies(
        vocabulary=words,
        units=units,
        access=load_access(folder / "access.toml"),
        indicators=indicators,
        plans=load_plans(folder / "plans", indicators, units),
        disclosure=load_disclosure(folder / "disclosure.toml"),
    )


def policy() -> FigurePolicies:
    """The policies of this site, for a view that shows figures."""
    return cast(FigurePolicies, context.policy())
