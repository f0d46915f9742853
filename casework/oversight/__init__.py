"""What the data-protection officer sees: the log of writes, refusals and openings, never a file."""
