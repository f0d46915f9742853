"""Whatever order staff, people, links, relatives and referrals come in: the wall stands, and only where it must."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.conflicts.operations import NumbersRequest, record_numbers
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.providers.models import Provider
from casework.referrals.models import Referral
from casework.relatives import operations as relatives
from casework.relatives.operations import RelativeRequest
from casework.safety import operations as safety
from casework.safety.operations import SafeContactRequest
from tests.conflicts.conftest import walled
from tests.factories.cases import make_case
from tests.factories.partners import make_agency, make_officer
from tests.factories.people import make_house, make_person, make_staff
from tests.factories.referrals import PERSON, make_referral

# Every example writes rows: a failing one is short enough as it is.
NO_SHRINKING = (Phase.explicit, Phase.generate)
_fresh = count(1)
# What may happen, each once: two people of staff, two survivors with cases, one perpetrator, and so on.
STEPS = (
    "staff",
    "colleague",
    "survivor",
    "case",
    "second case",
    "perpetrator",
    "link",
    "relative",
    "contact",
    "referral",
)
# What must have been made before, in whichever step.
NEEDS = {
    "case": ("survivor",),
    "second case": ("survivor",),
    "link": ("case", "perpetrator"),
    "relative": ("case",),
    "contact": ("case",),
}
ROLES = ("survivor", "perpetrator", "relative", "contact", "referral", "nobody")


@dataclass
class Story:
    """One telling: ``staff`` has the number of the ``role``; the others' numbers are their own."""

    session: Session
    house: Provider
    worker: Actor
    sender: Actor
    role: str
    made: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number = next(_fresh)
        self.staff, self.colleague = (make_staff(self.session, self.house) for _ in range(2))

    def phone(self, whose: str) -> str:
        """Typed in another way each time; the same for the member of staff and whom she is."""
        place = 0 if whose == self.role else 1 + ROLES.index(whose)
        text = f"09{self.number:05}{place:03}"
        return text if len(whose) % 2 else f"+84 {text[1:4]} {text[4:]}"

    def tell(self, step: str) -> None:
        if step in self.made:
            return
        for needed in NEEDS.get(step, ()):
            self.tell(needed)
        self.made[step] = None
        self.session.info["actor"] = self.worker
        self.made[step] = _DO[step](self)

    @property
    def expected(self) -> set[UUID]:
        """What must be closed to the member of staff, worked out from the telling alone."""
        survivor: Person | None = self.made.get("survivor")
        cases: list[Case] = [self.made[name] for name in ("case", "second case") if name in self.made]
        him: Person | None = self.made.get("perpetrator")
        hers = {survivor.id} if survivor else set()
        linked = "link" in self.made
        file = hers | {case.id for case in cases} | ({him.id} if him and linked else set())
        referral: Referral | None = self.made.get("referral")
        if "staff" not in self.made:
            return set()
        return {
            "survivor": file if survivor else set(),
            "perpetrator": (file if linked else {him.id}) if him else set(),
            "relative": file if "relative" in self.made else set(),
            "contact": file if "contact" in self.made else set(),
            "referral": {referral.id} if referral else set(),
            "nobody": set(),
        }[self.role]


def _numbers(story: Story, actor: Actor, phone: str) -> Any:
    story.session.info["actor"] = actor
    assert actor.id is not None
    return record_numbers(story.session, actor, actor.id, NumbersRequest(phone), clock.now())


def _referral(story: Story) -> Referral:
    told = {
        **PERSON,
        "phone": story.phone("nobody")[:-1] + "8",
        "number": "",
        "citizen_number": "",
        "perpetrator_citizen_number": "",
        "perpetrator_phone": story.phone("referral"),
    }
    story.session.info["actor"] = story.sender
    return make_referral(story.session, story.sender, story.house, person=told)


def _contact(story: Story) -> Any:
    block = SafeContactRequest(may_contact="co", channel="phone_call", number=story.phone("contact"))
    return safety.record(story.session, story.worker, story.made["case"], block, clock.now())


def _relative(story: Story) -> Any:
    told = RelativeRequest(name="Đào Văn Bắc", phone=story.phone("relative"))
    return relatives.record(story.session, story.worker, story.made["case"], told, clock.now())


def _link(story: Story) -> Any:
    him = story.made["perpetrator"]
    return perpetrators.link(story.session, story.worker, story.made["case"], him, clock.now())


def _person(story: Story, side: str) -> Person:
    phone = story.phone(side)
    return make_person(story.session, story.worker, story.house.id, side, phone=phone)


_DO: dict[str, Callable[[Story], Any]] = {
    "staff": lambda story: _numbers(story, story.staff, f"09{story.number:05}000"),
    "colleague": lambda story: _numbers(story, story.colleague, f"09{story.number:05}999"),
    "survivor": lambda story: _person(story, "survivor"),
    "case": lambda story: make_case(story.session, story.worker, story.made["survivor"]),
    "second case": lambda story: make_case(story.session, story.worker, story.made["survivor"]),
    "perpetrator": lambda story: _person(story, PERPETRATOR),
    "link": _link,
    "relative": _relative,
    "contact": _contact,
    "referral": _referral,
}


@pytest.mark.parametrize("role", ROLES)
def test_in_whichever_order_it_is_told_the_wall_stands(session: Session, role: str) -> None:
    house, unit = make_house(session), make_agency(session)
    worker, sender = make_staff(session, house), make_officer(session, unit)
    session.commit()
    met: set[bool] = set()

    # Each step is written by itself or together with the next ones.
    @settings(max_examples=12, suppress_health_check=list(HealthCheck), phases=NO_SHRINKING)
    @given(
        order=st.permutations(STEPS),
        length=st.integers(3, len(STEPS)),
        alone=st.lists(st.booleans(), min_size=len(STEPS), max_size=len(STEPS)),
    )
    def told(order: list[str], length: int, alone: list[bool]) -> None:
        story = Story(session, house, worker, sender, role)
        for step, committed in zip(order[:length], alone, strict=False):
            story.tell(step)
            if committed:
                session.commit()
                assert walled(session, story.staff) == story.expected, (role, order[:length], step)
        session.info["actor"] = worker
        session.commit()
        assert walled(session, story.staff) == story.expected, (role, order[:length])
        assert walled(session, story.colleague) == set()
        met.add(bool(story.expected))

    told()
    assert met == ({False} if role == "nobody" else {False, True})
