"""The 41 columns of the GBVIMS Incident Recorder, and those of them that we know something for."""

from typing import Final

COLUMNS: Final = (
    "INCIDENT ID",
    "SURVIVOR CODE",
    "CASE MANAGER CODE",
    "DATE OF INTERVIEW",
    "DATE OF INCIDENT",
    "DATE OF BIRTH",
    "SEX",
    "ETHNICITY",
    "COUNTRY OF ORIGIN",
    "CIVIL / MARITAL STATUS",
    "DISPLACEMENT STATUS AT REPORT",
    "PERSON WITH DISABILITY?",
    "UNACCOMPANIED OR SEPARATED CHILD?",
    "STAGE OF DISPLACEMENT AT INCIDENT",
    "INCIDENT TIME OF DAY",
    "INCIDENT LOCATION",
    "INCIDENT COUNTY",
    "INCIDENT DISTRICT",
    "INCIDENT CAMP / TOWN",
    "GBV TYPE",
    "HARMFUL TRADITIONAL PRACTICE",
    "MONEY, GOODS, BENEFITS AND / OR SERVICES EXCHANGED ?",
    "TYPE OF ABDUCTION",
    "PREVIOUSLY REPORTED THIS INCIDENT?",
    "PREVIOUS GBV INCIDENTS?",
    "No. ALLEGED PRIMARY PERPETRATOR(S)",
    "ALLEGED PERPETRATOR SEX",
    "PREVIOUS INCIDENT WITH THIS PERPETRATOR",
    "ALLEGED PERPETRATOR AGE GROUP",
    "ALLEGED PERPETRATOR - SURVIVOR RELATIONSHIP",
    "ALLEGED PERPETRATOR OCCUPATION",
    "REFERRED TO YOU FROM?",
    "SAFE HOUSE / SHELTER",
    "HEALTH / MEDICAL SERVICES",
    "PSYCHOSOCIAL SERVICES",
    "WANTS LEGAL ACTION?",
    "LEGAL ASSISTANCE SERVICES",
    "POLICE / OTHER SECURITY ACTOR",
    "LIVELIHOODS PROGRAM",
    "CONSENT GIVEN",
    "REPORTING AGENCY CODE",
)
SERVICES: Final = (
    "SAFE HOUSE / SHELTER",
    "HEALTH / MEDICAL SERVICES",
    "PSYCHOSOCIAL SERVICES",
    "LEGAL ASSISTANCE SERVICES",
    "POLICE / OTHER SECURITY ACTOR",
    "LIVELIHOODS PROGRAM",
)
# What we hold otherwise (in a person's own words) or not at all stays blank.
FILLED: Final = frozenset(
    {
        "INCIDENT ID",
        "SURVIVOR CODE",
        "CASE MANAGER CODE",
        "DATE OF INTERVIEW",
        "DATE OF INCIDENT",
        "DATE OF BIRTH",
        "SEX",
        "GBV TYPE",
        "TYPE OF ABDUCTION",
        "No. ALLEGED PRIMARY PERPETRATOR(S)",
        "ALLEGED PERPETRATOR SEX",
        "ALLEGED PERPETRATOR - SURVIVOR RELATIONSHIP",
        "REFERRED TO YOU FROM?",
        "REPORTING AGENCY CODE",
        *SERVICES,
    }
)
Row = dict[str, str]


def cells(row: Row) -> tuple[str, ...]:
    """A row in the order of the columns; KeyError for one that must stay blank."""
    for name in row:
        if name not in FILLED:
            raise KeyError(name)
    return tuple(row.get(name, "") for name in COLUMNS)
