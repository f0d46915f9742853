"""The plans' reports: what is due when, written by staff, sent up the line, frozen with the release it shows."""
