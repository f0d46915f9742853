"""Form 09: the request to be allowed contact while an order is in force, as a draft to print."""

from casework.orders.models import PermittedContact
from casework.orders.papers import BLANK, SHORT, Matter, Paper, Words, receiver, when
from casework.policies import Policies


def contact_draft(matter: Matter, contact: PermittedContact, policies: Policies) -> Paper:
    """Form 09: contact while an order is in force."""
    words, order = Words(policies), matter.order
    number = order.number or SHORT
    signed = when(order.decided_at) if order.decided_at else BLANK
    over = when(order.ends_at) if order.ends_at else BLANK
    return Paper(
        agency="",
        heading="ĐƠN ĐỀ NGHỊ",
        subject="Được tiếp xúc trong thời gian thực hiện quyết định cấm tiếp xúc",
        to=receiver(order, words),
        grounds=(),
        sections=(
            ("Người đề nghị", (f"Họ và tên: {BLANK}", f"Nơi cư trú: {BLANK}")),
            (
                "Quyết định cấm tiếp xúc",
                (f"Số: {number}, ký lúc {signed}", f"Có hiệu lực đến: {over}"),
            ),
            (
                "Người phải chấp hành và người được bảo vệ",
                (
                    f"Người có hành vi bạo lực: {matter.perpetrator.full_name or BLANK}",
                    f"Người bị bạo lực: {matter.survivor.full_name or BLANK}",
                ),
            ),
            ("Lý do tiếp xúc", (words.code("permitted_ground", contact.ground), contact.why or BLANK)),
            (
                "Thời gian, địa điểm tiếp xúc",
                (
                    f"Từ {when(contact.starts_at)}",
                    f"Đến {when(contact.ends_at)}",
                    f"Địa điểm: {contact.place or BLANK}",
                ),
            ),
            (
                "Cam kết",
                (
                    (
                        "Không có hành vi bạo lực, không đe dọa, không gây áp lực trong khi tiếp xúc; rời đi ngay khi "
                        "hết thời gian hoặc khi người bị bạo lực yêu cầu."
                    ),
                ),
            ),
        ),
        asks=(
            "Thời gian tiếp xúc không quá 04 giờ. Quyết định cấm tiếp xúc vẫn có hiệu lực ngoài thời gian nêu trên.",
        ),
        signer="NGƯỜI ĐỀ NGHỊ",
        signer_hint="(Ký hoặc điểm chỉ, ghi rõ họ tên)",
        copies=(),
        form="Mẫu số 09",
        answer=(
            "Ý kiến của người bị bạo lực: ☐ Đồng ý   ☐ Không đồng ý",
            "Ý kiến của người ra quyết định: ☐ Cho phép   ☐ Không cho phép",
            "Lúc …… giờ …… phút, ngày …… tháng …… năm ………",
        ),
    )
