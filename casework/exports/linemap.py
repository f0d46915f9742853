"""How our codes are written in the sheet of the GBVIMS: ``policies/exchange/gbvims.toml``, read strictly."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from casework.exports.gbvims import COLUMNS
from casework.vocabulary import Vocabulary
from casework.vocabulary.policyfiles import Section, open_section


@dataclass(frozen=True, slots=True)
class GbvType:
    """A type of incident there, and the acts and harms that make one of it."""

    word: str
    acts: frozenset[str]
    harms: frozenset[str]


@dataclass(frozen=True)
class LineMap:
    """The words of the sheet by our codes, and the rules by which one may leave."""

    version: str
    source_status: str
    to_agree: timedelta
    to_take: timedelta
    most: int
    sex: Mapping[str, str]
    relation: Mapping[str, str]
    source: Mapping[str, str]
    types: tuple[GbvType, ...]
    service: Mapping[str, str]
    at_home: Mapping[str, str]
    elsewhere: Mapping[str, str]

    def type_of(self, acts: Collection[str], harms: Collection[str]) -> str:
        """The first type that fits; "" where none does."""
        fitting = (one.word for one in self.types if one.acts & set(acts) or one.harms & set(harms))
        return next(fitting, "")


def load_linemap(path: Path, vocabulary: Vocabulary) -> LineMap:
    """Read it; PolicyError for a code or a column that there isn't."""
    file = open_section(path)
    found = LineMap(
        version=file.text("version"),
        source_status=file.one_of("source_status", ("confirmed", "unconfirmed")),
        to_agree=timedelta(days=file.integer("days_to_agree", 1, 31)),
        to_take=timedelta(minutes=file.integer("minutes_to_take", 1, 240)),
        most=file.integer("most", 1, 20_000),
        sex=dict(_words(file.section("sex"), vocabulary["sex"].codes, ("F", "M"))),
        relation=dict(_words(file.section("relation"), vocabulary["relation"].codes)),
        source=dict(_words(file.section("source"), vocabulary["source"].codes)),
        types=tuple(_type(part, vocabulary) for part in file.sections("gbv_type")),
        service=dict(_words(file.section("service"), vocabulary["service_kind"].codes, COLUMNS)),
        at_home=dict(_words(file.section("at_home"), vocabulary["service_status"].codes)),
        elsewhere=dict(_words(file.section("elsewhere"), vocabulary["service_status"].codes)),
    )
    file.close()
    return found


def _words(
    part: Section, known: Collection[str], allowed: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    for code in part.names():
        if code not in known:
            raise part.error(code, "is no code of ours.")
        yield code, part.text(code) if allowed is None else part.one_of(code, allowed)
    part.close()


def _type(part: Section, vocabulary: Vocabulary) -> GbvType:
    found = GbvType(
        part.text("word"),
        frozenset(part.texts("acts", vocabulary["act"].codes)),
        frozenset(part.texts("harms", vocabulary["harm"].codes)),
    )
    part.close()
    return found
