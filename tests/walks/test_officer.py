"""A commune police officer at night: eight questions on a telephone, a receipt, and states ever after."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.factories.partners import make_duty
from tests.walks.walker import Site, Walker, day

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

HER_NAME = "Lò Thị Mai Hương"
NEXT = "Tiếp tục"


def answers_seven_questions(officer: Walker, *, danger: bool = False) -> None:
    """From the start page to the choice of the facility."""
    page = officer.page
    officer.presses("Bắt đầu")
    officer.ticks("Có được liên hệ với người này không?", "Có")
    page.get_by_label("Cách liên hệ an toàn").select_option(label="Gọi điện thoại")
    officer.fills({"Số hoặc địa chỉ để liên hệ": "0987 654 321", "Mật khẩu khi gọi": "hoa mai"})
    page.get_by_label("Ngày xác nhận với người bị bạo lực").fill(day())
    officer.presses(NEXT)
    officer.ticks("Cần hỗ trợ gì", "Bố trí nơi tạm lánh")
    page.get_by_label("Xã, phường, đặc khu nơi cần hỗ trợ").fill("Ba Đình, Hà Nội")
    officer.presses(NEXT)
    officer.ticks("Dấu hiệu nguy hiểm", "Đe dọa giết")
    officer.ticks("Hiện nay nguy hiểm đến mức nào?", "Đặc biệt cao")
    officer.presses(NEXT)
    if danger:
        page.get_by_label("Nguy hiểm đến tính mạng").check()
        page.get_by_label("Căn cứ pháp lý").select_option("protect_life")
    else:
        page.get_by_label("Người được chuyển gửi đồng ý").check()
    officer.presses(NEXT)
    officer.fills({"Họ và tên": HER_NAME, "Ngày sinh": "1990", "Số điện thoại": "0912 345 678"})
    officer.ticks("Giới tính", "Nữ")
    officer.presses(NEXT)
    page.get_by_role("checkbox", name="a) Hành hạ").check()
    page.get_by_label("Diễn biến sự việc, theo lời người bị bạo lực").fill("Anh ta dọa giết tôi.")
    officer.presses(NEXT)
    officer.ticks("Có trẻ em cũng cần được bảo vệ không?", "Có")
    officer.presses(NEXT)


@pytest.fixture
def on_duty(site: Site) -> Site:
    make_duty(site.session, site.house, "tam_lanh", "00004")
    site.session.commit()
    return site


@pytest.mark.parametrize("script", [True, False])
def test_somebody_is_referred_on_a_telephone(
    walker: Callable[..., Walker], on_duty: Site, script: bool
) -> None:
    # given
    officer = walker(width=360, java_script_enabled=script).signs_in("police.officer")
    officer.is_at("/refer/")
    # when
    answers_seven_questions(officer)
    expect(officer.page.get_by_label("Trung tâm Ánh Dương")).to_be_checked()
    officer.presses(NEXT)
    officer.sees("Kiểm tra lại trước khi gửi", HER_NAME, "Trung tâm Ánh Dương", "hoa mai")
    officer.presses("Gửi phiếu chuyển gửi")
    # then
    officer.is_at("/refer/sent/*/receipt")
    officer.sees("Số biên nhận")
    officer.does_not_see(HER_NAME, "0987 654 321", "Ánh Dương")
    officer.follows("Xem tiến độ")
    officer.sees("Đã gửi")
    officer.does_not_see(HER_NAME, "Ánh Dương", "tạm lánh")
    assert officer.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_the_browsers_own_back_and_forward_lose_nothing(
    walker: Callable[..., Walker], on_duty: Site, script: bool
) -> None:
    # given
    officer = walker(width=360, java_script_enabled=script).signs_in("police.officer")
    answers_seven_questions(officer)
    # when
    for _ in range(3):
        officer.page.go_back()
    # then
    expect(officer.page.get_by_label("Họ và tên")).to_have_value(HER_NAME)
    officer.page.go_forward()
    expect(officer.page.get_by_label("Diễn biến sự việc")).to_have_value("Anh ta dọa giết tôi.")
    officer.page.get_by_label("Họ tên người bị cho là có hành vi bạo lực").fill("Trần Văn Nam")
    officer.presses("Quay lại")
    expect(officer.page.get_by_label("Họ và tên")).to_have_value(HER_NAME)
    officer.presses(NEXT)
    # when: away in the middle, and back another day
    officer.goes_to("/refer/")
    officer.page.get_by_role("link", name=re.compile("^Tiếp tục")).click()
    officer.sees("Chuyển gửi đến cơ sở nào?")


def test_an_answer_is_found_again_after_the_session_ran_out(
    walker: Callable[..., Walker], on_duty: Site
) -> None:
    # given
    officer = walker(width=360, java_script_enabled=False).signs_in("police.officer")
    officer.presses("Bắt đầu")
    officer.ticks("Có được liên hệ với người này không?", "Không")
    officer.fills({"Mật khẩu khi gọi": "hoa mai"})
    # when
    on_duty.an_hour_passes()
    officer.presses(NEXT)
    # then
    expect(officer.page).to_have_url(re.compile("/sign-in"))
    officer.does_not_see("hoa mai")
    officer.fills({"Tên đăng nhập": "police.officer"})
    officer.page.get_by_label("Mật khẩu", exact=True).fill("bốn từ không liên quan")
    officer.presses("Đăng nhập")
    expect(officer.page.get_by_label("Mật khẩu khi gọi")).to_have_value("hoa mai")


def test_a_danger_to_life_is_countersigned_by_a_colleague(
    walker: Callable[..., Walker], on_duty: Site
) -> None:
    # given
    officer = walker(java_script_enabled=False).signs_in("police.officer")
    answers_seven_questions(officer, danger=True)
    officer.presses(NEXT)
    officer.sees("ký xác nhận trong 24 giờ")
    officer.presses("Gửi phiếu chuyển gửi")
    officer.goes_to("/refer/sent/")
    officer.sees("Chờ đồng nghiệp ký xác nhận")
    # when
    colleague = walker(width=360, java_script_enabled=False).signs_in("dong.doi")
    colleague.follows("Chuyển gửi đã gửi")
    colleague.page.locator("td a").first.click()
    colleague.presses("Xem và ký xác nhận")
    colleague.sees("Bảo vệ tính mạng", "Đặc biệt cao")
    colleague.does_not_see(HER_NAME)
    colleague.presses("Ký xác nhận")
    colleague.sees("Hãy xác nhận, hoặc không ký")
    colleague.page.get_by_role("checkbox").check()
    colleague.presses("Ký xác nhận")
    # then
    colleague.sees("Đã ký xác nhận lúc")
    officer.goes_to("/refer/sent/")
    officer.does_not_see("Chờ đồng nghiệp ký xác nhận")
