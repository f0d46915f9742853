"""What our codes are called in another system: ``policies/exchange/dhis2.toml``, read strictly."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casework.indicators.catalogue import LISTS
from casework.indicators.policies import SitePolicies
from casework.releases.tables import ACTIVE, TOTAL
from casework.vocabulary.policyfiles import Section, open_section
from casework.vocabulary.units import COUNTRY

CODE, UID = "code", "uid"
_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,48}")
_ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_TAKEN = frozenset({"dataElement", "value", "orgUnit", "period", "dataSet", "comment"})


@dataclass(frozen=True)
class CodeMap:
    """The identifiers of one DHIS2: its data set, and what stands there for our tables, codes and areas.

    ``ids`` says what they are: ``code`` or ``uid``. ``combos`` names a category option combination outright, by
    table and codes; where codes are used and none is named, it is that of the options, joined by ``joint``.
    """

    version: str
    source_status: str
    ids: str
    data_set: str
    attribute_option_combo: str
    joint: str
    elements: Mapping[str, str]
    categories: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    combos: Mapping[tuple[str, ...], str]
    org_units: Mapping[str, str]

    def combo(self, table: str, dimensions: tuple[str, ...], codes: tuple[str, ...]) -> str | None:
        """The category option combination of a cell; None where the map names none."""
        named = self.combos.get((table, *codes))
        if named is not None or self.ids == UID:
            return named
        options = [self.options.get(name, {}).get(code) for name, code in zip(dimensions, codes, strict=True)]
        return self.joint.join(one for one in options if one) if all(options) else None


def exact_tables(policies: SitePolicies) -> dict[str, tuple[str, ...]]:
    """The exact tables that a release can have, with what they are split by beside the area."""
    bases = {f"{one.code}-base": one.base for one in policies.catalogue.populations.values()}
    facilities = dict.fromkeys(policies.disclosure.exempt, (ACTIVE,))
    return facilities | bases | {code: one.dimensions for code, one in policies.catalogue.tables.items()}


def codes_of(dimension: str, policies: SitePolicies) -> tuple[str, ...]:
    """All codes that a dimension can have, its total first."""
    if dimension in LISTS:
        own = policies.vocabulary[LISTS[dimension]].codes
        return (TOTAL, *own, *(() if dimension in {"sex", "age_group"} else ("none",)))
    if dimension == "stream":
        return (TOTAL, *policies.indicators.stream_names)
    return (TOTAL, "yes", "no")


def load_codemap(path: Path, policies: SitePolicies) -> CodeMap:
    """Read it; PolicyError for a table, dimension, code or area that there isn't, and for a name given twice."""
    file = open_section(path)
    ids = file.one_of("ids", (CODE, UID))
    tables = exact_tables(policies)
    dimensions = {name for names in tables.values() for name in names}
    elements = dict(_named(file.section("elements"), tables, ids))
    categories, options = {}, {}
    for part in file.sections("category"):
        dimension = part.one_of("dimension", dimensions)
        categories[dimension] = _attribute(part)
        options[dimension] = dict(_named(part.section("options"), codes_of(dimension, policies), ids))
        part.close()
    _apart(file, "category", categories.values())
    areas = (COUNTRY, *policies.units.provinces)
    found = CodeMap(
        version=file.text("version"),
        source_status=file.one_of("source_status", ("confirmed", "unconfirmed")),
        ids=ids,
        data_set=_identifier(file, "data_set", ids),
        attribute_option_combo=_identifier(file, "attribute_option_combo", ids),
        joint=file.one_of("joint", ("_", ".", "-")),
        elements=elements,
        categories=categories,
        options=options,
        combos=dict(_combos(file.section("combos"), tables, policies, ids)) if "combos" in file else {},
        org_units=dict(_named(file.section("org_units"), areas, ids)),
    )
    file.close()
    return found


def _named(part: Section, known: Collection[str], ids: str) -> Iterator[tuple[str, str]]:
    """The entries of a table of names, each for something that there is, none twice."""
    names = part.names()
    for name in names:
        if name not in known:
            raise part.error(name, "is nothing that a release can have.")
    found = [(name, _identifier(part, name, ids)) for name in names]
    _apart(part, "", (name for _own, name in found))
    part.close()
    return iter(found)


def _combos(
    part: Section, tables: Mapping[str, tuple[str, ...]], policies: SitePolicies, ids: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in part.names():
        table, *codes = name.split("/")
        names = tables.get(table)
        if names is None or len(names) != len(codes):
            raise part.error(name, "must be a table and a code for each of its dimensions: table/code/code.")
        for dimension, code in zip(names, codes, strict=True):
            if code not in codes_of(dimension, policies):
                raise part.error(name, f"does not know the code “{code}” of {dimension}.")
        yield (table, *codes), _identifier(part, name, ids)
    part.close()


def _identifier(part: Section, name: str, ids: str) -> str:
    found = part.text(name)
    if not (_UID if ids == UID else _CODE).fullmatch(found):
        shape = "an identifier of eleven letters and digits" if ids == UID else "letters, digits, _ . and -"
        raise part.error(name, f"must be {shape}.")
    return found


def _attribute(part: Section) -> str:
    """A category's name is an attribute in ADX."""
    found = part.text("id")
    if not _ATTRIBUTE.fullmatch(found) or found in _TAKEN or found.lower().startswith("xml"):
        raise part.error("id", "can't be the name of an attribute.")
    return found


def _apart(part: Section, name: str, names: Iterable[str]) -> None:
    listed = list(names)
    for one in listed:
        if listed.count(one) > 1:
            raise part.error(name, f"uses “{one}” twice: the figures would overwrite each other there.")
