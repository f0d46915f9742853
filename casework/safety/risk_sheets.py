"""What a level of risk rests on: answers to our own form, and the result of a tool of others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casework.danger import Danger, Said, Tool
from casework.danger.policy import MOST_FEAR
from casework.refusal import N_, Refusal


@dataclass(frozen=True, kw_only=True, repr=False)
class Result:
    """What a tool of others gave: which tool, in which version, its score and its own level; "" for no tool."""

    tool: str = ""
    version: str = ""
    score: int | None = None
    level: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Sheet:
    """A filled form."""

    said: Said
    tool: Result = field(default_factory=Result)

    def answers(self, danger: Danger) -> dict[str, Any]:
        """The answers as they are kept: with what they called for by the policy of that day."""
        return {
            "version": danger.version,
            "signs": {sign: self.said.answer(sign) for sign in danger.signs},
            "fear": self.said.fear,
            "called_for": danger.called_for(self.said),
        }

    def result(self) -> dict[str, Any]:
        """The tool's result as it is kept."""
        return vars(self.tool) if self.tool.tool else {}


def check_sheet(sheet: Sheet, danger: Danger) -> None:
    """Refuse a fear that lies outside the scale, and a result that the tool can't have given."""
    for refusal in faults(sheet, danger):
        raise refusal


def faults(sheet: Sheet, danger: Danger) -> Iterator[Refusal]:
    """All that can't be, at once."""
    fear, result = sheet.said.fear, sheet.tool
    if fear is not None and not 0 <= fear <= MOST_FEAR:
        yield Refusal(N_("Enter a number from 0 to 10, or leave it empty if it is not known."), field="fear")
    if result != Result():
        yield from _faults_of(result, danger.tools.get(result.tool))


def _faults_of(result: Result, tool: Tool | None) -> Iterator[Refusal]:
    if tool is None:
        yield Refusal(N_("Choose the tool whose result this is."), field="tool")
        return
    if result.score is None and not result.level:
        yield Refusal(N_("Enter the score of the tool, or choose its level."), field="score")
    if result.score is not None and not 0 <= result.score <= tool.highest:
        yield Refusal(N_("This tool scores from 0 to %(most)d."), field="score", most=tool.highest)
    if result.level and result.level not in tool.levels:
        yield Refusal(N_("This level is not one of that tool."), field="tool_level")
