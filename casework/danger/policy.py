"""The form about danger: ``policies/risk.toml``, read strictly. Unscored: no answer is worth points."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from casework.deadlines import LEVELS
from casework.vocabulary import Vocabulary, Words
from casework.vocabulary.policyfiles import Section, open_section

YES, NO, UNKNOWN = "co", "khong", "chua_ro"
ANSWERS: Final = (YES, NO, UNKNOWN)
SOURCES = ("law", "guidance", "ours")
MOST_FEAR: Final = 10
HIGHEST_SCORE = 999


@dataclass(frozen=True)
class Said:
    """What was answered: each sign ``co``, ``khong`` or ``chua_ro``; her own fear from 0 to 10, None if not known."""

    signs: Mapping[str, str]
    fear: int | None = None

    def answer(self, sign: str) -> str:
        """The answer to one question; what nobody asked is unknown, never no."""
        answer = self.signs.get(sign, UNKNOWN)
        return answer if answer in ANSWERS else UNKNOWN


@dataclass(frozen=True)
class Tool:
    """A tool that is others' property, of which only the result is kept: how high it scores, and its own levels."""

    code: str
    words: Words
    highest: int
    levels: Mapping[str, Words]


@dataclass(frozen=True)
class Danger:
    """What the form asks and what its answers call for.

    ``grave`` are the signs, and ``fear`` the number, from which at least ``level`` is called for; above ``percent``
    of unknown answers the levels ``ruled_out`` can't be chosen.
    """

    version: str
    signs: tuple[str, ...]
    grave: frozenset[str]
    fear: int
    level: str
    percent: int
    ruled_out: frozenset[str]
    tools: Mapping[str, Tool]

    def called_for(self, said: Said) -> str:
        """The level below which these answers may not be taken without a reason; "" where they call for none."""
        grave = any(said.answer(sign) == YES for sign in self.grave)
        afraid = said.fear is not None and said.fear >= self.fear
        return self.level if grave or afraid else ""

    def unknown(self, said: Said) -> int:
        """How many questions nobody could answer; her fear is one of them."""
        return sum(said.answer(sign) == UNKNOWN for sign in self.signs) + (said.fear is None)

    def questions(self) -> int:
        """How many there are."""
        return len(self.signs) + 1

    def impossible(self, said: Said) -> frozenset[str]:
        """The levels that can't be chosen, because too much is unknown."""
        too_much = self.unknown(said) * 100 > self.percent * self.questions()
        return self.ruled_out if too_much else frozenset()


def load_danger(path: Path, vocabulary: Vocabulary) -> Danger:
    """Read risk.toml; a sign or a level that is none, or a threshold that can't be, raises PolicyError."""
    file = open_section(path)
    version = file.text("version")
    file.one_of("source_status", SOURCES)
    signs = file.some_of("signs", vocabulary["risk_sign"].codes)
    grave, unknown = file.section("grave"), file.section("unknown")
    found = Danger(
        version=version,
        signs=signs,
        grave=frozenset(grave.some_of("signs", signs)),
        fear=grave.integer("fear", 1, MOST_FEAR),
        level=grave.one_of("level", LEVELS),
        percent=unknown.integer("percent", 0, 100),
        ruled_out=frozenset(unknown.some_of("rules_out", LEVELS)),
        tools=MappingProxyType(_tools(file)),
    )
    if LEVELS[0] in found.ruled_out:
        raise unknown.error("rules_out", "must leave the highest level.")
    for part in (grave, unknown, file):
        part.close()
    return found


def _tools(file: Section) -> dict[str, Tool]:
    tools: dict[str, Tool] = {}
    for part in file.sections("tool"):
        code, words, highest = (
            part.code("code"),
            part.words("words"),
            part.integer("highest", 1, HIGHEST_SCORE),
        )
        if code in tools:
            raise part.error("code", f"is “{code}” a second time.")
        tools[code] = Tool(code, words, highest, MappingProxyType(_levels(part)))
        part.close()
    return tools


def _levels(part: Section) -> dict[str, Words]:
    levels: dict[str, Words] = {}
    for level in part.sections("level"):
        code = level.code("code")
        if code in levels:
            raise level.error("code", f"is “{code}” a second time.")
        levels[code] = Words(level.text("vi"), level.text("en"))
        level.close()
    if not levels:
        raise part.error("level", "must not be empty.")
    return levels
