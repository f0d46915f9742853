"""Reports of counsellors in words, for themselves and for those who work with survivors."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor, may
from casework.cases import panels
from casework.cases.models import Case
from casework.perpetrators import programme_queries as queries
from casework.perpetrators import programme_rules as rules
from casework.perpetrators.models import ProgrammeReport
from casework.perpetrators.programme_queries import Told
from casework.ui.labels import code_label
from casework.ui.language import _, show_date, show_datetime

SHOWN = 3


@dataclass(frozen=True)
class Own:
    """A report as its counsellor sees it; ``undo`` whether she may take it back."""

    id: UUID
    what: str
    on: str
    at: str
    withdrawn: str
    undo: bool


def own(reports: Sequence[ProgrammeReport]) -> list[Own]:
    """The reports of a file."""
    return [
        Own(
            id=one.id,
            what=what(one),
            on=show_date(one.happened_on),
            at=show_datetime(one.reported_at),
            withdrawn=show_datetime(one.withdrawn_at),
            undo=one.withdrawn_at is None and one.session_id is None,
        )
        for one in reports
    ]


def what(report: ProgrammeReport) -> str:
    """What happened, and why where the risk is raised."""
    words = code_label("programme_event", report.kind)
    return f"{words}: {code_label('programme_reason', report.reason)}" if report.reason else words


@dataclass(frozen=True)
class News:
    """A report as the case's side reads it."""

    who: str
    what: str
    on: str
    at: str
    remark: str
    state: str
    colour: str


def news(told: Sequence[Told]) -> list[News]:
    """What concerns a case, the newest first."""
    return [
        News(
            who=one.person.full_name or _("Name not known"),
            what=what(one.report),
            on=show_date(one.report.happened_on),
            at=show_datetime(one.report.reported_at),
            remark=_remark(one.report),
            state=_("New") if one.waits else _("Read"),
            colour=("red" if one.alarms else "yellow") if one.waits else "grey",
        )
        for one in told
    ]


def _remark(report: ProgrammeReport) -> str:
    if report.withdrawn_at is not None:
        return _("The counsellor took this back on %(time)s.", time=show_datetime(report.withdrawn_at))
    if report.kind == rules.ENDED:
        return _("Completing a programme does not mean that she is safe.")
    return ""


def warning(told: Sequence[Told]) -> str:
    """What nobody may overlook; "" where everything was read."""
    alarms = [one for one in told if one.alarms]
    if alarms:
        words = "; ".join(dict.fromkeys(what(one.report) for one in alarms))
        return _("The counsellor reports: %(what)s. Reassess the risk now.", what=words)
    if any(one.waits for one in told):
        return _("The counsellor reports something that nobody has read yet.")
    return ""


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel | None:
    """The card on the overview, once there is a report."""
    told = queries.told_of(session, actor, case) if may(actor, "programme:read") else []
    if not told:
        return None
    return panels.Panel(
        title=_("Counsellor’s reports"),
        rows=tuple((show_date(one.report.happened_on), what(one.report)) for one in told[:SHOWN]),
        link=url_for("perpetrators.reports", reference=case.reference),
        link_text=_("What the counsellor reports"),
        warning=warning(told),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=6)
