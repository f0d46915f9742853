"""The rules of the work, sheet by sheet: days in their order, people on their side, nothing counted twice."""

from collections.abc import Mapping
from datetime import date

from casework.exchange.choices import NOT_KNOWN
from casework.exchange.rows import Notes, ReadRow
from casework.exchange.spelling import key_of
from casework.refusal import N_
from casework.vocabulary.units import Units

DOMESTIC = "bao_luc_gia_dinh"
DELIVERED = "da_cung_cap"
PROSECUTED = "bi_truy_cuu"
UNITS_CHANGED = date(2025, 7, 1)
Rows = Mapping[str, ReadRow]


def people(notes: Notes) -> None:
    """A person may be unknown in everything but the code; what is not known is pointed out where it matters."""
    for row in notes.read.rows:
        if row.values.get("sex") == NOT_KNOWN:
            notes.remark(row, "sex", N_("The sex is not known: the person is counted in the total only."))
        if row.text("phone") and "safe_to_contact" in row.values and row.values["safe_to_contact"] is None:
            notes.remark(
                row, "safe_to_contact", N_("Whether contact is safe is not said. It is taken for not safe.")
            )


def cases(notes: Notes, units: Units, known: Rows) -> None:
    """Days in order; nobody is victim and perpetrator of one case."""
    for row in notes.read.rows:
        detected, occurred = row.values.get("detected_on"), row.values.get("occurred_on")
        if isinstance(detected, date):
            _days_of_case(notes, row, detected, occurred, units)
            _born_before(notes, row, detected, known)
        victim = row.text("victim")
        if victim and victim in row.texts("perpetrators"):
            notes.error(row, "perpetrators", N_("The victim of a case cannot be its perpetrator as well."))
        if row.values.get("kind") == DOMESTIC and row.values.get("acts") == ():
            notes.remark(
                row, "acts", N_("A case of domestic violence usually names the acts of Article 3(1).")
            )


def _days_of_case(notes: Notes, row: ReadRow, detected: date, occurred: object, units: Units) -> None:
    if isinstance(occurred, date) and occurred > detected:
        notes.error(row, "occurred_on", N_("The violence cannot have happened after it was detected."))
    if detected < UNITS_CHANGED and units.was_divided(row.text("commune")):
        message = N_(
            "Before July 2025 this code was that of a commune which was then divided. It was read as today’s."
        )
        notes.remark(row, "commune", message)


def _born_before(notes: Notes, row: ReadRow, detected: date, known: Rows) -> None:
    person = known.get(key_of(row.text("victim")))
    birth = person.text("birth") if person else ""
    if birth > detected.isoformat()[: len(birth)]:
        notes.remark(row, "victim", N_("The victim was born after the case was detected. Check both dates."))


def services(notes: Notes, known: Rows) -> None:
    """A delivered service has a day, which is not before its case was detected; any other has none."""
    for row in notes.read.rows:
        delivered, referred = row.values.get("delivered_on"), row.values.get("referred_on")
        status = row.text("status")
        if status == DELIVERED and "delivered_on" in row.values and delivered is None:
            notes.error(
                row, "delivered_on", N_("A service that was delivered needs the day of its delivery.")
            )
        if status and status != DELIVERED and delivered is not None:
            notes.error(row, "status", N_("There is a day of delivery, but the state is not “da_cung_cap”."))
        if status == DELIVERED and row.values.get("provider") == "":
            notes.remark(row, "provider", N_("Who delivered the service is not said."))
        if isinstance(delivered, date) and isinstance(referred, date) and referred > delivered:
            notes.remark(
                row, "referred_on", N_("The referral is dated after the delivery. Check both dates.")
            )
        detected = _detected(known, row)
        if detected and isinstance(delivered, date) and delivered < detected:
            notes.error(
                row,
                "delivered_on",
                N_("The service cannot have been delivered before the case was detected."),
            )
        if detected and isinstance(referred, date) and referred < detected:
            notes.remark(
                row,
                "referred_on",
                N_("The referral is dated before the case was detected. Check both dates."),
            )


def liabilities(notes: Notes, known: Rows, today: date) -> None:
    """Of a perpetrator of the case, with the day if prosecuted, and one state a day."""
    states: dict[tuple[object, ...], ReadRow] = {}
    for row in notes.read.rows:
        since = row.values.get("from_on")
        _is_perpetrator(notes, row, known)
        if row.values.get("status") == PROSECUTED and "from_on" in row.values and since is None:
            notes.error(row, "from_on", N_("Whoever is prosecuted needs the day since when."))
        if isinstance(since, date) and since > today:
            notes.remark(row, "from_on", N_("This date is in the future. It counts from that day on."))
        key = (row.text("person"), row.text("case"), since)
        if "from_on" in row.values and all(key[:2]) and (first := states.setdefault(key, row)) is not row:
            message = N_("Row %(first)s says something else about the same person, case and day.")
            notes.error(row, "status", message, {"first": first.number})


def sessions(notes: Notes, known: Rows, today: date) -> None:
    """With a perpetrator of the case; one that lies ahead is kept and pointed out."""
    for row in notes.read.rows:
        held = row.values.get("held_on")
        _is_perpetrator(notes, row, known)
        if isinstance(held, date) and held > today:
            notes.remark(row, "held_on", N_("This session lies in the future. It counts from that day on."))
        detected = _detected(known, row)
        if detected and isinstance(held, date) and held < detected:
            notes.remark(
                row, "held_on", N_("This session was held before the case was detected. Check both dates.")
            )


def _detected(known: Rows, row: ReadRow) -> date | None:
    case = known.get(key_of(row.text("case")))
    day = case.values.get("detected_on") if case else None
    return day if isinstance(day, date) else None


def _is_perpetrator(notes: Notes, row: ReadRow, known: Rows) -> None:
    case = known.get(key_of(row.text("case")))
    if case is None or "perpetrators" not in case.values or not row.text("person"):
        return
    if key_of(row.text("person")) not in {key_of(code) for code in case.texts("perpetrators")}:
        notes.error(row, "person", N_("This person is not named as a perpetrator of this case."))
