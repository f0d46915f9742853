"""The statistics tables of the culture ministry, as far as they are known: ``policies/statistics.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.indicators.catalogue import Catalogue, Cell, CellReader
from casework.indicators.definitions import CONFIRMED, UNCONFIRMED
from casework.vocabulary import Words
from casework.vocabulary.policyfiles import Section, open_section


@dataclass(frozen=True, slots=True)
class StatisticsLine:
    """One line of the form, in the form's own Vietnamese words.

    ``population`` and ``cell`` say where it is read in a release; without them the line stays blank.
    """

    number: str
    name: str
    unit: str
    population: str
    cell: Mapping[str, str] = field(hash=False)
    note: Words | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """The form: its lines in their order, and how far it was compared with the official one."""

    version: str
    source: Words
    source_status: str
    title: Words
    lines: tuple[StatisticsLine, ...]


def load_statistics(path: Path, catalogue: Catalogue, reader: CellReader) -> Statistics:
    """Read statistics.toml; PolicyError for anything that isn't understood or stands in no release."""
    file = open_section(path)
    noted = file.section("notes")
    notes = {name: noted.words(name) for name in noted.names()}
    noted.close()
    found = Statistics(
        version=file.text("version"),
        source=file.words("source"),
        source_status=file.one_of("source_status", (CONFIRMED, UNCONFIRMED)),
        title=file.words("title"),
        lines=tuple(_line(part, catalogue, reader, notes) for part in file.sections("line")),
    )
    file.close()
    return found


def _line(
    part: Section, catalogue: Catalogue, reader: CellReader, notes: Mapping[str, Words]
) -> StatisticsLine:
    population = ""
    cell: Cell = {}
    if "population" in part:
        population = part.one_of("population", catalogue.populations)
        cell = reader.cell(part, "cell", catalogue.populations[population])
    line = StatisticsLine(
        number=part.text("number"),
        name=part.text("name"),
        unit=part.optional_text("unit"),
        population=population,
        cell=cell,
        note=notes[part.one_of("note", notes)] if "note" in part else None,
    )
    part.close()
    return line
