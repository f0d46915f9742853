"""Answers about danger in words, for the one who weighs them and for whoever reads them later."""

from collections.abc import Mapping
from typing import Any

from casework.danger import NO, UNKNOWN, YES, Danger, Said
from casework.safety.models import RiskSheet
from casework.ui.labels import code_label
from casework.ui.language import _, current, show_number

BETWEEN = " · "


def of_sheet(sheet: RiskSheet | None, danger: Danger) -> list[dict[str, str]]:
    """What a stated level rests on; nothing where no form was filled in."""
    return answers(sheet.answers, sheet.tool, danger) if sheet is not None else []


def answers(told: Mapping[str, Any], tool: Mapping[str, Any], danger: Danger) -> list[dict[str, str]]:
    """The signs by their answer, her fear, what both called for, and the result of a tool."""
    signs: Mapping[str, str] = told["signs"]
    rows = [
        (code_label("yes_no", answer), BETWEEN.join(_signs(signs, answer, danger)) or _("None"))
        for answer in (YES, UNKNOWN, NO)
    ]
    fear = told["fear"]
    rows.append((_("Her own fear"), _("Not known") if fear is None else _("%(fear)d of 10", fear=fear)))
    if told["called_for"]:
        rows.append((_("The answers call for at least"), code_label("risk_level", told["called_for"])))
    if tool:
        rows.append((_("Tool"), _result(tool, danger)))
    return [{"key": key, "value": value} for key, value in rows]


def _signs(signs: Mapping[str, str], answer: str, danger: Danger) -> list[str]:
    """The signs with this answer, in the order in which they are asked today, and then those no longer asked."""
    asked = [*danger.signs, *sorted(set(signs) - set(danger.signs))]
    return [code_label("risk_sign", sign) for sign in asked if signs.get(sign) == answer]


def _result(tool: Mapping[str, Any], danger: Danger) -> str:
    known = danger.tools.get(tool["tool"])
    levels = known.levels if known else {}
    level = levels[tool["level"]].of(current()) if tool["level"] in levels else tool["level"]
    told = [
        known.words.of(current()) if known else tool["tool"],
        _("version %(version)s", version=tool["version"]) if tool["version"] else "",
        _("score %(score)s", score=show_number(tool["score"])) if tool["score"] is not None else "",
        level,
    ]
    return BETWEEN.join(part for part in told if part)


def weighed(said: Said, danger: Danger) -> list[str]:
    """What the answers say about the level, for the one who now chooses it."""
    words = []
    if called_for := danger.called_for(said):
        level = code_label("risk_level", called_for)
        words.append(
            _("The answers call for at least “%(level)s”. You may choose a higher level.", level=level)
        )
    if ruled_out := danger.impossible(said):
        levels = ", ".join(code_label("risk_level", level) for level in sorted(ruled_out))
        words.append(
            _(
                "%(unknown)d of %(total)d answers are not known, so “%(level)s” can’t be chosen: not known is not no.",
                unknown=danger.unknown(said),
                total=danger.questions(),
                level=levels,
            )
        )
    return words
