"""How a perpetrator's programme stands, and what follows from its sessions. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

from casework.refusal import N_, Refusal

START, ABSENCES, DROP_OUT, ENDED, RAISED = "start", "absences", "drop_out", "ended", "risk_raised"
# What a counsellor may report in so many words; absences follow from the sessions.
REPORTED: Final = (START, DROP_OUT, ENDED, RAISED)
# After these the survivor's risk is looked at again at once.
ALARMS: Final = (DROP_OUT, RAISED)
IN_A_ROW = 2


class Reported(Protocol):
    """A report, as the rules see it."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def happened_on(self) -> date:
        """The day."""

    @property
    def reported_at(self) -> datetime:
        """When it was reported."""


class Met(Protocol):
    """A session, as the rules see it."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def attended(self) -> bool:
        """Whether he came."""


def stands(reports: Iterable[Reported]) -> Reported | None:
    """The last start, drop-out or end; None where the programme has not begun."""
    turns = [one for one in reports if one.kind in (START, DROP_OUT, ENDED)]
    return max(turns, key=lambda one: (one.happened_on, one.reported_at), default=None)


def begins(reports: Iterable[Reported], held_on: date) -> bool:
    """Whether a session that he attended begins the programme: the first, or the first after its end."""
    last = stands(reports)
    return last is None or (last.kind != START and held_on > last.happened_on)


def absent_runs(sessions: Sequence[Met]) -> list[list[UUID]]:
    """The absences in a row, at least two, among sessions in their order."""
    runs: list[list[UUID]] = [[]]
    for one in sessions:
        if one.attended:
            runs.append([])
        else:
            runs[-1].append(one.id)
    return [run for run in runs if len(run) >= IN_A_ROW]


def check_report(kind: str, reason: str, happened_on: date, today: date, known: Sequence[Reported]) -> None:
    """Refuse what can't be reported, what lies ahead, and what doesn't follow on how the programme stands."""
    if kind not in REPORTED:
        raise Refusal(N_("Choose what you report."), field="kind")
    if kind == RAISED and not reason:
        raise Refusal(N_("Choose why the risk is raised."), field="reason")
    if happened_on > today:
        raise Refusal(N_("The date can't be in the future."), field="happened_on")
    last = stands(known)
    if kind == START and last is not None and last.kind == START:
        raise Refusal(N_("The programme is running already."), field="kind")
    if kind in (DROP_OUT, ENDED) and last is not None and last.kind != START:
        raise Refusal(N_("The programme is over already."), field="kind")
    if kind != RAISED and last is not None and happened_on < last.happened_on:
        raise Refusal(N_("That is before what was reported last. Check the date."), field="happened_on")
