"""What the referrals of the demonstration say: invented people, in the words of officers."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from casework import clock
from casework.demo import names

STORIES = (
    "Hàng xóm gọi báo lúc nửa đêm; chồng say rượu, đánh vào mặt và tay. (Dữ liệu minh họa, không có thật.)",
    "Bị nhốt trong nhà hai ngày, không cho dùng điện thoại. (Dữ liệu minh họa, không có thật.)",
    "Bị đe dọa khi đòi ly hôn, đã sang nhà em gái ở tạm. (Dữ liệu minh họa, không có thật.)",
    "Bị thu hết tiền lương và giấy tờ, nhiều lần bị xúc phạm trước mặt con. (Dữ liệu minh họa, không có thật.)",
)
WINDOWS = ("sau 8 giờ sáng", "giờ hành chính", "buổi trưa", "sau 7 giờ tối", "")
PICKUPS = ("chỉ chị ấy nghe máy", "em gái", "có thể là con gái lớn", "")
CALLERS = ("cửa hàng vải", "hội phụ nữ", "bạn cùng lớp", "trạm y tế")
CODE_WORDS = ("hoa sữa", "áo mưa", "chợ phiên", "")
NEEDS = (
    ("tam_lanh",),
    ("tam_lanh", "nhu_cau_thiet_yeu"),
    ("tu_van_tam_ly",),
    ("tam_lanh", "tu_van_tam_ly"),
    ("tro_giup_xa_hoi",),
)
SIGNS = ("escalation", "weapon", "threat_to_kill", "separation", "pregnancy", "stalking", "substance_abuse")
RISKS = ("extreme", "high", "medium", "low")


def envelope(chance: Random, now: datetime) -> dict[str, Any]:
    """What the receiver may read at once."""
    day = clock.local(now).date() - timedelta(days=chance.choice((0, 0, 0, 1, 2)))
    return {
        "incident_on": day.isoformat(),
        "acts": chance.sample(("a", "b", "e", "o", "p"), chance.choice((1, 1, 2))),
        "harms": chance.sample(("the_chat", "tinh_than", "kinh_te"), chance.choice((1, 2))),
        "risk_signs": chance.sample(SIGNS, chance.choice((0, 1, 2, 3))),
        "age_band": chance.choices(("18_59", "60_up", "16_17", "6_15"), (80, 10, 5, 5))[0],
        "sex": chance.choices(("nu", "nam"), (88, 12))[0],
        "children_present": chance.choice(("co", "khong", "chua_ro")),
        "interpreter": chance.choices(("", "tiếng Mường", "ngôn ngữ ký hiệu"), (90, 7, 3))[0],
        "access_needs": chance.choices(("", "đi lại khó khăn"), (92, 8))[0],
        "contact_window": chance.choice(WINDOWS),
    }


def person(chance: Random, sex: str, today: date) -> dict[str, Any]:
    """What opens on acceptance; invented, as everything here."""
    year = chance.randrange(1960, 2006)
    phone = f"09{chance.randrange(100_000_000):08}"
    reachable = chance.random() < 0.9
    return {
        "full_name": names.full_name(chance, sex),
        "birth": str(year),
        "citizen_number": names.citizen_number(chance, sex, year) if chance.random() < 0.5 else "",
        "phone": phone,
        "address": f"Số {chance.randrange(1, 90)}, ngõ {chance.randrange(1, 40)}",
        "ethnicity": "Kinh",
        "narrative": chance.choice(STORIES),
        "relation": chance.choice(("vo_chong", "vo_chong", "vo_chong_cu", "song_chung", "con")),
        "perpetrator_name": names.full_name(chance, names.MALE),
        "perpetrator_phone": f"08{chance.randrange(100_000_000):08}" if chance.random() < 0.4 else "",
        "may_contact": "co" if reachable else "chua_ro",
        "channel": chance.choice(("phone_call", "text_message", "trusted_person")) if reachable else "",
        "number": phone if reachable else "",
        "hours": chance.choice(WINDOWS),
        "pickup": chance.choice(PICKUPS),
        "voicemail": "khong",
        "caller_name": chance.choice(CALLERS),
        "code_word": chance.choice(CODE_WORDS),
        "confirmed_on": today.isoformat(),
    }
