"""The form about danger, asked sign by sign, and the level that rests on it."""

from collections.abc import Iterable
from typing import Any, cast

from casework.danger import UNKNOWN, Danger, Said
from casework.deadlines import LEVELS
from casework.safety.risk_operations import RiskRequest
from casework.safety.risk_rules import TOLD_OF, highest
from casework.safety.risk_sheets import Result, Sheet, faults
from casework.ui import context
from casework.ui.forms import (
    CodeRadios,
    CodeSelect,
    Form,
    HiddenField,
    Length,
    NumberField,
    Required,
    Select,
    TextArea,
    TextField,
)
from casework.ui.labels import code_label
from casework.ui.language import _l, current

SIGN, WEIGHED = "sign_", "yes"
VERSION = 30


class SheetForm(Form):
    """The answers and a tool's result; then, once they are weighed, the level. The signs are added from policy."""

    fear = NumberField(
        _l("How afraid is she herself, from 0 to 10?"),
        hint=_l("0 is not at all, 10 could not be worse. Ask her; leave empty if it is not known."),
    )
    tool = Select(_l("Which tool"))
    tool_version = TextField(_l("Version"), hint=_l("For example 2009"), validators=[Length(VERSION)])
    score = NumberField(_l("Score"))
    tool_level = Select(_l("Level that the tool gave"))
    weighed = HiddenField()
    level = CodeRadios(_l("Level of risk"), codes="risk_level")
    source = CodeSelect(_l("What made you look at the risk"), codes="risk_source")
    reason = TextArea(
        _l("Why this level"),
        hint=_l(
            "What you saw or were told. Needed when the level is lower than before, or than what the answers call for."
        ),
        rows=4,
        validators=[Length(4_000)],
    )

    def signs(self) -> list[CodeRadios]:
        """The questions on signs, in their order."""
        return [cast(CodeRadios, field) for field in self if field.name.startswith(SIGN)]

    def offer_tools(self, danger: Danger) -> None:
        """Offer the tools of the policy, and the levels of each."""
        tools, language = danger.tools.values(), current()
        self.tool.choices = [("", ""), *((tool.code, tool.words.of(language)) for tool in tools)]
        levels = [
            (f"{tool.code}/{code}", f"{tool.words.of(language)}: {words.of(language)}")
            for tool in tools
            for code, words in tool.levels.items()
        ]
        self.tool_level.choices = [("", ""), *levels]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say all that is wrong with the answers at once."""
        well = bool(super().validate(extra_validators))
        wrong = list(faults(self.sheet(), context.policy().danger)) if self.asked_well() else []
        for refusal in wrong:
            self.refuse(refusal)
        return well and not wrong

    def asked_well(self) -> bool:
        """Whether nothing is wrong with what was asked."""
        later = {"level", "source", "reason"}
        return not any(field.errors for field in self if field.name not in later)

    def carried(self) -> Iterable[tuple[str, str]]:
        """The answers as the second page carries them, unseen."""
        chosen: tuple[Any, ...] = (*self.signs(), self.tool, self.tool_level)
        typed: tuple[Any, ...] = (self.fear, self.tool_version, self.score)
        yield from ((field.name, field.data) for field in chosen)
        yield from ((field.name, field._value()) for field in typed)

    def sheet(self) -> Sheet:
        """What was answered."""
        signs = {field.name.removeprefix(SIGN): field.data or UNKNOWN for field in self.signs()}
        tool, version = self.tool.data or "", self.tool_version.data or ""
        level = (self.tool_level.data or "").removeprefix(
            f"{tool}/"
        )  # of another tool it keeps its name, and is none
        result = Result(tool=tool, version=version, score=self.score.data, level=level)
        return Sheet(said=Said(signs, self.fear.data), tool=result)

    def request(self) -> RiskRequest:
        """The level that was chosen."""
        return RiskRequest(
            level=self.level.data or "", source=self.source.data or "", reason=self.reason.data or ""
        )

    def weigh(self, danger: Danger, standing: str, event: str) -> None:
        """Offer the levels that these answers leave, and choose beforehand what they call for."""
        said = self.sheet().said
        left = [code for code in LEVELS if code not in danger.impossible(said)]
        self.level.choices = [(code, code_label("risk_level", code)) for code in left]
        called_for = danger.called_for(said)
        if called_for and not self.level.data:
            self.level.data = highest(called_for, standing)
        self.source.data = self.source.data or event
        self.weighed.data = WEIGHED


def sheet_form(danger: Danger) -> SheetForm:
    """The form as the policy wants it asked."""
    signs = {
        f"{SIGN}{code}": CodeRadios(code_label("risk_sign", code), codes="yes_no", default=UNKNOWN)
        for code in danger.signs
    }
    form = cast(SheetForm, type("AskedSheetForm", (SheetForm,), signs)())
    form.offer_tools(danger)
    return form


class EventForm(Form):
    """That something happened for which the risk is looked at again at once."""

    event = CodeRadios(
        _l("What happened?"),
        codes="risk_source",
        only=TOLD_OF,
        validators=[Required(_l("Choose what happened."))],
    )
