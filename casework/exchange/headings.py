"""The public agreement with those who keep ledgers: the seven sheets and their headings, in order.

A heading may be added, never renamed. How its cells are read stands in ``columns``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The name of a sheet, and the heading of each field of its rows."""

    name: str
    headings: Mapping[str, str]


SHEETS: Mapping[str, SheetHead] = MappingProxyType(
    {
        "facilities": SheetHead(
            "Cơ sở",
            {
                "code": "Mã cơ sở",
                "name": "Tên cơ sở",
                "kind": "Loại",
                "public": "Công lập",
                "commune": "Mã xã",
            },
        ),
        "people": SheetHead(
            "Người",
            {
                "code": "Mã người",
                "full_name": "Họ và tên",
                "birth": "Ngày sinh",
                "sex": "Giới tính",
                "citizen_number": "Số CCCD",
                "phone": "Điện thoại",
                "safe_to_contact": "An toàn khi liên hệ",
                "residence": "Mã xã cư trú",
                "ethnicity": "Dân tộc",
                "disability": "Khuyết tật",
            },
        ),
        "cases": SheetHead(
            "Vụ việc",
            {
                "code": "Mã vụ việc",
                "facility": "Cơ sở tiếp nhận",
                "detected_on": "Ngày phát hiện",
                "occurred_on": "Ngày xảy ra",
                "commune": "Mã xã",
                "source": "Nguồn phát hiện",
                "kind": "Loại vụ việc",
                "acts": "Hành vi",
                "harms": "Hình thức bạo lực",
                "victim": "Nạn nhân",
                "need": "Nhu cầu hỗ trợ",
                "perpetrators": "Người gây bạo lực",
                "relation": "Quan hệ",
            },
        ),
        "services": SheetHead(
            "Dịch vụ",
            {
                "case": "Mã vụ việc",
                "kind": "Dịch vụ",
                "provider": "Cơ sở cung cấp",
                "referred_on": "Ngày chuyển gửi",
                "delivered_on": "Ngày cung cấp",
                "status": "Tình trạng",
            },
        ),
        "liabilities": SheetHead(
            "Trách nhiệm",
            {
                "person": "Mã người",
                "case": "Mã vụ việc",
                "status": "Tình trạng",
                "from_on": "Từ ngày",
            },
        ),
        "sessions": SheetHead(
            "Tư vấn",
            {
                "person": "Mã người",
                "case": "Mã vụ việc",
                "facility": "Cơ sở",
                "held_on": "Ngày",
                "kind": "Hình thức",
                "attended": "Có mặt",
            },
        ),
        "activities": SheetHead(
            "Hoạt động",
            {
                "facility": "Mã cơ sở",
                "held_on": "Ngày",
                "kind": "Loại hoạt động",
            },
        ),
    }
)
