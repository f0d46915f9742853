import smtplib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casework.access import Actor, NotFound
from casework.access.models import Wall
from casework.accounts.models import User
from casework.audit.models import Entry
from casework.cli.passing import Passed, alone, one_pass
from casework.crypto.models import SubjectKey
from casework.intake.models import Draft
from casework.intake.operations import keep_draft
from casework.oversight.models import Notice
from casework.refusal import Refusal
from casework.reminders import operations
from casework.reminders.models import ReminderAddress
from casework.reminders.operations import Letter, claim_reminders, give_back
from casework.ui.context import Wiring
from tests.factories.cases import make_case
from tests.factories.people import access_policy, make_staff
from tests.reminders.certificates import contexts
from tests.reminders.conftest import Places, Post

HOUR = timedelta(hours=1)
ADDRESS = "chi.lan@example.vn"


@pytest.fixture
def site(wiring: Wiring) -> Wiring:
    return wiring


def mailing(site: Wiring, port: int, **more: Any) -> Wiring:
    told: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_tls": "none",
        "smtp_from": "casework@example.vn",
    }
    return replace(site, settings=replace(site.settings, **(told | more)))


def remind(places: Places, actor: Actor, now: datetime, every: str = "hour", address: str = ADDRESS) -> None:
    places.session.info["actor"] = actor
    operations.set_reminders(places.session, actor, address, every, now)
    places.session.commit()


def test_the_letter_says_only_that_something_waits(
    places: Places, site: Wiring, post: Post, now: datetime
) -> None:
    referral = places.referral(5 * HOUR)
    remind(places, places.worker, now)
    with post() as box:
        passed = one_pass(mailing(site, box.port), now)
    assert passed.reminders == 1
    [(to, letter)] = box.letters
    assert to == [ADDRESS]
    assert letter["To"] == ADDRESS
    assert letter["From"] == "casework@example.vn"
    assert letter["Subject"] == "Sổ việc"
    assert letter.get_content().strip() == "Có việc đang chờ bạn trong casework."
    assert not letter.is_multipart()
    whole = letter.as_string()
    for told in (referral.receipt, referral.reference, "http", places.house.name, "Nhân viên"):
        assert told not in whole


def test_it_speaks_the_language_of_her_pages(places: Places, site: Wiring, post: Post, now: datetime) -> None:
    places.referral(5 * HOUR)
    remind(places, places.worker, now)
    places.session.get_one(User, places.worker.id).language = "en"
    places.session.commit()
    with post() as box:
        one_pass(mailing(site, box.port), now)
    assert box.letters[0][1].get_content().strip() == "Something is waiting for you in casework."


@pytest.mark.parametrize(("every", "pause"), [("hour", HOUR), ("day", 24 * HOUR)])
def test_at_most_one_in_the_time_that_she_chose(
    places: Places, site: Wiring, post: Post, now: datetime, every: str, pause: timedelta
) -> None:
    places.referral(5 * HOUR)
    remind(places, places.worker, now, every)
    with post() as box:
        there = mailing(site, box.port)
        sent = [
            one_pass(there, at).reminders
            for at in (now, now, now + pause - timedelta(seconds=1), now + pause, now + pause)
        ]
    assert sent == [1, 0, 0, 1, 0]
    assert len(box.letters) == 2


@pytest.mark.parametrize(
    ("state", "ago"), [("closed", 50), ("engaged", 50), ("not_contactable", 50), ("sent", -20)]
)
def test_nothing_is_sent_where_nothing_waits(
    places: Places, site: Wiring, post: Post, now: datetime, state: str, ago: int
) -> None:
    places.referral(ago * HOUR, state=state, taken_case_id=make_case(places.session, places.worker).id)
    remind(places, places.worker, now)
    with post() as box:
        assert one_pass(mailing(site, box.port), now).reminders == 0
    assert box.letters == []


def test_unsafe_contact_stops_what_could_make_somebody_reach_for_the_phone(
    places: Places, site: Wiring, post: Post, now: datetime
) -> None:
    case = make_case(places.session, places.worker)
    referral = places.referral(50 * HOUR, state="contacting", taken_case_id=case.id)
    remind(places, places.worker, now)
    with post() as box:
        there = mailing(site, box.port)
        assert one_pass(there, now).reminders == 1
        referral.state = "contact_unsafe"
        places.session.commit()
        assert one_pass(there, now + 30 * HOUR).reminders == 0
    assert {address for to, _ in box.letters for address in to} == {ADDRESS}


