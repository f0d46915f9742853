"""Import and export in agreed formats: the case ledger as a workbook."""
