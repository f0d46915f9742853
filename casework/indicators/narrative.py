"""The parts of a report that staff write: ``policies/reporting.toml``, read strictly."""

from dataclasses import dataclass
from pathlib import Path

from casework.indicators.definitions import CONFIRMED, UNCONFIRMED
from casework.vocabulary import Words
from casework.vocabulary.policyfiles import Section, open_section


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its heading, what belongs there, and whether the figures follow it."""

    code: str
    name: Words
    hint: Words
    required: bool
    figures: bool


@dataclass(frozen=True, slots=True)
class Narrative:
    """All parts in their order, and what a report outside the calendar is called."""

    version: str
    source_status: str
    occasional: Words
    parts: tuple[Part, ...]


def load_narrative(path: Path) -> Narrative:
    """Read reporting.toml; PolicyError for anything that isn't understood."""
    file = open_section(path)
    occasional = file.section("occasional")
    narrative = Narrative(
        version=file.text("version"),
        source_status=file.one_of("source_status", (CONFIRMED, UNCONFIRMED)),
        occasional=occasional.words("name"),
        parts=tuple(_part(part) for part in file.sections("part")),
    )
    occasional.close()
    file.close()
    codes = [part.code for part in narrative.parts]
    if len(codes) > len(set(codes)):
        raise file.error("part", "names a code twice.")
    if sum(part.figures for part in narrative.parts) != 1:
        raise file.error("part", "must say of exactly one part that the figures follow it.")
    return narrative


def _part(part: Section) -> Part:
    found = Part(
        code=part.code("code"),
        name=part.words("name"),
        hint=part.words("hint"),
        required=part.boolean("required"),
        figures=part.boolean("figures"),
    )
    part.close()
    return found
