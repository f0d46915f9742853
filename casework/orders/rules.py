"""What the law asks of no-contact orders: who may ask, how long they last, when something is due. Pure.

Law 13/2022/QH15: Article 25 (the chair of the commune's people's committee), Article 26 (a court). How long is
data (``policies/deadlines.toml``): this module only names the clocks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from casework.clock import local
from casework.deadlines import Deadlines
from casework.orders import standing
from casework.orders.standing import Timed
from casework.refusal import N_, Refusal

CHAIR, COURT = "chair", "court"
KINDS = (CHAIR, COURT)
CONSENT, DANGER = "consent", "danger"
HERSELF, GUARDIAN, AGENCY, CHAIR_ALONE = "survivor", "guardian", "agency", "chair_alone"
RECIPIENTS: Final = ("perpetrator", "survivor", "police_chief", "hamlet_head")
DECISION, CANCELLATION, CONTACT = "order_decision", "order_cancellation", "permitted_contact"
LONGEST: Final = {CHAIR: "order_chair", COURT: "order_court"}
# Whom the request tells: the kind of organisation whose purpose of consent has to cover it.
TOLD: Final = {CHAIR: "ubnd_xa", COURT: "toa_an"}
SLACK = timedelta(minutes=5)


class Ordered(Timed, Protocol):
    """An order as these rules see it."""

    @property
    def kind(self) -> str:
        """``chair`` or ``court``."""

    @property
    def requested_at(self) -> datetime:
        """When the request was received by the one who decides."""

    @property
    def decided_at(self) -> datetime | None:
        """When it was decided (signed)."""


class Spell(Protocol):
    """A stretch of time."""

    @property
    def starts_at(self) -> datetime:
        """Its beginning."""

    @property
    def ends_at(self) -> datetime:
        """Its end."""


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of an order: since when, until when, and when it was stopped (None: it runs)."""

    clock: str
    since: datetime
    due: datetime
    done_at: datetime | None = None

    def late(self, now: datetime) -> bool:
        """Whether it runs beyond its due minute, or was stopped after it."""
        return self.due <= now if self.done_at is None else self.due < self.done_at


def to_the_minute(moment: datetime) -> datetime:
    """Papers carry hours and minutes: seconds would make a period longer than the law allows."""
    return moment.replace(second=0, microsecond=0)


def local_day(moment: datetime) -> date:
    """The day in Viet Nam."""
    return local(moment).date()


def clocks_of(order: Ordered, deadlines: Deadlines) -> tuple[Running, ...]:
    """The clocks that run, or ran, on an order by the law: the decision and the decision on cancelling.

    The law sets these hours for the chair; for a court it names none.
    """
    if order.kind != CHAIR:
        return ()
    found = [
        Running(
            DECISION, order.requested_at, deadlines.due(DECISION, "", order.requested_at), order.decided_at
        )
    ]
    if order.cancel_requested_at is not None:
        due = deadlines.due(CANCELLATION, "", order.cancel_requested_at)
        found.append(Running(CANCELLATION, order.cancel_requested_at, due, order.cancel_decided_at))
    return tuple(found)


def longest_end(kind: str, starts_at: datetime, deadlines: Deadlines) -> datetime:
    """The latest moment at which an order that begins then may end."""
    return deadlines.due(LONGEST[kind], "", to_the_minute(starts_at))


def check_request(kind: str, requester: str, basis: str, requested_at: datetime, now: datetime) -> None:
    """Refuse a request that the law does not know."""
    if kind not in KINDS:
        raise Refusal(N_("Choose who is to decide."), field="kind")
    if not requester:
        raise Refusal(N_("Say who asks for the order."), field="requester")
    if requester == CHAIR_ALONE and (kind != CHAIR or basis != DANGER):
        raise Refusal(
            N_("Only the chair decides without a request, and only where life is in danger."),
            field="requester",
        )
    if basis not in (CONSENT, DANGER):
        raise Refusal(N_("Say on what the request rests."), field="basis")
    not_ahead(requested_at, now, "requested_at")


def unsaid(
    kind: str, requester: str, basis: str, legal_ground: str, court: str, why: str
) -> Iterator[Refusal]:
    """What a request lacks, all at once: its court, its ground in law, its reason.

    A chair who acts alone was asked by nobody, and so gives no reason here.
    """
    if kind == COURT and not court.strip():
        yield Refusal(N_("Enter which court: the request is addressed to it."), field="court")
    if basis == DANGER and not legal_ground:
        yield Refusal(N_("Choose the legal ground."), field="legal_ground")
    if requester != CHAIR_ALONE and not why.strip():
        yield Refusal(
            N_("Write what harm was done or threatened: without it no order can be issued."), field="why"
        )


