"""Two presses of the same button at the same moment."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from casework.intake.models import Draft
from casework.outbound.models import AckLink
from casework.referrals.models import Referral, ReferralStep
from tests.factories.browser import Browser, signed_in
from tests.factories.users import Visitor
from tests.intake.test_pages import count
from tests.outbound.conftest import Desk, agree
from tests.outbound.test_pages import filled, sends, tell

PRESSES = 3
R = TypeVar("R")


def at_once(presses: list[Callable[[], R]]) -> list[R]:
    gate = Barrier(len(presses))

    def press(one: Callable[[], R]) -> R:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def test_sent_at_once_it_is_one_referral(app: Flask, session: Session, desk: Desk) -> None:
    # given: the same worker with the same page in several windows
    agree(session, desk, "share_social")
    path, _page = tell(signed_in(app, session, desk.worker), desk, receiver=str(desk.other.id))
    windows = [signed_in(app, session, desk.worker) for _ in range(PRESSES)]
    pages = [window.get(path).text for window in windows]

    def press(window: Browser, page: str) -> Callable[[], str]:
        return lambda: str(window.post(path, filled(page), opened=page).location)

    # when
    answers = at_once([press(*each) for each in zip(windows, pages, strict=True)])
    # then
    referral = session.query(Referral).one()
    assert f"/referrals/{referral.reference}" in "".join(answers)
    for window, answer in zip(windows, answers, strict=True):  # the later ones come there by way of the draft
        shown = window.client.get(answer, follow_redirects=True)
        assert shown.request.path.endswith(referral.reference)
    assert (count(session, Referral), count(session, Draft)) == (1, 0)


def test_answered_both_ways_at_once_one_answer_counts(app: Flask, session: Session, desk: Desk) -> None:
    # given
    agree(session, desk)
    at = signed_in(app, session, desk.worker)
    sent = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    letter = at.post(f"{sent}/letter", opened=at.get(sent).text).text
    link = re.search(r"https?://[^/<]+(/acknowledge/[0-9A-Z-]+)<", letter)
    assert link
    said = [
        {"answer": "takes_on", "name": "Bác sĩ Thu", "post": "Trưởng trạm"},
        {"answer": "declines", "reason": "no_capacity", "name": "Bác sĩ Mai", "post": "Cán bộ trực"},
    ]
    doctors = [Visitor(app) for _ in said]

    def answer(doctor: Visitor, typed: dict[str, str]) -> Callable[[], str]:
        return lambda: str(doctor.post(link[1], typed, page="/sign-in").text)

    # when
    pages = at_once([answer(*each) for each in zip(doctors, said, strict=True)])
    # then
    assert sorted("Đã gửi câu trả lời" in page for page in pages) == [False, True]
    won = pages.index(next(page for page in pages if "Đã gửi câu trả lời" in page))
    session.expire_all()
    referral, answered = session.query(Referral).one(), session.query(AckLink).one()
    session.info["actor"] = desk.worker
    assert referral.state == ("received", "declined")[won]
    assert answered.name == said[won]["name"]
    assert count(session, ReferralStep) == 2
