"""The case file: status, case worker, notes and handover."""