def test_what_only_waits_for_others_reminds_nobody(
    places: Places, site: Wiring, post: Post, now: datetime
) -> None:
    places.referral(50 * HOUR)
    remind(places, places.officer, now)
    with post() as box:
        assert one_pass(mailing(site, box.port), now).reminders == 0


def test_a_supervisor_is_reminded_of_what_she_was_told(
    places: Places, site: Wiring, post: Post, now: datetime
) -> None:
    places.referral(4 * HOUR)
    remind(places, places.supervisor, now)
    remind(places, places.coordinator, now, address="dieu.phoi@example.vn")
    with post() as box:
        there = mailing(site, box.port)
        one_pass(there, now)
        assert [to for to, _ in box.letters] == [[ADDRESS]]
        one_pass(there, now + 2 * HOUR)
    assert sorted(to[0] for to, _ in box.letters[1:]) == [ADDRESS, "dieu.phoi@example.vn"]


def test_whoever_is_walled_off_or_gone_is_not_reminded(
    places: Places, site: Wiring, post: Post, now: datetime
) -> None:
    referral = places.referral(5 * HOUR)
    other = make_staff(places.session, places.house)
    remind(places, places.worker, now)
    remind(places, other, now, address="khac@example.vn")
    places.session.add(Wall(user_id=places.worker.id, row_id=referral.id, raised_at=now))
    places.session.get_one(User, other.id).disabled_at = now
    places.session.commit()
    with post() as box:
        assert one_pass(mailing(site, box.port), now).reminders == 0


def test_without_a_mail_server_nothing_is_claimed(places: Places, site: Wiring, now: datetime) -> None:
    places.referral(5 * HOUR)
    remind(places, places.worker, now)
    assert one_pass(site, now).reminders == 0
    places.session.expire_all()
    assert places.session.scalars(select(ReminderAddress.sent_at)).one() is None


def test_what_the_server_does_not_take_is_tried_again(
    places: Places, site: Wiring, post: Post, now: datetime
) -> None:
    places.referral(5 * HOUR)
    other = make_staff(places.session, places.house)
    remind(places, places.worker, now)
    remind(places, other, now, address="khac@example.vn")
    with post(frozenset({ADDRESS})) as box:
        passed = one_pass(mailing(site, box.port), now)
    assert (passed.reminders, passed.unsent) == (1, 1)
    away = one_pass(mailing(site, box.port), now + timedelta(minutes=1))
    assert (away.reminders, away.unsent) == (0, 1)
    with post() as box:
        again = one_pass(mailing(site, box.port), now + timedelta(minutes=2))
    assert (again.reminders, again.unsent) == (1, 0)
    assert [to for to, _ in box.letters] == [[ADDRESS]]


def test_two_passes_at_once_remind_once(places: Places, site: Wiring, now: datetime) -> None:
    places.referral(5 * HOUR)
    remind(places, places.worker, now)
    row = places.session.scalars(select(ReminderAddress)).one()
    operator = access_policy().operator()
    deadlines = site.policies.deadlines
    with site.sessions() as other:
        other.info["actor"] = operator
        assert len(claim_reminders(other, operator, access_policy(), deadlines, now)) == 1
        other.commit()
    assert row.sent_at is None  # read before the other pass committed
    assert not operations._move(places.session, row.id, None, now)
    places.session.rollback()
    give_back(places.session, Letter(row.id, ADDRESS, "vi", None), now)
    places.session.commit()
    places.session.refresh(row)
    assert row.sent_at is None


def test_one_pass_at_a_time_on_a_machine(home: Path) -> None:
    with alone(home) as first, alone(home) as second:
        assert (first, second) == (True, False)
    with alone(home) as third:
        assert third


