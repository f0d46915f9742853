"""What a request, a decision and a cancellation must say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.deadlines import Deadlines
from casework.orders import rules
from tests.orders.test_rules import DAY, HOUR, MINUTE, Order, granted, refused

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (("chair", "survivor", "consent"), None),
        (("court", "guardian", "consent"), None),
        (("chair", "agency", "danger"), None),
        (("chair", "chair_alone", "danger"), None),
        (("mayor", "survivor", "consent"), "kind"),
        (("chair", "", "consent"), "requester"),
        (("chair", "survivor", ""), "basis"),
        (("chair", "chair_alone", "consent"), "requester"),
        (("court", "chair_alone", "danger"), "requester"),
    ],
)
def test_who_may_ask_and_on_what(told: tuple[str, str, str], field: str | None) -> None:
    assert refused(rules.check_request, *told, NOW, NOW) == field


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (("chair", "survivor", "consent", "", "", "dọa giết"), []),
        (("chair", "survivor", "consent", "", "", " "), ["why"]),
        (("court", "guardian", "consent", "", " ", "dọa giết"), ["court"]),
        (("chair", "agency", "danger", "", "", "dọa giết"), ["legal_ground"]),
        (("court", "agency", "danger", "", "", ""), ["court", "legal_ground", "why"]),
        (("chair", "chair_alone", "danger", "protect_life", "", ""), []),
    ],
)
def test_what_a_request_lacks_is_said_all_at_once(told: tuple[str, ...], fields: list[str]) -> None:
    assert [one.field for one in rules.unsaid(*told)] == fields


@pytest.mark.parametrize(
    ("decision", "after", "ends", "reasons", "field"),
    [
        ("granted", HOUR, 3 * DAY, "", None),
        ("granted", 13 * HOUR, 3 * DAY, "", None),  # too late, but it was granted
        ("granted", HOUR, None, "", "ends_at"),
        ("granted", HOUR, 3 * DAY + MINUTE, "", "ends_at"),
        ("granted", -MINUTE, 3 * DAY, "", "decided_at"),
        ("granted", 20 * HOUR, 3 * DAY, "", "decided_at"),
        ("refused", HOUR, None, "không đủ căn cứ", None),
        ("refused", HOUR, None, " ", "reasons"),
        ("withdrawn", HOUR, None, "", None),
        ("forgotten", HOUR, None, "", "decision"),
    ],
)
def test_what_a_decision_must_say(
    deadlines: Deadlines,
    decision: str,
    after: timedelta,
    ends: timedelta | None,
    reasons: str,
    field: str | None,
) -> None:
    asked = NOW - 14 * HOUR
    order = Order("chair", asked)
    at = asked + after
    until = at + ends if ends else None
    assert refused(rules.check_decision, order, decision, at, until, reasons, NOW, deadlines) == field


def test_what_was_decided_is_not_decided_again(deadlines: Deadlines) -> None:
    order = granted(NOW - HOUR)
    assert refused(rules.check_decision, order, "refused", NOW, None, "x", NOW, deadlines) == ""


@pytest.mark.parametrize(
    ("order", "may"),
    [
        (granted(NOW - HOUR), True),
        (Order("chair", NOW), False),
        (Order("chair", NOW, "refused", NOW), False),
        (granted(NOW - 73 * HOUR), False),
        (replace(granted(NOW - HOUR), cancel_requested_at=NOW), False),
        (
            replace(
                granted(NOW - HOUR), cancel_requested_at=NOW, cancel_decision="kept", cancel_decided_at=NOW
            ),
            True,
        ),
        (
            replace(
                granted(NOW - HOUR),
                cancel_requested_at=NOW,
                cancel_decision="cancelled",
                cancel_decided_at=NOW,
            ),
            False,
        ),
    ],
)
def test_only_what_holds_can_be_cancelled(order: Order, may: bool) -> None:
    assert (refused(rules.check_cancelling, order, NOW, NOW) is None) == may


def test_nobody_asks_to_cancel_what_is_not_signed_yet() -> None:
    order = granted(NOW - HOUR)
    assert refused(rules.check_cancelling, order, NOW - HOUR, NOW) is None
    assert refused(rules.check_cancelling, order, NOW - HOUR - MINUTE, NOW) == "requested_at"
    assert refused(rules.check_cancelling, order, NOW + HOUR, NOW) == "requested_at"
