"""What an officer answers, question by question, when somebody is referred."""

from typing import Any

ANSWERS: dict[str, dict[str, Any]] = {
    "safe-contact": {
        "may_contact": "co",
        "channel": "phone_call",
        "number": "0987 654 321",
        "hours": "Sáng thứ hai",
        "voicemail": "khong",
        "code_word": "hoa mai",
        "confirmed_on": "21/11/2026",
        "contact_window": "Buổi sáng",
    },
    "need": {"services": ["tam_lanh", "y_te"], "commune_code": "00004"},
    "risk": {"risk_signs": ["weapon"], "risk": "high"},
    "ground": {"ground": "consent"},
    "person": {
        "full_name": "Đào Thị Hòa",
        "sex": "nu",
        "birth": "3/1987",
        "citizen_number": "001 187 012 345",
        "phone": "0912 345 678",
        "address": "Số 5 ngõ 7",
    },
    "incident": {
        "incident_on": "11/2026",
        "acts": ["a", "đ"],
        "harms": ["the_chat"],
        "narrative": "Bị đánh vào buổi tối.",
        "relation": "vo_chong",
        "perpetrator_name": "Trần Văn Bình",
        "perpetrator_phone": "0909 111 222",
    },
    "access": {"children_present": "co", "interpreter": "tiếng Mông"},
}
