"""Why a workbook as a whole is not read, by the code with which the child process says it."""

from collections.abc import Mapping
from types import MappingProxyType

from casework.refusal import N_

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": N_("The file is empty."),
        "old_or_locked": N_(
            "The workbook is protected by a password or in the old .xls format. Save it as .xlsx without a password."
        ),
        "not_xlsx": N_(
            "The file is not an .xlsx workbook. Save it as “Excel Workbook (.xlsx)” and try again."
        ),
        "damaged": N_(
            "The file is damaged, or it was not made by a spreadsheet program. Save it again as .xlsx."
        ),
        "too_large": N_(
            "The workbook holds more than can be read at once. Split it, by year for example, and try again."
        ),
        "bomb": N_(
            "The workbook unpacks to far more than its size. It is not read, because that is how attacks are made."
        ),
        "macros": N_("The workbook carries macros. Save it as .xlsx without macros and try again."),
        "links": N_(
            "The workbook is linked to other files or data, or has files embedded in it. Remove them and try again."
        ),
        "entities": N_(
            "The workbook contains XML entities, which no spreadsheet program writes. It is not read."
        ),
        "rows": N_(
            "A sheet has too many rows. Delete the empty rows below the table, and split the ledger if need be."
        ),
        "far": N_(
            "A sheet has a value far away from its table. Delete the empty rows and columns around the table."
        ),
        "sheets": N_("The workbook has too many sheets."),
        "time": N_(
            "Reading the workbook took too long, so it was stopped. Check for stray content, or split the ledger."
        ),
        "failed": N_(
            "Reading the workbook needed too much memory, and was stopped. Check for stray content, or split it."
        ),
    }
)