def check_decision(
    order: Ordered,
    decision: str,
    decided_at: datetime,
    ends_at: datetime | None,
    reasons: str,
    now: datetime,
    deadlines: Deadlines,
) -> None:
    """Refuse a decision before its request or in the future, an order too long, a refusal without reasons."""
    if not standing.may_decide(order):
        raise Refusal(N_("This request has been decided already. Open it anew."))
    if decision not in standing.DECISIONS:
        raise Refusal(N_("Choose what was decided."), field="decision")
    not_ahead(decided_at, now, "decided_at")
    if decided_at < order.requested_at:
        raise Refusal(N_("The decision can't come before the request."), field="decided_at")
    if decision == standing.REFUSED and not reasons.strip():
        raise Refusal(
            N_("A refusal is written and has reasons. Write them down; ask for them if there are none."),
            field="reasons",
        )
    if decision == standing.GRANTED:
        check_period(order.kind, decided_at, ends_at, deadlines)


def check_period(kind: str, starts_at: datetime, ends_at: datetime | None, deadlines: Deadlines) -> None:
    """Refuse an order without an end, one that ends before it begins, or one that lasts too long."""
    if ends_at is None:
        raise Refusal(N_("Enter when the order ends."), field="ends_at")
    if ends_at <= starts_at:
        raise Refusal(N_("The order ends before it begins."), field="ends_at")
    if ends_at > longest_end(kind, starts_at, deadlines):
        raise Refusal(
            N_("An order of a court lasts at most 4 months. Check the date.")
            if kind == COURT
            else N_("An order of the chair lasts at most 3 days. A longer time needs another order."),
            field="ends_at",
        )


def check_cancelling(order: Timed, requested_at: datetime, now: datetime) -> None:
    """Refuse to ask for the cancellation of what does not hold."""
    if not standing.may_cancel(order, now):
        raise Refusal(N_("This order is not in force, or its cancellation is being decided already."))
    not_ahead(requested_at, now, "requested_at")
    if order.starts_at is not None and requested_at < order.starts_at:
        raise Refusal(N_("The order was not signed yet at that time."), field="requested_at")


def check_cancelled(order: Timed, decision: str, decided_at: datetime, reasons: str, now: datetime) -> None:
    """Refuse to decide on a cancellation for which nobody asked, before the request, or without reasons if refused."""
    asked = order.cancel_requested_at
    if asked is None or not standing.cancelling(order):
        raise Refusal(N_("Nobody has asked for this, or it has been decided already."))
    if decision not in standing.CANCELLING:
        raise Refusal(N_("Choose what was decided."), field="decision")
    not_ahead(decided_at, now, "decided_at")
    if decided_at < asked:
        raise Refusal(N_("The decision can't come before the request."), field="decided_at")
    if decision == standing.KEPT and not reasons.strip():
        raise Refusal(N_("Write down why the order stays in force."), field="reasons")


def check_contact(
    order: Timed, starts_at: datetime, ends_at: datetime, others: Iterable[Spell], deadlines: Deadlines
) -> None:
    """Refuse a contact outside the order's time, a longer one than the law permits, or one that lengthens another."""
    over = standing.over_at(order)
    if over is None or order.starts_at is None:
        raise Refusal(N_("Contact can be permitted only under an order that was granted."))
    if ends_at <= starts_at:
        raise Refusal(N_("The contact ends before it begins."), field="ends_at")
    if ends_at > deadlines.due(CONTACT, "", to_the_minute(starts_at)):
        raise Refusal(N_("A permitted contact lasts at most 4 hours."), field="ends_at")
    if starts_at < order.starts_at or starts_at >= over:
        raise Refusal(N_("The order does not hold at that time."), field="starts_at")
    if any(starts_at <= other.ends_at and other.starts_at <= ends_at for other in others):
        raise Refusal(
            N_("Another permitted contact touches this one: together they would be too long."),
            field="starts_at",
        )


def check_breach(order: Timed, at: datetime, now: datetime) -> None:
    """Refuse a breach in the future, or at a time at which the order did not hold."""
    not_ahead(at, now, "at")
    if not standing.holds(order, at):
        raise Refusal(N_("The order did not hold at that time. Record it as an incident."), field="at")


def check_sent(order: Ordered, recipients: Iterable[str], at: datetime, now: datetime) -> None:
    """Refuse to tick off the sending of what was not granted, before it was signed, or to nobody."""
    told = tuple(recipients)
    if order.decision != standing.GRANTED or order.decided_at is None:
        raise Refusal(N_("Only an order that was granted is sent."))
    if not told or not set(told) <= set(RECIPIENTS):
        raise Refusal(N_("Choose who received the order."), field="recipients")
    not_ahead(at, now, "at")
    if at < order.decided_at:
        raise Refusal(N_("The order can't be sent before it is signed."), field="at")


def not_ahead(moment: datetime, now: datetime, field: str) -> None:
    """Refuse a moment of the future; clocks on walls differ by some minutes."""
    if moment > now + SLACK:
        raise Refusal(N_("This lies in the future. Enter when it happened."), field=field)
