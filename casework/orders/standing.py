"""How a no-contact order stands at a moment: derived from its times, never stored. Pure."""

from datetime import datetime
from typing import Final, Protocol

REQUESTED: Final = "requested"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
AHEAD: Final = "ahead"
IN_FORCE: Final = "in_force"
ENDED: Final = "ended"
CANCELLED: Final = "cancelled"
STATES = (REQUESTED, REFUSED, WITHDRAWN, AHEAD, IN_FORCE, ENDED, CANCELLED)

GRANTED: Final = "granted"
KEPT: Final = "kept"
DECISIONS = (GRANTED, REFUSED, WITHDRAWN)
CANCELLING = (CANCELLED, KEPT)


class Timed(Protocol):
    """An order as its state depends on it."""

    @property
    def decision(self) -> str:
        """``granted``, ``refused``, ``withdrawn`` (the request), or "" while nobody has decided."""

    @property
    def starts_at(self) -> datetime | None:
        """From when it holds."""

    @property
    def ends_at(self) -> datetime | None:
        """Until when it holds."""

    @property
    def cancel_requested_at(self) -> datetime | None:
        """When somebody asked for its cancellation."""

    @property
    def cancel_decision(self) -> str:
        """``cancelled``, ``kept``, or ""."""

    @property
    def cancel_decided_at(self) -> datetime | None:
        """When that was decided."""


def over_at(order: Timed) -> datetime | None:
    """When a granted order ceases to hold: at its end, or when it was cancelled before; None where none was granted."""
    if order.decision != GRANTED or order.ends_at is None:
        return None
    if order.cancel_decision == CANCELLED and order.cancel_decided_at is not None:
        return min(order.ends_at, order.cancel_decided_at)
    return order.ends_at


def state_of(order: Timed, now: datetime) -> str:
    """The state at a moment; an order holds from its first minute until the minute in which it ends, exclusive."""
    over = over_at(order)
    if over is None or order.starts_at is None or order.ends_at is None:
        return order.decision or REQUESTED
    if over < order.ends_at and now >= over:
        return CANCELLED
    if now >= over:
        return ENDED
    return AHEAD if now < order.starts_at else IN_FORCE


def holds(order: Timed, at: datetime) -> bool:
    """Whether it forbids contact at that moment."""
    return state_of(order, at) == IN_FORCE


def cancelling(order: Timed) -> bool:
    """Whether somebody has asked to cancel it and nobody has decided on that yet."""
    return order.cancel_requested_at is not None and not order.cancel_decision


def may_decide(order: Timed) -> bool:
    """Whether it waits for a decision."""
    return not order.decision


def may_cancel(order: Timed, now: datetime) -> bool:
    """Whether its cancellation may be asked for."""
    return state_of(order, now) in (AHEAD, IN_FORCE) and not cancelling(order)


def may_renew(order: Timed) -> bool:
    """Whether another may be asked for that follows it: after any that was granted."""
    return order.decision == GRANTED
