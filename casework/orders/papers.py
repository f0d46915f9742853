"""What papers about a no-contact order have in common, as texts in Vietnamese: an authority reads them.

Where she lives or stays is written on none of them: whoever is kept away may read the file.
"""

from dataclasses import dataclass
from datetime import datetime

from casework.cases.models import Case
from casework.clock import local
from casework.incidents.models import Incident
from casework.orders import rules
from casework.orders.models import NoContactOrder
from casework.people.models import Person
from casework.policies import Policies
from casework.providers.models import Provider

LANGUAGE = "vi"
BLANK = "……………………………………"
SHORT = "…………"


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


class Words:
    """Codes and places in Vietnamese."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies

    def code(self, name: str, code: str) -> str:
        """A code of a list."""
        return self.policies.vocabulary[name].label(code, LANGUAGE)

    def law(self, code: str) -> str:
        """A legal ground, with the law that has it."""
        terms = self.policies.vocabulary["legal_ground"]
        law = terms[code].law if code in terms else ""
        return f"{terms.label(code, LANGUAGE)} ({law})" if law else terms.label(code, LANGUAGE)

    def place(self, code: str) -> str:
        """A commune as running text writes it, “phường Mỹ Hào, tỉnh Hưng Yên”; dots where none is known."""
        names = self.policies.units.label(code).split(", ") if code else [BLANK]
        return ", ".join(name[:1].lower() + name[1:] for name in names)


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


def receiver(order: NoContactOrder, words: Words) -> str:
    """The one who decides, as papers address them."""
    if order.kind == rules.COURT:
        return order.court or f"Tòa án nhân dân {BLANK}"
    return f"Chủ tịch Ủy ban nhân dân {words.place(order.commune_code)}"
