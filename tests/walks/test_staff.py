"""Staff log a case and a service."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.walks.intake import HER_NAME, WORDS, opens_a_case
from tests.walks.walker import Walker, day

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]


@pytest.mark.parametrize(
    ("engine_kind", "script"), [("sqlite", True), ("sqlite", False), ("postgresql", True)]
)
def test_a_worker_opens_a_case_and_records_a_service(
    walker: Callable[..., Walker], engine_kind: str, script: bool
) -> None:
    # given
    worker = walker(java_script_enabled=script).signs_in("facility.worker")
    # when
    opens_a_case(worker)
    # then
    worker.sees("Đã lập vụ việc.", HER_NAME)
    expect(worker.page).not_to_have_title(HER_NAME)
    worker.follows("Sự việc")
    worker.sees(WORDS)
    # when
    worker.follows("Dịch vụ hỗ trợ")
    worker.presses("Ghi nhận dịch vụ")
    _records_a_service(worker, delivered=day(5))
    # then: a service before the case was detected is refused, and nothing typed is lost
    worker.sees("Có lỗi", "không thể có trước ngày đó")
    expect(worker.page.get_by_label("Ghi chú")).to_have_value("Khám ở trạm y tế")
    # when
    worker.page.get_by_label("Ngày cung cấp").fill(day(1))
    worker.presses("Lưu")
    # then
    worker.is_at("/cases/*/services/")
    worker.sees("Đã ghi nhận dịch vụ.", "Khám ở trạm y tế", day(1), "Trung tâm Ánh Dương")
    worker.goes_to("/cases")
    worker.sees(HER_NAME)
    assert worker.complaints == []


def _records_a_service(worker: Walker, delivered: str) -> None:
    page = worker.page
    page.get_by_label("Dịch vụ", exact=True).select_option("y_te")
    page.get_by_label("Nơi cung cấp").select_option(label="Trung tâm Ánh Dương")
    worker.ticks("Tình trạng", "Đã cung cấp")
    page.get_by_label("Ngày cung cấp").fill(delivered)
    page.get_by_label("Ghi chú").fill("Khám ở trạm y tế")
    worker.presses("Lưu")


def test_a_worker_of_another_facility_finds_nothing_of_it(walker: Callable[..., Walker]) -> None:
    # given
    worker = walker().signs_in("facility.worker")
    opens_a_case(worker)
    path = worker.page.url.removeprefix(worker.site.address)
    # when
    stranger = walker().signs_in("nguoi.khac")
    # then
    stranger.is_told_that_there_is_no_such_page(path)
    stranger.goes_to("/cases")
    stranger.does_not_see(HER_NAME)
    stranger.is_told_that_there_is_no_such_page("/ledger")
    stranger.is_told_that_there_is_no_such_page("/log/")
