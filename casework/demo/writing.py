"""What a ledger doesn't hold: who works on a case, what was said, agreed and withdrawn, who is close to her."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases import note_operations
from casework.cases import operations as cases
from casework.cases.models import Case
from casework.conflicts.operations import NumbersRequest, record_numbers
from casework.consent import operations as consents
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest, WithdrawRequest
from casework.demo import names
from casework.demo.accounts import acting
from casework.incidents import operations as incidents
from casework.incidents.operations import IncidentRequest
from casework.intake.drafts import INTAKE, SEEN, keep_draft
from casework.partners.drafts import REFERRAL
from casework.partners.steps import SAFE_CONTACT
from casework.policies import Policies
from casework.providers.models import Provider
from casework.relatives import operations as relatives
from casework.relatives.models import Relative
from casework.relatives.operations import RelativeRequest

SHOWN_CASES = 30
WORKERS = ("nhanvien", "nhanvien2")
NOTES = (
    "Đã gặp trực tiếp, tinh thần ổn định hơn tuần trước.",
    "Hẹn gặp lại tại trung tâm; không gọi điện buổi tối.",
    "Đã trao đổi với trạm y tế về kết quả khám.",
)
NARRATIVE = "Anh ta uống rượu về rồi đập phá đồ đạc, đẩy tôi ngã ở bếp. (Dữ liệu minh họa, không có thật.)"
AFRAID = "Chị sợ anh ta biết. (Dữ liệu minh họa, không có thật.)"
SISTER = "0912000117"  # of a worker, who is the sister of a survivor
# Who is close to her: the relation, the sex, whether they live together, whether they may know.
CLOSE = (
    ("cha_me", names.FEMALE, "khong", "co"),
    ("anh_chi_em", names.FEMALE, "khong", "co"),
    ("con", names.MALE, "co", "khong"),
    ("nguoi_quen", names.FEMALE, "khong", "chua_ro"),
)


def write(session: Session, policies: Policies, home: Provider, now: datetime) -> None:
    """Fill the newest cases of the facility; the caller commits."""
    chance = Random(7)
    supervisor = acting(session, policies.access, "phutrach")
    actors = {name: acting(session, policies.access, name) for name in WORKERS}
    newest = select(Case).where(Case.facility_id == home.id).order_by(Case.detected_on.desc(), Case.id)
    for number, case in enumerate(session.scalars(newest.limit(SHOWN_CASES)).all()):
        actor = actors[WORKERS[0] if number % 3 else WORKERS[1]]
        if actor.id is not None:
            cases.assign(session, supervisor, case, actor.id, case.version, now)
        session.flush()
        if chance.random() < 0.6:
            note_operations.write_note(session, actor, case, chance.choice(NOTES), now)
        _agreed(session, actor, case, chance, number, now)
        if chance.random() < 0.3 and case.kind == "bao_luc_gia_dinh":
            told = IncidentRequest(
                acts=("a",),
                harms=("the_chat",),
                relation="vo_chong",
                occurred=case.detected_on.isoformat(),
                narrative=NARRATIVE,
            )
            incidents.record(session, actor, case, told, now)
        if chance.random() < 0.5:
            cases.move(session, actor, case, "assessing", case.version, now)
        if number % 2 == 0:
            _close_to_her(session, actor, case, chance, now)
        session.flush()


def _agreed(session: Session, actor: Actor, case: Case, chance: Random, number: int, now: datetime) -> None:
    today = clock.local(now).date()
    day = min(case.detected_on + timedelta(days=1), today)

    def answered(purpose: str, answer: str = "given", until: date | None = None) -> Consent:
        said = ConsentRequest(purpose=purpose, answer=answer, given_on=day, manner="spoken", expires_on=until)
        return consents.record(session, actor, case, said, now)

    for purpose in ("case_work", "contact"):
        answered(purpose, "given" if chance.random() < 0.9 else "refused")
    if number % 5 == 0:
        answered("share_health", until=today + timedelta(days=20))
    if number % 7 == 0:
        no_more = WithdrawRequest(given_on=today, manner="spoken", remark=AFRAID)
        consents.withdraw(session, actor, answered("share_police"), no_more, now)


def _close_to_her(session: Session, actor: Actor, case: Case, chance: Random, now: datetime) -> None:
    """Somebody whom she names; in the very first case it is a member of the facility's own staff."""
    relation, sex, together, may_know = chance.choice(CLOSE)
    first = session.scalar(select(Relative.id).limit(1)) is None
    told = RelativeRequest(
        name=names.full_name(chance, sex),
        relation="anh_chi_em" if first else relation,
        phone=SISTER if first else f"09{chance.randrange(100_000_000):08}",
        lives_with=together,
        may_know=may_know,
    )
    relatives.record(session, actor, case, told, now)


def numbers(session: Session, policies: Policies, usernames: Iterable[str], now: datetime) -> None:
    """The staff tell their own numbers; the one who is a survivor's sister is walled off at the commit."""
    for place, name in enumerate(usernames):
        actor = acting(session, policies.access, name)
        if actor.id is not None:
            phone = SISTER if name == WORKERS[1] else f"0977{place:06}"
            record_numbers(session, actor, actor.id, NumbersRequest(phone=phone), now)


def begun(session: Session, policies: Policies, now: datetime) -> None:
    """What somebody has begun to write and not sent yet: a case, and a referral."""
    case = {"full_name": [names.full_name(Random(3), names.FEMALE)], "kind": ["bao_luc_gia_dinh"]}
    keep_draft(session, acting(session, policies.access, "nhanvien"), case, None, now, form=INTAKE)
    first = {SEEN: [SAFE_CONTACT], "may_contact": ["co"], "channel": ["phone_call"], "number": ["0900000000"]}
    keep_draft(session, acting(session, policies.access, "congan"), first, None, now, form=REFERRAL)
