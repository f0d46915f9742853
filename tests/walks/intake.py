"""The steps of opening a case, as a worker types them."""

from tests.walks.walker import Walker, day

HER_NAME = "Lò Thị Mai Hương"
WORDS = "Anh ta đẩy tôi ngã ở bếp tối hôm kia."


def tells_who_and_what(worker: Walker) -> None:
    """Fill in the page on which a case is opened."""
    worker.fills({"Họ và tên": HER_NAME, "Ngày sinh": "1990", "Số điện thoại": "0912 345 678"})
    worker.ticks("Giới tính", "Nữ")
    worker.ticks("Có được liên hệ với người này không?", "Có")
    worker.page.get_by_label("Cách liên hệ an toàn").select_option(label="Gọi điện thoại")
    worker.fills({"Số hoặc địa chỉ để liên hệ": "0987 654 321"})
    worker.page.get_by_label("Ngày xác nhận với người bị bạo lực").fill(day())
    worker.ticks("Lập và lưu hồ sơ để được hỗ trợ", "Đồng ý")
    worker.ticks("Loại vụ việc", "Bạo lực gia đình")
    worker.page.get_by_label("Ngày phát hiện").fill(day(2))
    worker.page.get_by_label("Xã, phường, đặc khu nơi phát hiện").fill("Ba Đình, Hà Nội")
    worker.page.get_by_label("Nguồn phát hiện").select_option("cong_an")
    worker.page.get_by_role("checkbox", name="a) Hành hạ").check()
    worker.ticks("Hình thức bạo lực", "Thể chất")
    worker.page.get_by_label("Diễn biến sự việc, theo lời người bị bạo lực").fill(WORDS)
    worker.ticks("Người này có nhu cầu hỗ trợ không?", "Có")


def opens_a_case(worker: Walker) -> None:
    """From the list to the new file."""
    worker.follows("Lập vụ việc")
    tells_who_and_what(worker)
    worker.presses("Lập vụ việc này")
    worker.is_at("/cases/*")
