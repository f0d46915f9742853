"""Drafts of papers about a no-contact order, as texts in Vietnamese: an authority reads them.

Only what ``policies/sharing.toml`` lets a request tell is written on it. Where she lives or stays is written on
none of them: whoever is kept away may read the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.cases.models import Case
from casework.clock import local
from casework.deadlines import Deadlines
from casework.incidents.models import Incident
from casework.orders import rules
from casework.orders.models import NoContactOrder, PermittedContact
from casework.people.models import Person
from casework.policies import Policies
from casework.providers.models import Provider

LANGUAGE = "vi"
BLANK = "……………………………………"
SHORT = "…………"
ACTS, WHAT_FOR = 20, 4_000
# What of a person may stand on the paper, and under which field of the sharing table it falls.
FIELDS = (
    "full_name",
    "birth",
    "sex",
    "citizen_number",
    "relation",
    "acts",
    "incident_on",
    "perpetrator_name",
)


@dataclass(frozen=True)
class Paper:
    """A paper of Decree 30/2020: ``sections`` are numbered headings with lines; ``agency`` "" where a person writes."""

    agency: str
    heading: str
    subject: str
    to: str
    grounds: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    asks: tuple[str, ...]
    signer: str
    signer_hint: str
    copies: tuple[str, ...]
    form: str = ""
    answer: tuple[str, ...] = ()


def when(moment: datetime) -> str:
    """14 giờ 05 phút, ngày 05 tháng 01 năm 2026: as documents write it."""
    here = local(moment)  # days below 10 and the months 1 and 2 get a zero
    month = f"{here.month:02d}" if here.month <= 2 else str(here.month)
    return f"{here:%H} giờ {here:%M} phút, ngày {here:%d} tháng {month} năm {here:%Y}"


def partial(text: str) -> str:
    """A partial date as documents write it; dots to be filled in by hand where nobody knows."""
    return "/".join(reversed(text.split("-"))) if text else SHORT


class _Words:
    """Codes and places in Vietnamese."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies

    def code(self, name: str, code: str) -> str:
        return self.policies.vocabulary[name].label(code, LANGUAGE)

    def law(self, code: str) -> str:
        terms = self.policies.vocabulary["legal_ground"]
        law = terms[code].law if code in terms else ""
        return f"{terms.label(code, LANGUAGE)} ({law})" if law else terms.label(code, LANGUAGE)

    def place(self, code: str) -> str:
        return self.policies.units.label(code) if code else BLANK


@dataclass(frozen=True)
class Matter:
    """What the papers are made from; the caller has found all of it through access."""

    case: Case
    order: NoContactOrder
    survivor: Person
    perpetrator: Person
    facility: Provider
    incidents: tuple[Incident, ...]
    former: NoContactOrder | None = None


def request_paper(matter: Matter, policies: Policies) -> Paper:
    """The request for an order (Law 13/2022/QH15, Articles 25 and 26)."""
    words, order = _Words(policies), matter.order
    told = _told(matter, policies)
    agency = order.requester == rules.AGENCY
    chair = order.kind == rules.CHAIR
    article = "Điều 25" if chair else "Điều 26"
    return Paper(
        agency=matter.facility.name if agency else "",
        heading="GIẤY ĐỀ NGHỊ" if agency else "ĐƠN ĐỀ NGHỊ",
        subject=f"Áp dụng biện pháp cấm tiếp xúc theo quyết định của {_office(order)}",
        to=_receiver(order, words),
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
            ("Lý do đề nghị", (order.why[:WHAT_FOR] or BLANK, *_former(matter))),
            ("Cơ sở của đề nghị", (_basis(order, words),)),
        ),
        asks=_asks(order, policies.deadlines),
        signer="THỦ TRƯỞNG CƠ QUAN" if agency else "NGƯỜI ĐỀ NGHỊ",
        signer_hint="(Ký, ghi rõ họ tên, đóng dấu)" if agency else "(Ký hoặc điểm chỉ, ghi rõ họ tên)",
        copies=("Như trên;", "Lưu: VT.") if agency else (),
    )


def contact_paper(matter: Matter, contact: PermittedContact, policies: Policies) -> Paper:
    """Form 09: contact while an order is in force."""
    words, order = _Words(policies), matter.order
    number = order.number or SHORT
    signed = when(order.decided_at) if order.decided_at else BLANK
    over = when(order.ends_at) if order.ends_at else BLANK
    return Paper(
        agency="",
        heading="ĐƠN ĐỀ NGHỊ",
        subject="Được tiếp xúc trong thời gian thực hiện quyết định cấm tiếp xúc",
        to=_receiver(order, words),
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


def _receiver(order: NoContactOrder, words: _Words) -> str:
    if order.kind == rules.COURT:
        return order.court or f"Tòa án nhân dân {BLANK}"
    return f"Chủ tịch Ủy ban nhân dân {words.place(order.commune_code)}"


def _requester(matter: Matter, told: Mapping[str, Any]) -> tuple[str, ...]:
    if matter.order.requester == rules.AGENCY:
        return (f"Cơ quan, tổ chức: {matter.facility.name}", f"Người liên hệ: {BLANK}")
    if matter.order.requester == rules.HERSELF:
        return (f"Họ và tên: {told.get('full_name') or BLANK} (người bị bạo lực)",)
    return (f"Họ và tên: {BLANK}", f"Là người giám hộ, người đại diện theo pháp luật theo: {BLANK}")


def _survivor(told: Mapping[str, Any], words: _Words) -> tuple[str, ...]:
    return (
        f"Họ và tên: {told.get('full_name') or BLANK}",
        (
            f"Ngày sinh: {partial(told.get('birth', ''))}      Giới tính: "
            f"{words.code('sex', told['sex']) if told.get('sex') else SHORT}"
        ),
        f"Số định danh cá nhân/CCCD (nếu có): {told.get('citizen_number') or BLANK}",
        "Nơi ở: không ghi, để giữ an toàn cho người bị bạo lực; liên hệ qua người đề nghị.",
    )


def _perpetrator(matter: Matter, told: Mapping[str, Any], words: _Words) -> tuple[str, ...]:
    relation = told.get("relation", "")
    return (
        f"Họ và tên: {told.get('perpetrator_name') or BLANK}",
        f"Ngày sinh: {SHORT}      Nơi cư trú: {BLANK}",
        f"Quan hệ với người bị bạo lực: {words.code('relation', relation) if relation else SHORT}",
        f"Nơi xảy ra hành vi bạo lực: {words.place(matter.order.commune_code)}",
    )


def _acts(matter: Matter, told: Mapping[str, Any], words: _Words) -> tuple[str, ...]:
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


def _basis(order: NoContactOrder, words: _Words) -> str:
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
