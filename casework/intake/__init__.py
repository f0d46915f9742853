"""Open a case in one act: survivor, case, first incident, consent, safe contact."""
