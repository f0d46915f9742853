"""Figures and line lists for other systems: DHIS2, ADX, open tables, and the sheet of the GBVIMS."""
