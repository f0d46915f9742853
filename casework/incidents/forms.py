"""The form for one incident."""

from typing import Any

from casework.incidents.operations import IncidentRequest
from casework.ui.forms import (
    CodeCheckboxes,
    CodeSelect,
    Form,
    Length,
    NotInFuture,
    PartialDateField,
    Required,
    TextArea,
    TextField,
)
from casework.ui.language import _l


class ActCheckboxes(CodeCheckboxes):
    """The sixteen acts, each with the letter under which the law lists it."""

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, codes="act", **kwargs)
        self.choices = [(code, f"{code}) {text}") for code, text in self.choices]


class IncidentFields:
    """What happened, for intake and for further incidents."""

    occurred = PartialDateField(
        _l("When it happened"),
        validators=[NotInFuture()],
        hint=_l("A date, a month and year, or a year alone; leave empty if it is not known"),
    )
    place = TextField(_l("Where it happened"), validators=[Length(300)])
    acts = ActCheckboxes(
        _l("Acts of violence"),
        hint=_l("The letters are those of Article 3(1) of Law 13/2022/QH15. Choose all that apply."),
    )
    harms = CodeCheckboxes(_l("Harm done"), codes="harm", hint=_l("Choose all that apply."))
    relation = CodeSelect(
        _l("The perpetrator is the person's"),
        codes="relation",
        validators=[Required(_l("Choose the relation of the perpetrator to the person"))],
    )
    narrative = TextArea(_l("What happened, in the person's words"), rows=10, validators=[Length(20_000)])


class IncidentForm(IncidentFields, Form):
    """One incident."""

    def request(self) -> IncidentRequest:
        """What was entered."""
        return IncidentRequest(
            acts=tuple(self.acts.data or ()),
            harms=tuple(self.harms.data or ()),
            relation=self.relation.data or "",
            occurred=self.occurred.data or "",
            place=self.place.data or "",
            narrative=self.narrative.data or "",
        )
