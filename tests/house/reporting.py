"""A manager writes a plan's report about somebody all the same, and another one returns it with a word about her."""

from flask import Flask
from sqlalchemy.orm import Session

from casework.indicators.policies import SitePolicies
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_staff
from tests.factories.reports import make_figures
from tests.house.canary import PLANTED


def manager(app: Flask, session: Session) -> Browser:
    """The browser of somebody who writes reports."""
    one = make_staff(session, None, "manager")
    session.commit()
    return signed_in(app, session, one)


def written_and_returned(writer: Browser, decider: Browser, session: Session, policies: SitePolicies) -> None:
    """Wrongly, rightly, submitted, made as a document, and returned."""
    make_figures(session, policies)
    session.commit()
    begun = writer.post("/reports/2025/hung-yen-2025/half-year/begin", opened=writer.get("/reports").text)
    assert begun.status_code == 303
    place = str(begun.location)
    parts = ("direction", "results", "difficulties", "plans", "proposals")
    typed = {f"part_{part}": PLANTED["part of a report"] for part in parts}
    typed["agency"] = PLANTED["letterhead"]
    wrong = writer.post(f"{place}/text", typed | {"part_plans": PLANTED["person's phone"]})
    assert wrong.status_code == 200
    assert PLANTED["part of a report"] in wrong.text
    assert writer.post(f"{place}/text", typed).status_code == 303
    assert writer.post(f"{place}/submit", opened=writer.get(place).text).status_code == 303
    for kind in ("docx", "pdf"):
        assert writer.get(f"/documents{place}/1.{kind}").status_code == 200
    returned = {"reason": PLANTED["reason to return a report"]}
    assert decider.post(f"{place}/return", returned, opened=decider.get(place).text).status_code == 303
    assert PLANTED["reason to return a report"] in writer.get(place).text
