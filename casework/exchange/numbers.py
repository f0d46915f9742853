"""Citizen numbers and telephone numbers, which a spreadsheet robs of their leading zeros."""

import re

from casework.exchange.cells import Noted, Wrong, digits
from casework.exchange.workbook import Cell
from casework.refusal import N_

CITIZEN_LENGTH = 12
_LOST_AT_MOST = 2  # the first three digits are a province, 001 to 096
_FILLING = re.compile(r"[\s.\-()/]")
_NATIONAL = re.compile(r"0\d{9,10}|1[89]00\d{4,6}|1\d{2}", re.ASCII)
_FOREIGN = re.compile(r"\+\d{8,15}", re.ASCII)
_LOST_ZERO = re.compile(r"[35789]\d{8}|2\d{9}", re.ASCII)


def citizen_number(cell: Cell) -> str | Noted:
    """Twelve digits; one or two lost zeros are put back, with a remark."""
    value = _FILLING.sub("", digits(cell))
    if not value.isascii() or not value.isdigit():
        raise Wrong(N_("A citizen number has twelve digits and nothing else. Write it as text."))
    if len(value) == CITIZEN_LENGTH and set(value) != {"0"}:
        return value
    missing = CITIZEN_LENGTH - len(value)
    if 0 < missing <= _LOST_AT_MOST:
        return Noted(
            value.zfill(CITIZEN_LENGTH),
            N_("The citizen number had lost its leading zero, which was put back. Check it."),
        )
    if len(value) == 9:
        raise Wrong(N_("This is an old identity card number of nine digits. Leave the citizen number empty."))
    raise Wrong(N_("A citizen number has twelve digits and nothing else. Write it as text."))


def phone(cell: Cell) -> str | Noted:
    """One telephone number in national form; a lost zero is put back, with a remark."""
    value = _FILLING.sub("", digits(cell))
    if value.startswith("00"):
        value = "+" + value[2:]
    if value.startswith("+84"):
        value = "0" + value[3:].removeprefix("0")
    elif re.fullmatch(r"84[35789][0-9]{8}", value):
        value = "0" + value[2:]
    if _NATIONAL.fullmatch(value) or _FOREIGN.fullmatch(value):
        return value
    if _LOST_ZERO.fullmatch(value):
        return Noted(
            "0" + value, N_("The telephone number had lost its leading zero, which was put back. Check it.")
        )
    raise Wrong(N_("This is not one telephone number. Write one number in the cell, as text."))
