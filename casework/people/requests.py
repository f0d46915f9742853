"""What is said about a person when she is registered or her record is changed."""

from dataclasses import dataclass, fields
from datetime import date

from casework.people import rules


@dataclass(frozen=True, kw_only=True)
class PersonRequest:
    """Particulars as typed; the empty text is "not known". ``birth`` is a partial date; ``sex`` a code."""

    full_name: str = ""
    sex: str = rules.SEX_UNKNOWN
    birth: str = ""
    citizen_number: str = ""
    phone: str = ""
    commune_code: str = ""
    address: str = ""
    ethnicity: str = ""
    disability: str = ""

    def __repr__(self) -> str:
        return "PersonRequest(...)"

    def values(self) -> dict[str, str]:
        """The columns of a person that this fills; a citizen number loses its spaces."""
        told = {each.name: str(getattr(self, each.name)).strip() for each in fields(self)}
        told["citizen_number"] = rules.citizen_digits(self.citizen_number)
        return told

    def check(self, today: date) -> None:
        """Refuse what cannot be; what is only odd passes (see ``warnings``)."""
        rules.check_citizen_number(self.citizen_number)
        rules.check_phone(self.phone.strip())
        rules.check_birth(self.birth, today)

    def warnings(self) -> tuple[str, ...]:
        """What staff should look at again before they rely on it."""
        return rules.citizen_warnings(self.citizen_number, self.sex, self.birth)
