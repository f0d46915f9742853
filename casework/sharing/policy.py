"""The sharing table, read from ``policies/sharing.toml``; what is not granted there does not travel."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from casework.sharing.fields import CORE, ENVELOPE, ORDER, PERSON, SAFETY
from casework.vocabulary.codes import Vocabulary
from casework.vocabulary.policyfiles import Section, open_section

OUTSIDE = "outside"
Part = Literal["envelope", "person"]


@dataclass(frozen=True)
class Grant:
    """The fields that travel from one kind of organisation to another: before acceptance, and from then on."""

    envelope: frozenset[str]
    person: frozenset[str]


@dataclass(frozen=True)
class Sharing:
    """Who may tell whom what.

    ``inside`` are the kinds whose staff receive referrals in this system; any other receives a letter.
    ``purposes`` says which purpose of consent covers telling a kind of receiver; ``order`` what a request for
    a no-contact order tells the one who decides.
    """

    inside: frozenset[str]
    purposes: Mapping[str, str]
    grants: Mapping[tuple[str, str], Grant]
    order: frozenset[str] = frozenset()

    def grant(self, sender_kind: str, receiver_kind: str) -> Grant | None:
        """What may travel between these kinds; None: nothing, not even an envelope."""
        return self.grants.get((sender_kind, receiver_kind))

    def purpose(self, receiver_kind: str) -> str:
        """The purpose of consent that covers telling this kind of receiver."""
        return self.purposes[receiver_kind]


def surplus(grant: Grant, part: Part, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what was told and may not travel; what says nothing is no surplus."""
    allowed: frozenset[str] = getattr(grant, part)
    return tuple(sorted(name for name, value in values.items() if value and name not in allowed))


def narrow(grant: Grant, part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the grant lets through and says something."""
    allowed: frozenset[str] = getattr(grant, part)
    return {name: value for name, value in values.items() if value and name in allowed}


def load_sharing(path: Path, vocabulary: Vocabulary) -> Sharing:
    """Read the table; an unknown kind, field or purpose raises PolicyError with the file and the word."""
    kinds = vocabulary["provider_kind"].codes
    section = open_section(path)
    inside = frozenset(section.some_of("inside", kinds))
    purposes = _purposes(section.section("consent"), (*kinds, OUTSIDE), vocabulary["consent_purpose"].codes)
    order = frozenset(section.some_of("order", ORDER))
    grants: dict[tuple[str, str], Grant] = {}
    for part in section.sections("grant"):
        for pair, grant in _granted(part, kinds):
            if pair in grants:
                raise part.error("to", f"grants {pair[0]} to {pair[1]} a second time.")
            grants[pair] = grant
    section.close()
    return Sharing(inside, MappingProxyType(purposes), MappingProxyType(grants), order)


def _purposes(section: Section, kinds: tuple[str, ...], purposes: tuple[str, ...]) -> dict[str, str]:
    found = {kind: section.one_of(kind, purposes) for kind in kinds}
    section.close()
    return found


def _granted(part: Section, kinds: tuple[str, ...]) -> list[tuple[tuple[str, str], Grant]]:
    senders = part.some_of("from", kinds)
    receivers = part.some_of("to", (*kinds, OUTSIDE))
    envelope, person = part.some_of("envelope", ENVELOPE), part.some_of("person", PERSON)
    for name in CORE:
        if name not in envelope:
            raise part.error("envelope", f"lacks “{name}”, without which nobody can sort a referral.")
    for name in SAFETY:
        if name not in person:
            raise part.error(
                "person", f"lacks “{name}”: nobody may be told of her without how to reach her safely."
            )
    part.close()
    grant = Grant(frozenset(envelope), frozenset(person))
    return [((sender, receiver), grant) for sender in senders for receiver in receivers]
