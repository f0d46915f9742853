"""What a level of risk rests on: answers to our own form, and the result of a tool of others."""

from dataclasses import dataclass, field
from typing import Any

from casework.danger import Danger, Said
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
    said = sheet.said
    if said.fear is not None and not 0 <= said.fear <= MOST_FEAR:
        raise Refusal(N_("Enter a number from 0 to 10, or leave it empty if it is not known."), field="fear")
    _check_tool(sheet.tool, danger)


def _check_tool(result: Result, danger: Danger) -> None:
    if not result.tool:
        if result.version or result.score is not None or result.level:
            raise Refusal(N_("Choose the tool whose result this is."), field="tool")
        return
    tool = danger.tools.get(result.tool)
    if tool is None:
        raise Refusal(N_("Choose the tool whose result this is."), field="tool")
    if result.score is None and not result.level:
        raise Refusal(N_("Enter the score of the tool, or choose its level."), field="score")
    if result.score is not None and not 0 <= result.score <= tool.highest:
        raise Refusal(N_("This tool scores from 0 to %(most)d."), field="score", most=tool.highest)
    if result.level and result.level not in tool.levels:
        raise Refusal(N_("This level is not one of that tool."), field="tool_level")
