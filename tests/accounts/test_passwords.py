"""What a password must be, and changing one's own."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import User
from casework.accounts.passwords import common_passwords
from casework.accounts.rules import check_password, check_username
from casework.audit.models import Entry
from casework.crypto.password import verify_password
from casework.paths import ROOT_POLICIES
from casework.refusal import Refusal
from tests.factories.users import PASSWORD, Visitor

COMMON = common_passwords(ROOT_POLICIES / "common-passwords.txt")
NEW = "mặt trăng cà phê xe đạp"


@pytest.fixture
def engine_kind() -> str:
    """Rules and forms know nothing of the engine."""
    return "sqlite"


@pytest.mark.parametrize("password", [NEW, "correct horse battery", "x7#pQ9!mZ2wL", "ắ" * 3 + "mbncuiwq!"])
def test_a_password_needs_length_and_nothing_else(password: str) -> None:
    check_password(password, username="nhanvien", common=COMMON)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("ngắn quá!!!", "at least"),
        ("d" * 129, "at most"),
        ("password1234", "Many people"),
        ("Password2026!", "Many people"),
        ("matkhau123456", "Many people"),
        ("nhanvien là tôi", "too easy"),
        ("NHANVIEN là tôi", "too easy"),
        ("aaaabbbbaaaabbbb", "too easy"),
        ("121212121212", "too easy|Many people"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        check_password(password, username="nhanvien", common=COMMON)
    assert refused.value.field == "password"


@pytest.mark.parametrize("name", ["ab", "đào.hoa", "hai từ", "a" * 61, ".abc", "abc-", "", "a@b.vn"])
def test_a_user_name_has_one_plain_spelling(name: str) -> None:
    with pytest.raises(Refusal):
        check_username(name)
    assert check_username(" Nhan.Vien-2 ") == "nhan.vien-2"


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"current": "không phải", "password": NEW, "again": NEW}, "current", "không phải mật khẩu hiện tại"),
        ({"current": PASSWORD, "password": NEW, "again": NEW + "x"}, "again", "không giống nhau"),
        ({"current": PASSWORD, "password": "ngắn", "again": "ngắn"}, "password", "ít nhất 12"),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "password", "phải khác"),
        ({"current": "", "password": NEW, "again": NEW}, "current", "Nhập mật khẩu hiện tại"),
    ],
)
def test_a_refused_change_says_why_at_its_field_and_changes_nothing(
    visitor: Visitor, worker: User, session: Session, sent: dict[str, str], field: str, words: str
) -> None:
    visitor.sign_in(worker.username)
    answer = visitor.post("/account/password", sent)
    assert answer.status_code == 200
    error = answer.text.partition(f'id="{field}-error"')[2][:400]
    assert words.casefold() in error.casefold()
    assert NEW not in answer.text
    stored = session.get_one(User, worker.id, populate_existing=True).password_hash
    assert verify_password(PASSWORD, stored)


def test_a_change_is_on_record(visitor: Visitor, worker: User, session: Session) -> None:
    visitor.sign_in(worker.username)
    visitor.post("/account/password", {"current": PASSWORD, "password": NEW, "again": NEW})
    told = session.scalars(select(Entry).where(Entry.event == "password.changed")).one()
    assert (told.actor_id, told.row_id, told.facts) == (worker.id, worker.id, "{}")
