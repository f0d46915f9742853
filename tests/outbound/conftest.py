"""A house with a case that knows everything, and a clinic outside the system."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.providers.models import Provider
from casework.safety import operations as safety
from casework.safety.operations import SafeContactRequest
from tests.factories.cases import make_case, make_incident
from tests.factories.partners import make_agency, make_duty
from tests.factories.people import make_house, make_person, make_staff
from tests.factories.referrals import PERSON

STORY, HIM = "Chị kể lại việc đã xảy ra", "Trần Văn Bình"
BLOCK = ("may_contact", "channel", "number", "hours", "pickup", "voicemail", "caller_name", "code_word")


@dataclass(frozen=True)
class Desk:
    """Who is there."""

    house: Provider
    other: Provider
    clinic: Provider
    worker: Actor
    colleague: Actor
    stranger: Actor
    case: Case


@pytest.fixture
def desk(session: Session) -> Desk:
    house, other = make_house(session), make_house(session, "Cơ sở Hai")
    worker = make_staff(session, house)
    session.info["actor"] = worker
    survivor = make_person(
        session, worker, house.id, birth="1987-03-05", phone="0912345678", citizen_number="001187000001"
    )
    case = make_case(session, worker, survivor)
    make_incident(session, worker, case, narrative=STORY)
    him = make_person(session, worker, house.id, PERPETRATOR, full_name=HIM, sex="nam")
    perpetrators.link(session, worker, case, him, clock.now())
    told = SafeContactRequest(**{name: PERSON[name] for name in BLOCK})
    safety.record(session, worker, case, told, clock.now())
    clinic = make_agency(session, "tram_y_te", "Trạm Y tế phường Sen")
    make_duty(session, clinic, "y_te", "00004")
    made = Desk(
        house=house,
        other=other,
        clinic=clinic,
        worker=worker,
        colleague=make_staff(session, house),
        stranger=make_staff(session, other),
        case=case,
    )
    session.info["actor"] = worker
    session.commit()
    return made


def agree(
    session: Session, desk: Desk, purpose: str = "share_health", answer: str = "given", **more: Any
) -> None:
    """What she says about telling somebody; commits."""
    told = ConsentRequest(purpose=purpose, answer=answer, given_on=clock.today(), manner="spoken", **more)
    consents.record(session, desk.worker, desk.case, told, clock.now())
    session.commit()
