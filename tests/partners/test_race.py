"""Two presses of the last button at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy.orm import Session

from casework.crypto.models import SubjectKey
from casework.intake.models import Draft
from casework.referrals.models import Referral, ReferralPerson
from tests.factories.browser import Browser, signed_in
from tests.intake.test_pages import count
from tests.partners.conftest import Station, draft_id

PRESSES = 4


def test_pressing_at_once_makes_one_referral(app: Flask, station: Station, session: Session) -> None:
    # given: the same officer with the same page in several windows
    path = station.begin()
    station.answer_all(path)
    windows = [signed_in(app, session, station.officer) for _ in range(PRESSES)]
    pages = [window.get(f"{path}/check").text for window in windows]
    gate = Barrier(PRESSES)

    def presses(window: Browser, page: str) -> tuple[int, str]:
        gate.wait()
        answer = window.post(f"{path}/check", opened=page)
        return answer.status_code, answer.location

    # when
    with ThreadPoolExecutor(PRESSES) as pool:
        answers = set(pool.map(presses, windows, pages))
    # then
    assert len(answers) == 1
    assert {status for status, _ in answers} == {303}
    assert (count(session, Referral), count(session, ReferralPerson), count(session, Draft)) == (1, 1, 0)
    assert session.get(SubjectKey, draft_id(path)) is None
