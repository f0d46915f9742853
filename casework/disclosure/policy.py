"""The rules of publication, as ``policies/disclosure.toml`` states them."""

from dataclasses import dataclass
from pathlib import Path

from casework.vocabulary.policyfiles import open_section

PERIOD_KINDS = ("half_year", "year")
AREA_LEVELS = ("country", "province")
COUNTED = ("victims", "perpetrators", "facilities")


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """Thresholds and scope of what may be shown; ``version`` is stamped on every release.

    ``smallest_shown`` is k: a number from 1 to k − 1 is small. ``zero_shown`` are the levels of area for
    which 0 and "all of them" may be shown; ``exempt`` is what is counted without protection.
    """

    version: str
    smallest_shown: int
    smallest_denominator: int
    periods: tuple[str, ...]
    areas: tuple[str, ...]
    zero_shown: tuple[str, ...]
    exempt: tuple[str, ...]


def load_disclosure(policies: Path) -> DisclosurePolicy:
    """Read the rules of a policy directory; what is not understood, or protects nobody, raises PolicyError."""
    section = open_section(policies / "disclosure.toml")
    policy = DisclosurePolicy(
        version=section.text("version"),
        smallest_shown=section.integer("smallest_shown", 3, 100),
        smallest_denominator=section.integer("smallest_denominator", 3, 1000),
        periods=section.texts("periods", PERIOD_KINDS),
        areas=section.texts("areas", AREA_LEVELS),
        zero_shown=section.texts("zero_shown", AREA_LEVELS),
        exempt=section.texts("exempt", COUNTED),
    )
    if policy.smallest_denominator < policy.smallest_shown:
        raise section.error("smallest_denominator", "must not be less than smallest_shown.")
    if {"victims", "perpetrators"} & set(policy.exempt):
        raise section.error("exempt", "may name facilities only: people are always protected.")
    section.close()
    return policy
