"""What is counted: the indicators as ``policies/indicators.toml`` defines them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from casework.vocabulary import Vocabulary, Words
from casework.vocabulary.policyfiles import Section, open_section

VICTIMS, PERPETRATORS, FACILITIES = "victims", "perpetrators", "facilities"
SERVICE, COUNSELLING, ACTIVITY = "service", "counselling", "activity"
STREAM, SEX = "stream", "sex"
CONFIRMED, UNCONFIRMED = "confirmed", "unconfirmed"

_FACT_OF = {VICTIMS: SERVICE, PERPETRATORS: COUNSELLING, FACILITIES: ACTIVITY}
_LIST_OF = {SERVICE: "service_kind", COUNSELLING: "counselling_kind", ACTIVITY: "activity_kind"}


@dataclass(frozen=True, slots=True)
class ServiceList:
    """A named list of services, such as the basic ones."""

    code: str
    name: Words
    services: tuple[str, ...]
    source: Words
    source_status: str


@dataclass(frozen=True, slots=True)
class Numerator:
    """What must have happened for one of the denominator to count.

    ``fact`` is ``service`` (delivered), ``counselling`` (attended) or ``activity`` (held in the period);
    ``kinds`` are the kinds of it that count, never empty.
    """

    fact: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """A count of people shown beside an indicator.

    With ``services``: those of the denominator who had one of these delivered. With ``need``: those in
    cases of the same kinds whose need is one of these (they are not in the denominator).
    """

    code: str
    name: Words
    services: tuple[str, ...] = ()
    need: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: who is counted, in which cases, and for what.

    ``counts`` is ``victims``, ``perpetrators`` or ``facilities``. Cases are in scope by ``case_kinds``
    and, where it is not None, by ``need``. A perpetrator is in the numerator only while not prosecuted
    in any case in scope; ``not_prosecuted_in_denominator`` says that the denominator too leaves the
    prosecuted out. Facilities are in scope by ``provider_kinds`` and, if ``public_only``, being public.
    ``streams`` (part → kinds of case) and ``sexes`` (part → sex) are empty where it is not split so.
    """

    code: str
    name: Words
    words: Words
    counts: str
    case_kinds: tuple[str, ...]
    need: tuple[str, ...] | None
    provider_kinds: tuple[str, ...]
    public_only: bool
    numerator: Numerator
    not_prosecuted_in_denominator: bool
    streams: Mapping[str, tuple[str, ...]] = field(hash=False)
    sexes: Mapping[str, str] = field(hash=False)
    extras: tuple[Extra, ...]
    owner: Words
    source: Words
    source_status: str
    note: Words | None

    @property
    def splits(self) -> tuple[str, ...]:
        """The ways in which it is split: ``stream``, ``sex``."""
        return ((STREAM,) if self.streams else ()) + ((SEX,) if self.sexes else ())


