"""Forms of the case file."""

from collections.abc import Iterable
from uuid import UUID

from casework.cases import rules, states
from casework.cases.list_queries import CaseFilter
from casework.cases.operations import CaseEdit
from casework.cases.queries import Worker
from casework.ui import context
from casework.ui.forms import (
    CodeRadios,
    CodeSelect,
    CommuneField,
    DateField,
    FilterForm,
    Form,
    Length,
    NotInFuture,
    Required,
    Select,
    TextArea,
)
from casework.ui.language import _, _l

MINE, UNASSIGNED = "mine", "unassigned"


class CaseFields:
    """The facts of a case, for the form that opens one and the form that changes one."""

    kind = CodeRadios(
        _l("Kind of case"), codes="case_kind", validators=[Required(_l("Choose the kind of case"))]
    )
    trafficking_status = CodeRadios(_l("Status of identification as a victim"), codes="trafficking_status")
    detected_on = DateField(
        _l("Date detected"), validators=[Required(_l("Enter the date detected")), NotInFuture()]
    )
    commune_code = CommuneField(
        _l("Commune or ward where it was detected"), validators=[Required(_l("Enter the commune or ward"))]
    )
    source = CodeSelect(
        _l("Reported by"), codes="source", validators=[Required(_l("Choose who reported it"))]
    )
    need = CodeRadios(
        _l("Does the person want support?"),
        codes="need",
        validators=[Required(_l("Say whether support is wanted"))],
    )


class CaseForm(CaseFields, Form):
    """The facts of a case, to be changed."""

    def request(self) -> CaseEdit:
        """What was entered."""
        assert self.detected_on.data is not None  # noqa: S101 - Required said so
        return CaseEdit(
            version=self.version.data or 0,
            kind=self.kind.data or "",
            detected_on=self.detected_on.data,
            commune_code=self.commune_code.data or "",
            source=self.source.data or "",
            need=self.need.data or "",
            trafficking_status=self.trafficking_status.data or None,
        )


class MoveForm(Form):
    """The step to which a case moves."""

    to = CodeRadios(_l("Next step"), codes="case_status", validators=[Required(_l("Choose the step"))])

    def offer_steps(self, status: str) -> None:
        """Offer the steps before and after the present one."""
        near = states.neighbours(status)
        self.to.choices = [choice for choice in self.to.choices if choice[0] in near]


class AssignForm(Form):
    """Who works on the case from now on."""

    worker = Select(_l("Case worker"), validators=[Required(_l("Choose a case worker"))])

    def offer_workers(self, workers: Iterable[Worker], present: UUID | None) -> None:
        """Offer everybody who may have cases here, except who has this one."""
        self.worker.choices = [
            ("", ""),
            *((str(each.id), each.name) for each in workers if each.id != present),
        ]


class NoteForm(Form):
    """A note."""

    body = TextArea(_l("Note"), rows=10, validators=[Required(_l("Write the note first.")), Length(20_000)])


class CaseFilterForm(FilterForm):
    """Which cases to list: codes, dates, and a worker's key; never a name."""

    status = CodeSelect(_l("Step"), codes="case_status", empty=_l("All"))
    kind = CodeSelect(_l("Kind of case"), codes="case_kind", empty=_l("All"))
    worker = Select(_l("Case worker"))
    detected_from = DateField(_l("Detected from"))
    detected_to = DateField(_l("Detected to"))

    def offer_workers(self, workers: Iterable[Worker]) -> None:
        """Offer the viewer, nobody, and everybody who may have cases at the facility."""
        mine = context.actor().id
        self.worker.choices = [
            ("", _("All")),
            (MINE, _("My cases")),
            (UNASSIGNED, _("Nobody yet")),
            *((str(each.id), each.name) for each in workers if each.id != mine),
        ]

    def wanted(self) -> CaseFilter:
        """The filter; what can't be read is left out (its field says so)."""
        worker = self.worker.data or ""
        offered = {choice[0] for choice in self.worker.choices}
        worker_id = context.actor().id if worker == MINE else None
        if worker in offered - {"", MINE, UNASSIGNED}:
            worker_id = UUID(worker)
        return CaseFilter(
            status=self.status.data or None,
            kind=self.kind.data or None,
            worker_id=worker_id,
            unassigned=worker == UNASSIGNED,
            detected_from=self.detected_from.data,
            detected_to=self.detected_to.data,
        )


def is_trafficking_return(kind: str | None) -> bool:
    """Whether the page shows the status of identification."""
    return kind == rules.TRAFFICKING_RETURN
