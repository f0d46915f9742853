"""What a cell of each column of the ledger holds, and which must be filled.

``sheets`` binds the headings to the code lists, the communes and the day of reading.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework.exchange import cells, choices, days, ledger
from casework.exchange.cells import Reader
from casework.exchange.communes import Communes
from casework.exchange.headings import SHEETS
from casework.exchange.numbers import citizen_number, phone
from casework.vocabulary import Vocabulary
from casework.vocabulary.units import Units

LONGEST_NAME = 200
LONGEST_ETHNICITY = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its heading, its reader, and the value of an empty cell.

    ``filled``: an empty cell is an error. ``optional``: the column itself may be missing.
    """

    field: str
    heading: str
    read: Reader
    empty: object = ""
    filled: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: the field of ``Ledger`` it fills, its name, and how its rows are made."""

    field: str
    name: str
    make: Callable[..., object]
    columns: tuple[Column, ...]

    def heading(self, field: str) -> str:
        """The heading of the column that fills this field."""
        return SHEETS[self.field].headings[field]


class _Plan:
    """Puts a sheet's columns together, in the order of its headings."""

    def __init__(self, sheet: str, make: Callable[..., object]) -> None:
        self.sheet = sheet
        self.make = make
        self.columns: dict[str, Column] = {}

    def must(self, **readers: Reader) -> "_Plan":
        """Columns whose cells must be filled."""
        return self._add(readers, "", filled=True)

    def may(self, empty: object = "", *, optional: bool = False, **readers: Reader) -> "_Plan":
        """Columns whose cells may be empty, which then stands for ``empty``."""
        return self._add(readers, empty, optional=optional)

    def _add(
        self, readers: dict[str, Reader], empty: object, *, filled: bool = False, optional: bool = False
    ) -> "_Plan":
        headings = SHEETS[self.sheet].headings
        for field, read in readers.items():
            self.columns[field] = Column(field, headings[field], read, empty, filled, optional)
        return self

    def done(self) -> SheetPlan:
        head = SHEETS[self.sheet]
        columns = tuple(self.columns[field] for field in head.headings)
        return SheetPlan(self.sheet, head.name, self.make, columns)


def sheets(vocabulary: Vocabulary, units: Units, today: date) -> tuple[SheetPlan, ...]:
    """The plan of all seven sheets, in the order in which they are read."""
    communes = Communes(units)
    any_day = cells.remembered(days.any_day)
    yes_no = cells.remembered(cells.yes_no)
    place = cells.remembered(communes.of_place)
    past = cells.remembered(days.past_day(today))

    def code_of(name: str) -> Reader:
        return choices.one(vocabulary[name])

    return (
        _Plan("facilities", ledger.FacilityRow)
        .must(code=cells.code, name=cells.name(LONGEST_NAME), kind=code_of("provider_kind"))
        .must(public=yes_no, commune=place)
        .done(),
        _people(vocabulary, communes, today),
        _cases(vocabulary, place, past),
        _Plan("services", ledger.ServiceRow)
        .must(case=cells.code, kind=code_of("service_kind"), status=code_of("service_status"))
        .may(provider=cells.code)
        .may(None, referred_on=past, delivered_on=past)
        .done(),
        _Plan("liabilities", ledger.LiabilityRow)
        .must(person=cells.code, case=cells.code, status=code_of("liability_status"))
        .may(None, from_on=any_day)
        .done(),
        _Plan("sessions", ledger.SessionRow)
        .must(person=cells.code, case=cells.code, held_on=any_day)
        .must(kind=code_of("counselling_kind"), attended=yes_no)
        .may(facility=cells.code)
        .done(),
        _Plan("activities", ledger.ActivityRow)
        .must(facility=cells.code, held_on=past, kind=code_of("activity_kind"))
        .done(),
    )


def _people(vocabulary: Vocabulary, communes: Communes, today: date) -> SheetPlan:
    maybe = choices.yes_no_unknown(vocabulary["yes_no"])
    return (
        _Plan("people", ledger.PersonRow)
        .must(code=cells.code)
        .may(full_name=cells.name(LONGEST_NAME), birth=days.birth(today))
        .may(choices.NOT_KNOWN, sex=choices.one(vocabulary["sex"]))
        .may(optional=True, citizen_number=citizen_number, phone=phone)
        .may(None, safe_to_contact=maybe, disability=maybe)
        .may(residence=cells.remembered(communes.of_residence), ethnicity=cells.text(LONGEST_ETHNICITY))
        .done()
    )


def _cases(vocabulary: Vocabulary, place: Reader, past: Reader) -> SheetPlan:
    return (
        _Plan("cases", ledger.CaseRow)
        .must(code=cells.code, facility=cells.code, victim=cells.code)
        .must(detected_on=past, commune=place)
        .must(source=choices.one(vocabulary["source"]), kind=choices.one(vocabulary["case_kind"]))
        .may(None, occurred_on=past)
        .may((), acts=choices.several(vocabulary["act"]), harms=choices.several(vocabulary["harm"]))
        .may((), perpetrators=cells.codes)
        .may(choices.NOT_KNOWN, need=choices.need(vocabulary["need"]))
        .may(relation=choices.one(vocabulary["relation"]))
        .done()
    )
