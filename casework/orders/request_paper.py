"""The request for a no-contact order, as a draft to print.

Only what ``policies/sharing.toml`` lets a request tell is written on it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from casework.deadlines import Deadlines
from casework.orders import rules
from casework.orders.models import NoContactOrder
from casework.orders.papers import BLANK, SHORT, Matter, Paper, Words, partial, receiver, when
from casework.policies import Policies

ACTS = 20


def request_draft(matter: Matter, policies: Policies) -> Paper:
    """The request for an order (Law 13/2022/QH15, Articles 25 and 26)."""
    words, order = Words(policies), matter.order
    told = _told(matter, policies)
    agency = order.requester == rules.AGENCY
    chair = order.kind == rules.CHAIR
    article = "Điều 25" if chair else "Điều 26"
    return Paper(
        agency=matter.facility.name if agency else "",
        heading="GIẤY ĐỀ NGHỊ" if agency else "ĐƠN ĐỀ NGHỊ",
        subject=f"Áp dụng biện pháp cấm tiếp xúc theo quyết định của {_office(order)}",
        to=receiver(order, words),
        grounds=(
            f"Căn cứ {article} Luật Phòng, chống bạo lực gia đình số 13/2022/QH15 ngày 14 tháng 11 năm 2022;",
            (
                "Căn cứ Nghị định số 76/2023/NĐ-CP của Chính phủ quy định chi tiết một số điều của Luật Phòng, "
                "chống bạo lực gia đình."
            ),
        ),
        sections=(
            ("Người đề nghị", _requester(matter, told)),
            ("Người bị bạo lực", _survivor(told, words)),
            ("Người có hành vi bạo lực", _perpetrator(matter, told, words)),
            ("Hành vi bạo lực", _acts(matter, told, words)),
            ("Lý do đề nghị", (order.why or BLANK, *_former(matter))),
            ("Cơ sở của đề nghị", (_basis(order, words),)),
        ),
        asks=_asks(order, policies.deadlines),
        signer="THỦ TRƯỞNG CƠ QUAN" if agency else "NGƯỜI ĐỀ NGHỊ",
        signer_hint="(Ký, ghi rõ họ tên, đóng dấu)" if agency else "(Ký hoặc điểm chỉ, ghi rõ họ tên)",
        copies=("Như trên;", "Lưu: VT.") if agency else (),
    )


def _told(matter: Matter, policies: Policies) -> Mapping[str, Any]:
    """What may be written of both."""
    newest = matter.incidents[0] if matter.incidents else None
    values: dict[str, Any] = {
        "full_name": matter.survivor.full_name,
        "birth": matter.survivor.birth,
        "sex": matter.survivor.sex,
        "citizen_number": matter.survivor.citizen_number,
        "relation": next((one.relation for one in matter.incidents if one.relation), ""),
        "acts": newest.acts if newest else (),
        "incident_on": newest.occurred if newest else "",
        "perpetrator_name": matter.perpetrator.full_name,
    }
    return {name: value for name, value in values.items() if value and name in policies.sharing.order}


def _office(order: NoContactOrder) -> str:
    return "Chủ tịch Ủy ban nhân dân cấp xã" if order.kind == rules.CHAIR else "Tòa án nhân dân"


def _requester(matter: Matter, told: Mapping[str, Any]) -> tuple[str, ...]:
    if matter.order.requester == rules.AGENCY:
        return (f"Cơ quan, tổ chức: {matter.facility.name}", f"Người liên hệ: {BLANK}")
    if matter.order.requester == rules.HERSELF:
        return (f"Họ và tên: {told.get('full_name') or BLANK} (người bị bạo lực)",)
    return (f"Họ và tên: {BLANK}", f"Là người giám hộ, người đại diện theo pháp luật theo: {BLANK}")


def _survivor(told: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    return (
        f"Họ và tên: {told.get('full_name') or BLANK}",
        (
            f"Ngày sinh: {partial(told.get('birth', ''))}      Giới tính: "
            f"{words.code('sex', told['sex']) if told.get('sex') else SHORT}"
        ),
        f"Số định danh cá nhân (nếu có): {told.get('citizen_number') or BLANK}",
        "Nơi ở: không ghi, để giữ an toàn cho người bị bạo lực; liên hệ qua người đề nghị.",
    )


def _perpetrator(matter: Matter, told: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    relation = told.get("relation", "")
    return (
        f"Họ và tên: {told.get('perpetrator_name') or BLANK}",
        f"Ngày sinh: {SHORT}      Nơi cư trú: {BLANK}",
        f"Quan hệ với người bị bạo lực: {words.code('relation', relation) if relation else SHORT}",
        f"Nơi xảy ra hành vi bạo lực: {words.place(matter.order.commune_code)}",
    )


def _acts(matter: Matter, told: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    if not told.get("acts"):
        return (BLANK,)
    acts: Iterable[str] = told["acts"]
    lines = [f"Thời gian (gần nhất): {partial(told.get('incident_on', ''))}"]
    lines += [
        f"– {words.code('act', act)} (điểm {act} khoản 1 Điều 3 Luật Phòng, chống bạo lực gia đình)"
        for act in acts
    ]
    if len(matter.incidents) > 1:
        lines.append(f"Đã ghi nhận tất cả {len(matter.incidents)} sự việc.")
    return tuple(lines[:ACTS])


def _former(matter: Matter) -> tuple[str, ...]:
    former = matter.former
    if former is None or former.ends_at is None:
        return ()
    return (
        (
            f"Đã có quyết định cấm tiếp xúc số {former.number or SHORT}, có hiệu lực đến {when(former.ends_at)}; "
            "nguy cơ bạo lực chưa chấm dứt."
        ),
    )


def _basis(order: NoContactOrder, words: Words) -> str:
    if order.basis == rules.DANGER:
        return (
            f"Hành vi bạo lực đe dọa tính mạng của người bị bạo lực. Căn cứ: {words.law(order.legal_ground)}."
        )
    if order.requester == rules.AGENCY:
        return "Người bị bạo lực (hoặc người giám hộ, người đại diện theo pháp luật) đồng ý với đề nghị này."
    return "Người bị bạo lực (hoặc người giám hộ, người đại diện theo pháp luật) trực tiếp đề nghị."


def _asks(order: NoContactOrder, deadlines: Deadlines) -> tuple[str, ...]:
    longest = "04 tháng" if order.kind == rules.COURT else "03 ngày"
    asked = (
        f"Ra quyết định cấm tiếp xúc với thời hạn không quá {longest} kể từ khi ký, buộc người có hành vi bạo lực giữ "
        "khoảng cách tối thiểu 100 m và không dùng phương tiện, công cụ để tiếp xúc, đe dọa người bị bạo lực."
    )
    if order.kind == rules.COURT:
        return (asked,)
    hours = deadlines[rules.DECISION].span().minutes // 60
    return (
        asked,
        (
            f"Xem xét, quyết định trong thời hạn {hours} giờ kể từ khi nhận được đề nghị này; trường hợp không ra "
            "quyết định, thông báo bằng văn bản và nêu rõ lý do."
        ),
        (
            "Gửi quyết định cho người có hành vi bạo lực, người bị bạo lực, Trưởng Công an cấp xã, Trưởng thôn "
            "(Tổ trưởng tổ dân phố) nơi người bị bạo lực cư trú."
        ),
    )
