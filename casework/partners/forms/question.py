"""What all questions of the officer's journey share: what may not travel is not asked, errors are said at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from wtforms import Field

from casework.refusal import Refusal
from casework.sharing import ENVELOPE, PERSON
from casework.ui.forms import Form

TRAVEL = frozenset(ENVELOPE) | frozenset(PERSON)
Draw = Mapping[str, Any]


class Question(Form):
    """One page of the journey: what may not travel is not asked, and all errors are said at once."""

    drawn: ClassVar[Mapping[str, Draw]] = {}

    def ask_only(self, asked: Collection[str]) -> None:
        """Take out every field that the sharing table doesn't let through."""
        for field in list(self):
            if field.name in TRAVEL and field.name not in asked:
                del self[field.name]

    @property
    def asked(self) -> list[Field]:
        """The fields of the question, in order."""
        names = own_names(type(self))
        return [field for field in self if field.name in names]

    def draw(self, field: Field) -> Draw:
        """How a field is to be drawn."""
        return self.drawn.get(field.name, {})

    def said(self, name: str) -> Any:
        """What was answered; empty also where it is not asked."""
        return self[name].data if name in self else ""

    def checks(self) -> list[Callable[[], None]]:
        """What must hold beyond each field by itself."""
        return []

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Every field, then the fields together."""
        sound = bool(super().validate(extra_validators))
        for check in self.checks():
            try:
                check()
            except Refusal as refusal:
                field = self._fields.get(refusal.field or "")
                if field is None or not field.errors:
                    self.refuse(refusal)
                sound = False
        return sound


def own_names(form: type[Question]) -> frozenset[str]:
    """The names of the fields that a question has of its own."""
    return frozenset(name for name in dir(form) if name in TRAVEL or name == "receiver")
