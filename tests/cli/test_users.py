"""``casework users`` and ``casework audit`` in a home of their own."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.accounts.models import User
from casework.crypto.password import verify_password
from casework.providers.models import Provider
from tests.cli.conftest import Casework, opened
from tests.factories.people import make_house

MANAGER = ("users", "add", "quan.ly", "--name", "Đỗ Hồng Vân", "--role", "manager")
ONE_TIME = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


@pytest.fixture
def home(casework: Casework, fresh: Path) -> Path:
    """A home that is ready."""
    assert casework("init").exit_code == 0
    return fresh


def test_an_account_is_made_with_a_one_time_password_on_standard_output_alone(
    casework: Casework, home: Path
) -> None:
    made = casework(*MANAGER)
    assert made.exit_code == 0
    assert ONE_TIME.fullmatch(made.stdout.strip())
    assert not ONE_TIME.search(made.stderr)
    with opened(home) as session:
        user = session.scalars(select(User)).one()
        assert (user.username, user.role, user.must_change, user.language) == (
            "quan.ly",
            "manager",
            True,
            "vi",
        )
        assert verify_password(made.stdout.strip(), user.password_hash)


def test_the_language_of_the_site_is_that_of_its_new_accounts(casework: Casework, home: Path) -> None:
    assert casework(*MANAGER, CASEWORK_LANGUAGE="en").exit_code == 0
    with opened(home) as session:
        assert session.scalars(select(User.language)).one() == "en"


def test_staff_of_a_facility_are_made_by_its_name_or_code(casework: Casework, home: Path) -> None:
    with opened(home) as session:
        make_house(session, "Nhà Một").ledger_code = "CS1"
        make_house(session, "Nhà Hai")
        make_house(session, "Nhà Hai")
        session.commit()
    add = ("users", "add", "nhan.vien", "--name", "A", "--role", "facility_worker")
    assert casework(*add, "--facility", "CS1").exit_code == 0
    ambiguous = casework(
        "users", "add", "b.b", "--name", "B", "--role", "facility_worker", "--facility", "Nhà Hai"
    )
    assert ambiguous.exit_code == 1
    assert "More than one" in ambiguous.stderr
    unknown = casework(
        "users", "add", "b.b", "--name", "B", "--role", "facility_worker", "--facility", "Không"
    )
    assert unknown.exit_code == 1
    assert "No facility" in unknown.stderr
    officer = ("users", "add", "can.bo", "--name", "C", "--role", "police_officer", "--facility", "CS1")
    misplaced = casework(*officer)
    assert misplaced.exit_code == 1
    assert "kind" in misplaced.stderr
    with opened(home) as session:
        house = session.scalars(select(Provider).where(Provider.ledger_code == "CS1")).one()
        assert session.scalars(select(User.facility_id)).all() == [house.id]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("users", "add", "Hà Trần", "--name", "A", "--role", "manager"), "small letters"),
        (("users", "add", "a.b", "--name", "A", "--role", "chief"), "roles"),
        (("users", "add", "a.b", "--name", "A", "--role", "facility_worker"), "facility"),
        (("users", "add", "a.b", "--name", "a" * 121, "--role", "manager"), "120"),
        (("users", "disable", "ai.do"), "no account"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(
    casework: Casework, home: Path, arguments: tuple[str, ...], words: str
) -> None:
    refused = casework(*arguments)
    assert refused.exit_code == 1
    assert words in refused.stderr
    assert "unforeseen" not in refused.stderr
    assert refused.stdout == ""


def test_accounts_are_listed_and_disabled(casework: Casework, home: Path) -> None:
    casework(*MANAGER)
    assert re.search(
        r"^quan\.ly +manager +one-time password$", casework("users", "list").stdout, re.MULTILINE
    )
    assert casework("users", "disable", "QUAN.LY").exit_code == 0
    assert re.search(r"^quan\.ly +manager +disabled$", casework("users", "list").stdout, re.MULTILINE)
    taken = casework(*MANAGER)
    assert taken.exit_code == 1
    assert "taken" in taken.stderr


def test_the_log_is_verified_and_a_fault_is_named_and_exits_with_one(casework: Casework, home: Path) -> None:
    assert "0 entries" in casework("audit", "verify").stdout
    casework(*MANAGER)
    sound = casework("audit", "verify")
    assert sound.exit_code == 0
    assert "2 entries" in sound.stdout
    with sqlite3.connect(home / "casework.db") as database:
        database.execute("UPDATE audit_entry SET facts = '{}' WHERE position = 1")
    broken = casework("audit", "verify")
    assert broken.exit_code == 1
    assert "number 1." in broken.stderr
    assert broken.stdout == ""


def test_a_home_that_is_not_there_is_said(casework: Casework) -> None:
    for arguments in (("users", "list"), ("audit", "verify"), MANAGER):
        refused = casework(*arguments)
        assert refused.exit_code == 1
        assert "casework init" in refused.stderr
