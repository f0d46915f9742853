"""A house at its browsers, and those who must not see what it sees."""

import html
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.referrals.models import Referral
from tests.factories.browser import Browser
from tests.factories.referrals import PERSON, make_accepted, make_referral, make_taken
from tests.referrals.town import Town

# What nobody at the facility may read before acceptance. Codes and coded answers stand on every form.
SECRET = [
    text
    for name, text in PERSON.items()
    if name not in {"may_contact", "voicemail", "channel", "relation", "birth", "confirmed_on"}
    and len(text) > 6
]


@dataclass(frozen=True)
class Office:
    """Browsers of a house's worker and supervisor, of another house, and of the police who referred."""

    town: Town
    session: Session
    at: Browser
    supervising: Browser
    elsewhere: Browser
    police: Browser

    def refers(self, **changes: Any) -> str:
        """The address of a referral that was sent to the house."""
        self.session.info["actor"] = self.town.officer
        referral = make_referral(self.session, self.town.officer, self.town.house, **changes)
        self.session.commit()
        return f"/referrals/{referral.reference}"

    def accepted(self, **changes: Any) -> str:
        """The address of one that was accepted."""
        referral = make_accepted(
            self.session, self.town.officer, self.town.house, self.town.worker, **changes
        )
        self.session.commit()
        return f"/referrals/{referral.reference}"

    def taken(self, **changes: Any) -> str:
        """The address of one whose case is open."""
        referral = make_taken(self.session, self.town.officer, self.town.house, self.town.worker, **changes)
        self.session.commit()
        return f"/referrals/{referral.reference}"

    def stands(self, path: str) -> Referral:
        """The referral as it is now."""
        self.session.expire_all()
        reference = path.rpartition("/")[2]
        return self.session.scalars(select(Referral).where(Referral.reference == reference)).one()

    def tries(self, path: str, **typed: Any) -> TestResponse:
        """Record an attempt."""
        told = {
            "on": "22/11/2026",
            "at": "9:59",
            "channel": "phone_call",
            "result": "no_answer",
            "safe": "co",
        }
        return self.at.post(f"{path}/contact", told | typed)


def words(answer: TestResponse) -> str:
    """The words of a page."""
    return html.unescape(answer.text)
