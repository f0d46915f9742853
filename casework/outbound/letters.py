"""The letter to a receiver outside the system, as texts in Vietnamese: a draft in the layout of Decree 30/2020.

What may not be told to that kind of receiver (``policies/sharing.toml``) is not in what it is made from. The letter
cites the law on personal data alone: to those who may not know what happened, naming the law on domestic violence
would say it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.clock import local
from casework.orders.papers import SHORT, partial
from casework.policies import Policies
from casework.referrals.rules import DANGER
from casework.sharing import LISTS, MANY

LANGUAGE = "vi"
SAFE = (
    "may_contact",
    "channel",
    "number",
    "hours",
    "pickup",
    "voicemail",
    "caller_name",
    "code_word",
    "confirmed_on",
)
NEED = ("services", "commune_code", "risk", "risk_signs")
PERSON = ("full_name", "birth", "age_band", "sex", "citizen_number", "phone", "ethnicity", "disability")
AROUND = ("children_present", "interpreter", "access_needs", "contact_window")
HAPPENED = (
    "incident_on",
    "acts",
    "harms",
    "narrative",
    "relation",
    "perpetrator_name",
    "perpetrator_phone",
    "perpetrator_citizen_number",
)
DATES = frozenset({"birth", "incident_on", "confirmed_on"})
CALL = (
    "Không liên hệ ngoài cách nêu trong mục này: một cuộc gọi sai lúc có thể gây nguy hiểm cho người được "
    "chuyển gửi."
)


@dataclass(frozen=True)
class Letter:
    """A letter: ``sections`` are headings with lines; ``link`` is the address that confirms it, "" without one."""

    agency: str
    subject: str
    to: str
    opening: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    asks: tuple[str, ...]
    link: str
    until: str


def letter(
    values: Mapping[str, Any],
    *,
    agency: str,
    to: str,
    receipt: str,
    policies: Policies,
    link: str = "",
    expires_at: datetime | None = None,
) -> Letter:
    """The letter that tells ``values`` (envelope and person's part, narrowed by the caller)."""
    words = _Words(policies)
    sections = [
        ("Đề nghị hỗ trợ", words.lines(values, NEED)),
        ("Người được chuyển gửi", (*words.lines(values, PERSON), *words.lines(values, AROUND))),
        ("Cách liên hệ an toàn (đọc trước khi liên hệ)", (*words.lines(values, SAFE), CALL)),
        ("Thông tin về sự việc", words.lines(values, HAPPENED)),
        ("Cơ sở của việc chuyển gửi", (words.ground(values),)),
    ]
    return Letter(
        agency=agency,
        subject="V/v chuyển gửi người cần hỗ trợ",
        to=to,
        opening=(
            "Căn cứ Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15;",
            f"{agency} chuyển gửi đến Quý cơ quan, đơn vị người cần được hỗ trợ (mã chuyển gửi: {receipt}) như sau:",
        ),
        sections=tuple((heading, lines) for heading, lines in sections if lines),
        asks=(
            (
                "Đề nghị Quý cơ quan, đơn vị tiếp nhận, hỗ trợ và thông báo kết quả cho cơ quan chuyển gửi theo mã "
                "nêu trên."
            ),
            (
                "Văn bản này chứa dữ liệu cá nhân nhạy cảm: chỉ người trực tiếp hỗ trợ được đọc; không cung cấp cho "
                "người khác, kể cả người thân; không sao chụp ngoài mục đích hỗ trợ."
            ),
        ),
        link=link,
        until=_until(expires_at),
    )


def _until(moment: datetime | None) -> str:
    if moment is None:
        return ""
    here = local(moment)  # days below 10 and the months 1 and 2 get a zero
    month = f"{here.month:02d}" if here.month <= 2 else str(here.month)
    return f"{here:%H} giờ {here:%M} phút, ngày {here:%d} tháng {month} năm {here:%Y}"


class _Words:
    """Fields, codes and places in Vietnamese."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies

    def lines(self, values: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
        """A line for each field that says something."""
        said = [(name, self._value(name, values[name])) for name in names if values.get(name)]
        return tuple(f"{self._code('referral_field', name)}: {words}" for name, words in said)

    def ground(self, values: Mapping[str, Any]) -> str:
        """Why it may be told."""
        if values.get("ground") != DANGER:
            return f"{self._code('referral_ground', str(values.get('ground', '')))}; có thể rút lại bất cứ lúc nào."
        code = str(values.get("legal_ground", ""))
        terms = self.policies.vocabulary["legal_ground"]
        law = terms[code].law if code in terms else ""
        words = terms.label(code, LANGUAGE)
        return f"{self._code('referral_ground', DANGER)}: {words}{f' ({law})' if law else ''}."

    def _value(self, name: str, value: Any) -> str:
        if name == "commune_code":
            return self.policies.units.label(value)
        if name in DATES:
            return partial(str(value)) or SHORT
        if name in MANY:
            return "; ".join(self._code(LISTS[name], code) for code in value)
        return self._code(LISTS[name], value) if name in LISTS else str(value)

    def _code(self, name: str, code: str) -> str:
        return self.policies.vocabulary[name].label(code, LANGUAGE)
