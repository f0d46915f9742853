"""How much protection: ``policies/disclosure.toml``, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from casework.vocabulary.policyfiles import open_section

ExtraKind = Literal["of_numerator", "apart"]


@dataclass(frozen=True, slots=True)
class Nested:
    """Two indicators with one numerator; the wider one's denominator contains the narrower one's."""

    narrower: str
    wider: str


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """The thresholds and what must be known about indicators to protect them.

    A count of 1 to ``k`` − 1 people is small. ``exempt`` indicators count institutions, not people.
    ``extras`` says of each count shown beside an indicator whether it is part of the numerator.
    """

    version: str
    k: int = 5
    minimum_denominator: int = 20
    country: str = "VN"
    exempt: frozenset[str] = frozenset()
    nested: tuple[Nested, ...] = ()
    extras: Mapping[str, ExtraKind] = field(default_factory=lambda: MappingProxyType({}))


def load_disclosure(path: Path) -> DisclosurePolicy:
    """Read disclosure.toml; an unknown or missing word, or a threshold below ours, raises PolicyError."""
    file = open_section(path)
    k = file.integer("k", 5, 100)
    nested = []
    for pair in file.sections("nested"):
        nested.append(Nested(pair.code("narrower"), pair.code("wider")))
        pair.close()
    extras = file.section("extras")
    policy = DisclosurePolicy(
        version=file.text("version"),
        k=k,
        minimum_denominator=file.integer("minimum_denominator", max(20, 2 * k), 10_000),
        country=file.text("country"),
        exempt=frozenset(file.texts("exempt")),
        nested=tuple(nested),
        extras=MappingProxyType(
            {code: cast(ExtraKind, extras.one_of(code, ("of_numerator", "apart"))) for code in extras.names()}
        ),
    )
    wider = [pair.wider for pair in nested]
    if set(wider) & {pair.narrower for pair in nested} or len(wider) > len(set(wider)):
        raise file.error("nested", "must not chain: an indicator is the wider one of a single pair.")
    file.close()
    return policy
