"""How the log reads on a page: kinds of record, facts, fields and codes in words; keys as they are."""

import json

from casework.audit.models import Entry
from casework.oversight.fact_words import fact_label, fact_value
from casework.oversight.field_words import field_label
from casework.oversight.kind_words import kind_label, snake
from casework.ui.labels import code_label
from casework.ui.language import _, show_number

SHOWN_KEYS = 3
NOBODY = "nobody"


def kind_of(entry: Entry) -> str:
    """What kind of record the entry is about."""
    return kind_label(entry.kind)


def role_of(entry: Entry) -> str:
    """Who acted where no member of staff did, or nobody had signed in."""
    return _("Nobody signed in") if entry.actor_role == NOBODY else code_label("role", entry.actor_role)


def facts_of(entry: Entry) -> str:
    """The facts of an entry on one line; of many keys the first few."""
    facts = json.loads(entry.facts)
    return " · ".join(f"{fact_label(key)}: {_value(entry, key, facts[key])}" for key in sorted(facts))


def _value(entry: Entry, key: str, value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return show_number(value)
    text = str(value)
    if key == "fields":
        return _fields(entry.kind, text.split())
    if key == "subjects":
        keys = text.split()
        return " ".join(keys[:SHOWN_KEYS]) + (" …" if len(keys) > SHOWN_KEYS else "")
    return fact_value(entry.event, key, text)


def _fields(kind: str, names: list[str]) -> str:
    """Fields of a record by name; openings name theirs with the kind: ``person.full_name``."""
    if all("." not in name for name in names):
        return ", ".join(field_label(snake(kind), name) for name in names)
    kinds: dict[str, list[str]] = {}
    for name in names:
        of, _dot, field = name.rpartition(".")
        kinds.setdefault(of or kind, []).append(field_label(of or snake(kind), field))
    return "; ".join(f"{kind_label(of)} ({', '.join(fields)})" for of, fields in kinds.items())
