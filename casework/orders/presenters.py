"""No-contact orders in words: how they stand, what is due, who has them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases import panels
from casework.cases.models import Case
from casework.deadlines import Deadlines
from casework.orders import queries, rules, standing
from casework.orders.models import NoContactOrder
from casework.people.models import Person
from casework.ui import context
from casework.ui.labels import code_label, commune_label
from casework.ui.language import _, current, show_datetime

COLOURS = {
    standing.REQUESTED: "yellow",
    standing.IN_FORCE: "green",
    standing.AHEAD: "blue",
    standing.REFUSED: "red",
    standing.CANCELLED: "grey",
    standing.ENDED: "grey",
    standing.WITHDRAWN: "grey",
}
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Clock:
    """A clock in words."""

    words: str
    due: str
    done: str
    late: bool


@dataclass(frozen=True)
class Receipt:
    """A recipient, and when the order came there ("" not yet)."""

    who: str
    at: str


@dataclass(frozen=True)
class Line:
    """An order in the list of a case."""

    order: NoContactOrder
    state: str
    colour: str
    clocks: tuple[Clock, ...]
    missing: int


def line(order: NoContactOrder, deadlines: Deadlines, now: datetime) -> Line:
    """How an order stands at a moment."""
    state = standing.state_of(order, now)
    return Line(
        order=order,
        state=code_label("order_state", state),
        colour=COLOURS[state],
        clocks=clocks(order, deadlines, now),
        missing=sum(not one.at for one in receipts(order)),
    )


def clocks(order: NoContactOrder, deadlines: Deadlines, now: datetime) -> tuple[Clock, ...]:
    """The hours of the law: due when, done when, and whether too late."""
    return tuple(
        Clock(
            words=deadlines[one.clock].words.of(current()),
            due=show_datetime(one.due),
            done=show_datetime(one.done_at),
            late=one.late(now),
        )
        for one in rules.clocks_of(order, deadlines)
    )


def receipts(order: NoContactOrder) -> tuple[Receipt, ...]:
    """The four who receive a granted order."""
    if order.decision != standing.GRANTED:
        return ()
    return tuple(
        Receipt(code_label("order_recipient", code), show_datetime(getattr(order, f"{code}_at")))
        for code in rules.RECIPIENTS
    )


def decider(order: NoContactOrder) -> str:
    """Who decides: the chair of which commune, or which court."""
    if order.kind == rules.COURT:
        return order.court or code_label("order_kind", order.kind)
    return f"{code_label('order_kind', order.kind)}, {commune_label(order.commune_code)}"


def facts(order: NoContactOrder, person: Person | None) -> list[dict[str, str]]:
    """What was asked for and decided."""
    rows = [
        (_("Against whom"), (person.full_name if person else "") or _("Name not known")),
        (_("Who decides"), decider(order)),
        (_("Who asks"), code_label("order_requester", order.requester)),
        (_("What the request rests on"), code_label("order_basis", order.basis)),
    ]
    if order.legal_ground:
        rows.append((_("Legal ground"), code_label("legal_ground", order.legal_ground)))
    rows += [
        (_("Received by the one who decides"), show_datetime(order.requested_at)),
        (_("Why she needs it"), order.why),
    ]
    if order.decision:
        rows.append((_("What was decided"), code_label("order_decision", order.decision)))
        rows.append((_("Signed, or told"), show_datetime(order.decided_at)))
    if order.number:
        rows.append((_("Number of the decision"), order.number))
    if order.decision == standing.REFUSED:
        rows.append((_("Reasons of the refusal"), order.reasons))
    if order.decision == standing.GRANTED:
        rows.append((_("In force from"), show_datetime(order.starts_at)))
        rows.append((_("In force until"), show_datetime(order.ends_at)))
    return [{"key": key, "value": value} for key, value in rows + _cancelling(order)]


def _cancelling(order: NoContactOrder) -> list[tuple[str, str]]:
    if order.cancel_requested_at is None:
        return []
    rows = [
        (
            _("Cancellation asked for"),
            f"{show_datetime(order.cancel_requested_at)}, {code_label('order_requester', order.cancel_requester)}",
        )
    ]
    if order.cancel_decision:
        decided = code_label("order_cancelling", order.cancel_decision)
        rows.append(
            (_("Decision on the cancellation"), f"{decided}, {show_datetime(order.cancel_decided_at)}")
        )
        if order.cancel_reasons:
            rows.append((_("Reasons"), order.cancel_reasons))
    return rows


def warning(order: NoContactOrder, deadlines: Deadlines, now: datetime) -> str:
    """What nobody may overlook about an order; "" for nothing."""
    late = [one for one in rules.clocks_of(order, deadlines) if one.done_at is None and one.late(now)]
    if late and standing.may_decide(order):
        return _("The 12 hours are over and nobody has decided. Ask the chair, and write the reasons down.")
    if late and standing.cancelling(order):
        return _("The 12 hours are over and nobody has decided on the cancellation.")
    if not standing.holds(order, now):
        return ""
    if order.ends_at is not None and order.ends_at - now <= SOON:
        return _("The order ends within 24 hours. Ask her now whether another one is needed.")
    if any(not one.at for one in receipts(order)):
        return _("Not everybody who must have the order has it.")
    return ""


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel:
    """The card on the overview: the orders that wait or hold, else the last one."""
    now, deadlines = context.now(), context.policy().deadlines
    orders = queries.orders_of(session, actor, case)
    live = [one for one in orders if standing.may_decide(one) or standing.holds(one, now)] or list(orders[:1])
    rows = tuple((code_label("order_kind", one.kind), _stand(one, deadlines, now)) for one in live)
    warnings = [words for one in live if (words := warning(one, deadlines, now))]
    return panels.Panel(
        title=_("No-contact orders"),
        rows=rows,
        link=url_for("orders.index", reference=case.reference),
        link_text=_("All no-contact orders") if orders else _("Ask for a no-contact order"),
        warning=" ".join(dict.fromkeys(warnings)),
    )


def _stand(order: NoContactOrder, deadlines: Deadlines, now: datetime) -> str:
    state = standing.state_of(order, now)
    words = code_label("order_state", state)
    due = [one.due for one in rules.clocks_of(order, deadlines) if one.done_at is None]
    if state == standing.REQUESTED and due:
        return _("%(state)s, due by %(time)s", state=words, time=show_datetime(due[0]))
    if state in (standing.IN_FORCE, standing.AHEAD):
        return _("%(state)s until %(time)s", state=words, time=show_datetime(order.ends_at))
    return words


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=20)
