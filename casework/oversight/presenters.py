"""How the log reads on a page."""

import json

from casework.audit.models import Entry

SHOWN_FACTS = 160


def facts_of(entry: Entry) -> str:
    """The facts of an entry on one line, cut where a list of people is long."""
    facts = json.loads(entry.facts)
    text = " · ".join(f"{key}: {value}" for key, value in sorted(facts.items()))
    return text if len(text) <= SHOWN_FACTS else f"{text[:SHOWN_FACTS]}…"
