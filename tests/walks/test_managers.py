"""A report's way from the figures to the file for another system, by two managers without JavaScript."""

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from casework.indicators.policies import SitePolicies
from tests.factories.reports import make_figures
from tests.factories.users import make_user
from tests.walks.walker import Site, Walker

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

WRITTEN = {
    "Công tác lãnh đạo, chỉ đạo và tổ chức thực hiện": "Đã ban hành kế hoạch.",
    "Kết quả thực hiện": "Đã làm nhiều việc. <b>Không đậm</b>",
    "Phương hướng, nhiệm vụ thời gian tới": "Sẽ làm tiếp.",
    "Cơ quan báo cáo": "Sở Nội vụ",
}


@pytest.fixture
def two(walker: Callable[..., Walker], site: Site, policies: SitePolicies) -> tuple[Walker, Walker]:
    """Figures closed on 9 June 2025, who writes of them at a desk, and who answers on a telephone."""
    make_figures(site.session, policies)
    make_user(site.session, "manager", None, username="quan.ly.hai")
    site.session.commit()
    one, other = (walker(width=width, java_script_enabled=False) for width in (1280, 360))
    return one.signs_in("manager"), other.signs_in("quan.ly.hai")


def test_from_the_dashboard_to_the_report_and_the_file(two: tuple[Walker, Walker]) -> None:
    one, other = two
    # when: how does the province stand, and what is due?
    one.is_at("/dashboard")
    one.page.get_by_label("Địa bàn").select_option(label="Tỉnh Hưng Yên")
    one.presses("Hiện")
    one.sees("Tổng quan số liệu: Tỉnh Hưng Yên", "7/9")
    one.follows("Các báo cáo")
    one.sees("Ủy ban nhân dân tỉnh Hưng Yên", "09/06/2025", "Quá hạn")
    lie_apart(one, "tbody tr:first-child td .govuk-tag, tbody tr:first-child td .govuk-button")
    one.page.locator("form[action*='hung-yen-2025/half-year'] button").click()
    # when: she writes it and sends it
    one.is_at("/reports/*")
    one.sees("Nếu gửi bây giờ, báo cáo lấy đợt công bố 2025-1")
    one.presses("Gửi báo cáo")
    one.sees("Còn phần bắt buộc chưa viết")
    one.presses("Viết báo cáo")
    one.fills(WRITTEN)
    one.presses("Lưu")
    one.presses("Gửi báo cáo")
    one.sees("Đã gửi báo cáo.", "người khác sẽ ghi nhận kết quả xử lý")
    place = one.page.url.removeprefix(one.site.address)
    # when: the other one writes down what the first station said
    other.goes_to(place)
    other.sees("Đã làm nhiều việc. <b>Không đậm</b>")
    other.presses("Được chấp nhận")
    other.sees("Đã ghi nhận báo cáo được chấp nhận.", "Sở Nội vụ – chấp nhận")
    # then: the document is what was sent
    words, name = document(other)
    assert name == "report-hung-yen-2025-half-year-2025.docx"
    assert "Đã làm nhiều việc. &lt;b&gt;Không đậm&lt;/b&gt;" in words
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    # then: the file for another system is shown before it is taken, and nothing of it is withheld by chance
    one.follows("Gửi số liệu")
    one.page.locator("main td a").first.click()
    one.is_at("/exports/2025-1/*")
    one.sees("Chạy thử", "Bỏ ra vì không công bố", "Mã băm của tệp")
    with one.page.expect_download() as taken:
        one.presses("Lấy tệp")
    assert taken.value.suggested_filename == "release-2025-1-dhis2-json.json"
    one.is_told_that_there_is_no_such_page("/cases")
    assert one.complaints == [
        "Failed to load resource: the server responded with a status of 404 (NOT FOUND)"
    ]
    assert other.complaints == []


def lie_apart(reader: Walker, what: str) -> None:
    """These stand one under the other, and none covers a part of the next."""
    found = [box for one in reader.page.locator(what).all() if (box := one.bounding_box())]
    assert len(found) > 1
    for above, below in pairwise(found):
        assert above["y"] + above["height"] <= below["y"], what


def document(reader: Walker) -> tuple[str, str]:
    """The text of the submitted report as DOCX, and its file name."""
    with reader.page.expect_download() as taken:
        reader.follows("DOCX")
    with ZipFile(BytesIO(Path(taken.value.path()).read_bytes())) as packed:
        return packed.read("word/document.xml").decode(), taken.value.suggested_filename
