"""A coordinator puts a facility on duty, and sees who would be asked."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import make_house
from tests.walks.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]


@pytest.mark.parametrize("script", [True, False])
def test_a_coordinator_decides_who_is_asked_first(
    walker: Callable[..., Walker], session: Session, script: bool
) -> None:
    # given: without a table the facilities of the province are asked by name
    make_house(session, "Trung tâm Bình Minh")
    session.commit()
    one = walker(width=360, java_script_enabled=script).signs_in("coordinator")
    one.goes_to("/duty/asked?kind=tam_lanh&place=00004")
    one.sees("Trung tâm Bình Minh", "đây là cơ sở gần nhất")
    # when
    one.goes_to("/duty/")
    one.presses("Phân công cơ sở, cơ quan")
    one.ticks("Dịch vụ hỗ trợ", "Bố trí nơi tạm lánh")
    one.ticks("Địa bàn", "Một xã, phường")
    one.page.get_by_label("Xã, phường, đặc khu", exact=True).fill("Ba Đình, Hà Nội")
    one.page.get_by_label("Cơ sở, cơ quan được phân công").select_option(label="Trung tâm Ánh Dương")
    one.presses("Lưu")
    # then
    one.is_at("/duty/")
    one.sees("Đã thêm 1 dòng vào bảng phân công.", "Phường Ba Đình", "Trung tâm Ánh Dương")
    one.goes_to("/duty/asked?kind=tam_lanh&place=00004")
    table = one.page.locator("main tbody tr")
    assert "Trung tâm Ánh Dương" in table.nth(0).inner_text()
    assert "Được phân công cho xã, phường" in table.nth(0).inner_text()
    assert "đây là cơ sở gần nhất" in table.nth(1).inner_text()
    assert one.complaints == []


def test_an_officer_finds_no_list_of_facilities(walker: Callable[..., Walker]) -> None:
    officer = walker().signs_in("police.officer")
    for path in ("/duty/", "/duty/asked", "/duty/new", "/facilities/", "/search", "/cases"):
        officer.is_told_that_there_is_no_such_page(path)
