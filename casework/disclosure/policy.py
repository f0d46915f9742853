"""How much protection: ``policies/disclosure.toml``, read strictly."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from casework.vocabulary.policyfiles import open_section


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """The thresholds.

    A count of 1 to ``k`` − 1 people is small; no percentage is out of fewer people than ``minimum_denominator``.
    ``exempt`` indicators count institutions, not people.
    """

    version: str
    k: int = 5
    minimum_denominator: int = 20
    exempt: frozenset[str] = frozenset()


def load_disclosure(path: Path, institutions: Collection[str]) -> DisclosurePolicy:
    """Read disclosure.toml; an unknown or missing word, or a threshold below ours, raises PolicyError.

    ``institutions``: the indicators that count no people; of others none can be exempt.
    """
    file = open_section(path)
    k = file.integer("k", 5, 100)
    policy = DisclosurePolicy(
        version=file.text("version"),
        k=k,
        minimum_denominator=file.integer("minimum_denominator", max(20, 2 * k), 10_000),
        exempt=frozenset(file.texts("exempt", institutions)),
    )
    file.close()
    return policy
