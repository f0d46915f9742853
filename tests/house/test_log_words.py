"""All that the log can hold has words, so that its officer reads no name of the program's.

That every word is also said in Vietnamese is watched by ``test_both_languages_are_complete``.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect

from casework.access.permissions import PERMISSIONS as KNOWN_PERMISSIONS
from casework.audit.events import EVENTS
from casework.audit.models import Entry
from casework.db import Base, Versioned
from casework.oversight import fact_words, field_words, kind_words, permission_words, value_words, wording
from casework.oversight.presenters import facts_of, kind_of
from casework.paths import ROOT_POLICIES
from casework.people import duplicates, search
from casework.reminders.rules import EVERY
from casework.ui import context, language
from casework.vocabulary import load
from casework.worklist.operations import NOTICES

CODE = Path(__file__).parents[2] / "casework"
SOURCE = "".join(path.read_text() for path in CODE.rglob("*.py"))
DECLARED = sorted((event, fact) for event, facts in EVENTS.items() for fact in facts)
SEALED = sorted(set(re.findall(r'= Sealed(?:Text|Json|Bytes)\("(\w+\.\w+)"', SOURCE)))
# Records that are replaced, moved or answered, but never edited field by field.
NEVER_EDITED = {
    "release",
    "line_export",
    "plan_report",
    "ack_link",
    "consent",
    "draft",
    "programme_report",
    "referral",
    "revision",
    "risk",
    "user_account",
}
# Columns that are set once, by the program.
SET_ONCE = {
    "id",
    "version",
    "seal",
    "subject_id",
    "case_id",
    "survivor_id",
    "worker_id",
    "author_id",
    "reference",
    "side",
    "opened_by",
    "opened_at",
    "counted_as",
    "created_at",
    "written_at",
    "recorded_by",
    "recorded_at",
    "from_ledger",
}


def models() -> list[Any]:
    return [mapper.class_ for mapper in Base.registry.mappers]


def named(event: str, fact: str) -> bool:
    place = (event, fact)
    own = place in value_words.CODES or place in value_words.WORDS or place in fact_words.LABELS
    return own or fact in fact_words.PLAIN


@pytest.mark.parametrize(("event", "fact"), DECLARED)
def test_every_fact_has_a_name_and_words_for_its_values(event: str, fact: str) -> None:
    assert fact in fact_words.FACTS
    assert named(event, fact), "say in oversight/value_words.py or fact_words.py what its values are called"


def test_no_word_is_kept_for_a_fact_that_is_gone() -> None:
    told = {*value_words.CODES, *value_words.WORDS, *fact_words.LABELS}
    assert told - set(DECLARED) == set()
    assert (set(fact_words.FACTS) | fact_words.PLAIN) - {fact for _event, fact in DECLARED} == set()
    assert set(wording.EVENT_LABELS) == set(EVENTS)


def test_codes_come_from_lists_that_exist() -> None:
    assert set(value_words.CODES.values()) - set(load(ROOT_POLICIES).lists) == set()


def test_every_sealed_field_has_words() -> None:
    assert len(SEALED) > 40
    for domain in SEALED:
        kind, name = domain.split(".")
        assert kind in kind_words.KINDS, domain
        assert domain in field_words.FIELDS or name in field_words.FIELDS, domain


def test_every_field_that_can_be_changed_has_words(app: Flask) -> None:
    changed = [
        model
        for model in models()
        if issubclass(model, Versioned) and model.__tablename__ not in NEVER_EDITED
    ]
    assert len(changed) > 10
    for model in changed:
        names = {column.key.lstrip("_") for column in inspect(model).column_attrs} - SET_ONCE
        told = {name for name in names if f"{model.__tablename__}.{name}" in field_words.FIELDS}
        assert names - told - set(field_words.FIELDS) == set(), model.__tablename__


def test_every_kind_of_record_has_words(app: Flask) -> None:
    kinds = {model.__tablename__ for model in models()}
    kinds |= {kind_words.snake(model.__name__) for model in models()}
    kinds |= set(re.findall(r'\bkind="([\w ]+)",\s*(?:row_id|facts|fields|subject_id|now)=', SOURCE))
    refused = set(re.findall(r'NotFound\([^()]*,\s*"([\w ]+)"\)', SOURCE))
    assert len(refused) > 5
    kinds |= {kind_words.snake(kind) for kind in refused}
    assert kinds - set(kind_words.KINDS) == set()


def test_every_permission_has_words() -> None:
    asked = set(re.findall(r'NotFound\("([\w:]+)"', SOURCE))
    assert (KNOWN_PERMISSIONS | asked) - set(permission_words.PERMISSIONS) == set()
    assert set(permission_words.PERMISSIONS) - KNOWN_PERMISSIONS - asked == set()


@pytest.mark.parametrize(
    ("place", "call"),
    [
        (("request.refused", "reason"), r'\btell_refused_request\("(\w+)"'),
        (("signin.closed", "reason"), r'\bend_here\("(\w+)"'),
        (("signin.closed", "reason"), r'\bsign_out_everywhere\([^)]*?"(\w+)"'),
        (("order.printed", "form"), r'\b_printed\([^"]*"(\w+)"\)'),
    ],
)
def test_every_reason_that_the_program_gives_has_words(place: tuple[str, str], call: str) -> None:
    given = {
        code for found in re.findall(call, SOURCE) for code in ([found] if isinstance(found, str) else found)
    }
    given -= {""}
    assert given, "nothing found: the call has another name now"
    assert given - set(value_words.WORDS[place]) == set()


def test_every_way_to_be_found_or_reminded_has_words() -> None:
    ways = {duplicates.BY, duplicates.BY_ELSEWHERE, search.BY_PART, "full_name", "phone", "citizen_number"}
    assert ways == set(value_words.WORDS["people.searched", "by"])
    assert set(EVERY) == set(value_words.WORDS["reminder.set", "every"])


def test_every_notice_has_words() -> None:
    told = set(NOTICES.values()) | set(re.findall(r'tell_officer\(\s*session,\s*"([\w.]+)"', SOURCE))
    assert len(told) > 2
    assert told - set(wording.NOTICES) == set()


def values(event: str, fact: str) -> list[object]:
    """Values such as the fact may have."""
    place = (event, fact)
    if place in value_words.CODES:
        return [term.code for term in context.policy().vocabulary[value_words.CODES[place]]]
    if place in value_words.WORDS:
        return list(value_words.WORDS[place])
    if fact == "fields":
        return [" ".join(SEALED) if event == "sealed.opened" else "full_name birth"]
    known = {
        "permission": "case:read",
        "matched": "citizen_number",
        "role": "relative",
        "area": "VN",
        "about": "conflict.found",
        "plan": "",
        "digest": "",
        "subjects": "",
    }
    return [known.get(fact, "2026-01-01" if fact in ("from", "to", "cut_off") else 3)]


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_the_log_shows_no_name_of_the_program(app: Flask, spoken: str) -> None:
    with app.test_request_context():
        language.choose(spoken)
        for event, fact in DECLARED:
            for value in values(event, fact):
                entry = Entry(event=event, kind="Person", facts=json.dumps({fact: value}))
                shown = f"{kind_of(entry)} {facts_of(entry)} {wording.event_label(event)}"
                assert not re.search(r"\w_\w|\w\.\w|\w:\w", shown), (event, fact, shown)
