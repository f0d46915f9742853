"""What is filled in when the case of an accepted referral is opened."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.cases.forms import CaseFields
from casework.cases.operations import CaseFacts
from casework.incidents.forms import ActCheckboxes
from casework.referrals.requests import Opening
from casework.referrals.told import Told
from casework.ui.forms import CodeCheckboxes, CodeSelect, Form, NotInFuture, PartialDateField, Radios
from casework.ui.language import _, _l

CASE, PERSON, NEW = "case:", "person:", "new"
ORDER = (
    "same",
    "kind",
    "trafficking_status",
    "acts",
    "harms",
    "relation",
    "occurred",
    "detected_on",
    "commune_code",
    "source",
    "need",
)
FACTS = frozenset(vars(CaseFields))


class OpeningForm(CaseFields, Form):
    """The facts of the case, begun with what was sent; and whose it is, where somebody on record may be the same."""

    same = Radios(_l("Is the person one of them?"))
    acts = ActCheckboxes(
        _l("Acts of violence"), hint=_l("As the sender named them. Choose all that are known.")
    )
    harms = CodeCheckboxes(_l("Harm done"), codes="harm")
    relation = CodeSelect(
        _l("The perpetrator is the person's"), codes="relation", hint=_l("Leave empty if it is not known.")
    )
    occurred = PartialDateField(
        _l("When it happened"),
        validators=[NotInFuture()],
        hint=_l("A date, a month and year, or a year alone; leave empty if it is not known"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Errors are summed up in the order of the page.
        self._fields = dict(sorted(self._fields.items(), key=lambda item: _place(item[0])))

    def prefill(self, told: Told, detected_on: date, source: str) -> None:
        """Begin with what the sender told."""
        said, person = told.envelope, told.person
        self.acts.data, self.harms.data = list(said.get("acts", ())), list(said.get("harms", ()))
        self.relation.data, self.occurred.data = person.get("relation", ""), said.get("incident_on", "")
        self.commune_code.data = said.get("commune_code", "")
        self.detected_on.data, self.source.data = detected_on, source

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer the people and cases on record, and that it is none of them; nothing is asked where there are none."""
        if choices:
            self.same.choices = [*choices, (NEW, _("None of them: the person is new here"))]
        else:
            del self.same

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether it can be opened: whose it is must be said; facts are not asked of a case that is open already."""
        sound = bool(super().validate(extra_validators))
        if "same" in self and not self.same.data:
            self.same.errors = [_("Say whether the person is on record already")]
            return False
        if self._chosen(CASE):
            for name in FACTS & set(self._fields):
                self[name].errors = []
            return not any(field.errors for field in self)
        return sound

    def opening(self, shown: int) -> Opening:
        """What was entered; only after ``validate``. ``shown`` is how many people on record it was compared with."""
        link_to = self._chosen(CASE)
        return Opening(
            case=None if link_to else self._facts(),
            same_as=self._chosen(PERSON),
            link_to=link_to,
            acts=tuple(self.acts.data or ()),
            harms=tuple(self.harms.data or ()),
            relation=self.relation.data or "",
            occurred=self.occurred.data or "",
            duplicates_shown=shown,
        )

    def _chosen(self, kind: str) -> str | None:
        chosen = self.same.data if "same" in self else ""
        return chosen.removeprefix(kind) if chosen and chosen.startswith(kind) else None

    def _facts(self) -> CaseFacts:
        assert self.detected_on.data is not None  # noqa: S101 - Required said so
        return CaseFacts(
            kind=self.kind.data or "",
            detected_on=self.detected_on.data,
            commune_code=self.commune_code.data or "",
            source=self.source.data or "",
            need=self.need.data or "",
            trafficking_status=self.trafficking_status.data or None,
        )


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else -1