@dataclass(frozen=True)
class Indicators:
    """All indicators in the order of the file, and what the pages say about all of them."""

    version: str
    lists: Mapping[str, ServiceList]
    stream_names: Mapping[str, Words]
    sex_names: Mapping[str, Words]
    notes: Mapping[str, Words]
    by_code: Mapping[str, Indicator]

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.by_code.values())

    def __getitem__(self, code: str) -> Indicator:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def only(self, codes: Collection[str]) -> "Indicators":
        """These indicators alone."""
        return replace(self, by_code={code: one for code, one in self.by_code.items() if code in codes})

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in order."""
        return tuple(self.by_code)


def load_indicators(path: Path, vocabulary: Vocabulary) -> Indicators:
    """Read ``indicators.toml``; whatever is not understood raises PolicyError with file and key."""
    file = open_section(path)
    version = file.text("version")
    notes = file.section("notes")
    noted = {name: notes.words(name) for name in notes.names()}
    lists = {part.code: part for part in (_list(entry, vocabulary) for entry in file.sections("list"))}
    streams = _parts(file.section("streams"))
    sexes = _parts(file.section("sexes"))
    reader = _Reader(
        vocabulary,
        lists,
        {code: part.some_of("case_kinds", vocabulary["case_kind"].codes) for code, part in streams.items()},
        {code: part.one_of("sex", vocabulary["sex"].codes) for code, part in sexes.items()},
    )
    stream_names = {code: part.words("name") for code, part in streams.items()}
    sex_names = {code: part.words("name") for code, part in sexes.items()}
    for part in (*streams.values(), *sexes.values()):
        part.close()
    by_code: dict[str, Indicator] = {}
    for part in file.sections("indicator"):
        indicator = reader.indicator(part)
        if indicator.code in by_code:
            raise part.error("code", f"is “{indicator.code}” a second time.")
        by_code[indicator.code] = indicator
    if not by_code:
        raise file.error("indicator", "is missing: nothing would be counted.")
    file.close()
    return Indicators(version, lists, stream_names, sex_names, noted, by_code)


def _parts(section: Section) -> dict[str, Section]:
    return {code: section.section(code) for code in section.names()}


def _list(part: Section, vocabulary: Vocabulary) -> ServiceList:
    found = ServiceList(
        part.code("code"),
        part.words("name"),
        part.some_of("services", vocabulary["service_kind"].codes),
        part.words("source"),
        part.one_of("source_status", (CONFIRMED, UNCONFIRMED)),
    )
    part.close()
    return found


@dataclass(frozen=True)
class _Reader:
    vocabulary: Vocabulary
    lists: Mapping[str, ServiceList]
    streams: Mapping[str, tuple[str, ...]]
    sexes: Mapping[str, str]

    def indicator(self, part: Section) -> Indicator:
        counts = part.one_of("counts", tuple(_FACT_OF))
        people = counts != FACILITIES
        needs, kinds = self.vocabulary["need"].codes, self.vocabulary["case_kind"].codes
        splits = part.texts("splits", (STREAM, SEX)) if "splits" in part else ()
        case_kinds = part.some_of("case_kinds", kinds) if people else ()
        if STREAM in splits and {kind for inside in self.streams.values() for kind in inside} != set(
            case_kinds
        ):
            raise part.error(
                "splits", "asks for streams, whose kinds of case must be those of the indicator."
            )
        indicator = Indicator(
            code=part.code("code"),
            name=part.words("name"),
            words=part.words("words"),
            counts=counts,
            case_kinds=case_kinds,
            need=part.some_of("need", needs) if people and "need" in part else None,
            provider_kinds=()
            if people
            else part.some_of("provider_kinds", self.vocabulary["provider_kind"].codes),
            public_only=False if people else part.boolean("public_only"),
            numerator=self._numerator(part, _FACT_OF[counts]),
            not_prosecuted_in_denominator=(
                part.boolean("not_prosecuted_in_denominator") if counts == PERPETRATORS else False
            ),
            streams=self.streams if STREAM in splits else {},
            sexes=self.sexes if SEX in splits else {},
            extras=tuple(self._extra(extra) for extra in part.sections("extra")),
            owner=part.words("owner"),
            source=part.words("source"),
            source_status=part.one_of("source_status", (CONFIRMED, UNCONFIRMED)),
            note=part.optional_words("note"),
        )
        part.close()
        return indicator

    def _numerator(self, part: Section, fact: str) -> Numerator:
        inner = part.section("numerator")
        if inner.one_of("fact", (SERVICE, COUNSELLING, ACTIVITY)) != fact:
            raise inner.error("fact", f"must be “{fact}” where {part.key} counts what it counts.")
        if fact == SERVICE and "list" in inner:
            kinds = self.lists[inner.one_of("list", tuple(self.lists))].services
        elif "kinds" in inner:
            kinds = inner.some_of("kinds", self.vocabulary[_LIST_OF[fact]].codes)
        else:
            inner.one_of("any", ("yes",))
            kinds = self.vocabulary[_LIST_OF[fact]].codes
        inner.close()
        return Numerator(fact, kinds)

    def _extra(self, part: Section) -> Extra:
        code, name = part.code("code"), part.words("name")
        if "list" in part:
            extra = Extra(code, name, services=self.lists[part.one_of("list", tuple(self.lists))].services)
        else:
            extra = Extra(code, name, need=part.some_of("need", self.vocabulary["need"].codes))
        part.close()
        return extra