def test_an_address_that_is_stopped_cannot_be_read_again(places: Places, now: datetime) -> None:
    remind(places, places.worker, now)
    [key] = places.session.scalars(select(ReminderAddress.id)).all()
    assert places.session.get(SubjectKey, key) is not None
    remind(places, places.worker, now, address="moi@example.vn")
    assert places.session.get(SubjectKey, key) is None
    operations.stop_reminders(places.session, places.worker, now)
    places.session.commit()
    assert places.session.scalars(select(ReminderAddress.id)).all() == []
    log = places.session.scalars(select(Entry.facts).where(Entry.event.startswith("reminder."))).all()
    assert sorted(log) == ['{"every":"hour"}', '{"every":"hour"}', "{}"]


def test_the_address_lies_sealed_in_the_database(places: Places, now: datetime) -> None:
    remind(places, places.worker, now)
    [row] = places.session.connection().exec_driver_sql("SELECT * FROM reminder_address").all()
    whole = b"".join(
        bytes(part) if isinstance(part, (bytes, memoryview)) else str(part).encode() for part in row
    )
    assert b"hour" in whole
    for part in (b"lan", b"example", ADDRESS.encode()):
        assert part not in whole
    assert places.session.scalars(select(ReminderAddress)).one().address == ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lan",
        "lan@",
        "@example.vn",
        "lan@vn",
        "a b@example.vn",
        "lan@example.vn,x@y.vn",
        "lan@example.vn\nBcc: x@y.vn",
        "Lan <lan@example.vn>",
        "lan@-x.vn",
        f"{'a' * 250}@example.vn",
    ],
)
def test_what_is_no_address_is_refused(places: Places, now: datetime, text: str) -> None:
    with pytest.raises(Refusal):
        operations.set_reminders(places.session, places.worker, text, "hour", now)


def test_a_role_without_work_sets_no_reminders(places: Places, now: datetime) -> None:
    administrator = make_staff(places.session, None, "administrator")
    with pytest.raises(NotFound):
        operations.set_reminders(places.session, administrator, ADDRESS, "hour", now)


def test_the_pass_deletes_old_drafts_and_tells_the_officer_of_a_missing_signature(
    places: Places, site: Wiring, now: datetime
) -> None:
    referral = places.referral(24 * HOUR, ground="danger_to_life", risk="low", state="engaged")
    places.session.info["actor"] = places.worker
    keep_draft(places.session, places.worker, {"full_name": ["Đỗ"]}, None, now - timedelta(days=7))
    keep_draft(places.session, places.worker, {"full_name": ["Lê"]}, None, now - timedelta(days=6, hours=23))
    places.session.commit()
    assert one_pass(site, now - timedelta(minutes=1)) == Passed(0, 0, 0, 0, 0, 0)
    assert one_pass(site, now) == Passed(1, 0, 0, 1, 0, 0)
    assert one_pass(site, now) == Passed(0, 0, 0, 0, 0, 0)
    assert len(places.session.scalars(select(Draft.id)).all()) == 1
    notice = places.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.row_id, notice.user_id) == ("referral.uncountersigned", referral.id, None)
    noted = places.session.scalars(select(Entry.facts).where(Entry.event == "tick.done")).all()
    assert noted == ['{"coordinator":0,"drafts":1,"officer":1,"reminders":0,"supervisor":0}']


def test_a_password_goes_over_tls_alone(
    places: Places, site: Wiring, post: Post, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "password"
    secret.write_text("bi mat\n")
    places.referral(5 * HOUR)
    remind(places, places.worker, now)
    theirs, ours = contexts(tmp_path)
    user = {"smtp_user": "casework", "smtp_password_file": secret, "smtp_tls": "starttls"}
    with post(secure=theirs) as box:
        distrusted = one_pass(mailing(site, box.port, **user), now)
        assert (distrusted.reminders, distrusted.unsent, box.logins) == (0, 1, [])
        monkeypatch.setattr("casework.reminders.mail.ssl.create_default_context", lambda: ours)
        assert one_pass(mailing(site, box.port, **user), now).reminders == 1
    assert box.logins == [(b"casework", b"bi mat")]


def test_no_error_of_the_mail_server_repeats_an_address(places: Places, site: Wiring, now: datetime) -> None:
    assert ADDRESS not in repr(Letter(places.house.id, ADDRESS, "vi", None))
    assert issubclass(smtplib.SMTPException, OSError)  # what mail.send relies on
