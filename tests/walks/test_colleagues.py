"""The counsellor, the supervisor and the manager, each at their own work and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework import clock
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from tests.factories.cases import make_case
from tests.factories.people import make_person
from tests.factories.users import actor_of
from tests.walks.walker import Site, Walker, day

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

SAMPLE = Path(__file__).parents[1] / "exchange" / "data" / "so-theo-doi-mau.xlsx"
HIS_NAME, HER_NAME = "Trần Văn Bình", "Lò Thị Mai Hương"


@pytest.fixture
def his_file(site: Site) -> str:
    """A case with an alleged perpetrator; returns the survivor's case reference."""
    session, worker = site.session, actor_of(site.staff["facility_worker"])
    session.info["actor"] = worker
    survivor = make_person(session, worker, site.house.id, full_name=HER_NAME)
    case = make_case(session, worker, survivor)
    person = make_person(session, worker, site.house.id, PERPETRATOR, full_name=HIS_NAME, sex="nam")
    perpetrators.link(session, worker, case, person, clock.now())
    session.commit()
    return case.reference


def test_the_counsellor_records_a_session(walker: Callable[..., Walker], site: Site, his_file: str) -> None:
    # given
    counsellor = walker().signs_in("perpetrator.counsellor")
    # when
    counsellor.follows(HIS_NAME)
    counsellor.follows("Ghi nhận buổi tư vấn mới")
    counsellor.page.get_by_label("Ngày tư vấn").fill(day(1))
    counsellor.ticks("Hình thức", "Tư vấn, tham vấn")
    counsellor.ticks("Người đó có mặt không?", "Có")
    counsellor.page.get_by_label("Ghi chú").fill("Ông nhận lỗi")
    counsellor.presses("Lưu")
    # then
    counsellor.is_at("/perpetrators/*")
    counsellor.sees(day(1), "Ông nhận lỗi")
    counsellor.does_not_see(HER_NAME, his_file)
    for path in ("/cases", f"/cases/{his_file}", "/dashboard", "/ledger", "/accounts/", "/log/"):
        counsellor.is_told_that_there_is_no_such_page(path)
    assert [said for said in counsellor.complaints if "404" not in said] == []


def test_the_supervisor_brings_the_sample_ledger_in(walker: Callable[..., Walker], site: Site) -> None:
    # given
    supervisor = walker().signs_in("facility.supervisor")
    # when
    supervisor.goes_to("/ledger")
    supervisor.page.get_by_label("Sổ theo dõi (.xlsx)").set_input_files(SAMPLE)
    supervisor.ticks("Việc cần làm", "Kiểm tra và lưu")
    supervisor.presses("Gửi sổ")
    # then: how far it is, and in the end what was done, without anybody pressing anything
    supervisor.is_at("/ledger/*")
    expect(supervisor.page.get_by_text("Đã lưu").first).to_be_visible(timeout=60_000)
    supervisor.sees("Vụ việc", "240")
    for path in ("/log/", "/accounts/", "/perpetrators"):
        supervisor.is_told_that_there_is_no_such_page(path)
    assert [said for said in supervisor.complaints if "404" not in said] == []


def test_the_manager_reads_the_released_figures_and_no_name(
    walker: Callable[..., Walker], site: Site, his_file: str
) -> None:
    # given
    manager = walker().signs_in("manager")
    # when
    manager.is_at("/dashboard")
    # then
    manager.sees("Tổng quan số liệu")
    manager.follows("Cách tính các chỉ tiêu và các kế hoạch")
    manager.sees("Người bị bạo lực được tiếp cận dịch vụ hỗ trợ cơ bản")
    manager.does_not_see(HER_NAME, HIS_NAME, his_file)
    for path in (
        "/cases",
        f"/cases/{his_file}",
        "/perpetrators",
        "/ledger",
        "/accounts/",
        "/log/",
        "/search",
    ):
        manager.is_told_that_there_is_no_such_page(path)


def test_the_administrator_makes_an_account_whose_owner_chooses_a_password(
    walker: Callable[..., Walker], site: Site
) -> None:
    # given
    administrator = walker().signs_in("administrator")
    # when
    administrator.goes_to("/accounts/new")
    administrator.fills({"Tên đăng nhập": "moi.vao"})
    administrator.page.locator("input[name=name]").fill("Người Mới")
    administrator.page.locator("input[name=role][value=manager]").check()
    administrator.page.locator("main button[type=submit]").click()
    password = administrator.page.locator("dd").nth(1).inner_text().strip()
    # then
    newcomer = walker()
    newcomer.goes_to("/")
    newcomer.fills({"Tên đăng nhập": "moi.vao"})
    newcomer.page.get_by_label("Mật khẩu", exact=True).fill(password)
    newcomer.presses("Đăng nhập")
    newcomer.is_at("/account/password")
    chosen = "mặt trăng cà phê xe đạp"
    for name, typed in (("current", password), ("password", chosen), ("again", chosen)):
        newcomer.page.locator(f"input[name={name}]").fill(typed)
    newcomer.page.locator("main button[type=submit]").click()
    newcomer.is_at("/dashboard")
