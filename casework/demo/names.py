"""Invented names after the real frequencies of surnames; whoever bears one, it is by chance."""

from random import Random

SURNAMES = (
    ("Nguyễn", 38.0),
    ("Trần", 11.0),
    ("Lê", 9.5),
    ("Phạm", 7.0),
    ("Hoàng", 5.0),
    ("Phan", 4.5),
    ("Vũ", 4.0),
    ("Đặng", 2.0),
    ("Bùi", 2.0),
    ("Đỗ", 1.4),
    ("Hồ", 1.3),
    ("Ngô", 1.3),
    ("Dương", 1.0),
    ("Lý", 0.5),
    ("Đào", 0.5),
    ("Vi", 0.4),
)
FEMALE_MIDDLE = ("Thị", "Thị Thu", "Thị Kim", "Thị Bích", "Ngọc", "Thúy", "Minh", "Thanh")
FEMALE_GIVEN = (
    "Hòa",
    "Hương",
    "Lan",
    "Mai",
    "Oanh",
    "Hạnh",
    "Nga",
    "Thủy",
    "Yến",
    "Loan",
    "Dung",
    "Tuyết",
    "Quỳnh",
)
MALE_MIDDLE = ("Văn", "Đức", "Quang", "Đình", "Hữu", "Công", "Minh", "Xuân")
MALE_GIVEN = (
    "Hùng",
    "Tuấn",
    "Long",
    "Nam",
    "Dũng",
    "Sơn",
    "Thắng",
    "Úy",
    "Khánh",
    "Đạt",
    "Hải",
    "Bình",
    "Toàn",
)
FEMALE, MALE = "nu", "nam"


def full_name(chance: Random, sex: str) -> str:
    """An invented name, family name first."""
    surname = chance.choices([name for name, _ in SURNAMES], [share for _, share in SURNAMES])[0]
    if sex == FEMALE:
        return f"{surname} {chance.choice(FEMALE_MIDDLE)} {chance.choice(FEMALE_GIVEN)}"
    return f"{surname} {chance.choice(MALE_MIDDLE)} {chance.choice(MALE_GIVEN)}"


def citizen_number(chance: Random, sex: str, year: int) -> str:
    """An invented number of the right shape: place, century and sex, year, six digits."""
    place = chance.choice(("033", "027", "024", "031", "040"))
    century = (0 if sex == MALE else 1) + (2 if year >= 2000 else 0)
    return f"{place}{century}{year % 100:02}{chance.randrange(1_000_000):06}"
