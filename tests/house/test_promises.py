"""Facts about templates, events and words of the whole application."""

import re
from pathlib import Path

import pytest
from flask import Flask

from casework.audit.events import EVENTS
from casework.oversight.wording import EVENT_LABELS
from casework.paths import ROOT_POLICIES, ROOT_TEMPLATES
from casework.ui import catalogue
from casework.vocabulary import load

CODE = Path(__file__).parents[2] / "casework"
SOURCE = {path: path.read_text() for path in CODE.rglob("*.py")}
TEMPLATES = {
    str(path.relative_to(ROOT_TEMPLATES)): path.read_text() for path in ROOT_TEMPLATES.rglob("*.html")
}
PARTS = ("layouts/", "components/")
AHEAD = {"components/tasks.html"}  # drawn and tested in tests/ui; deep case work will be the first to use it
MACROS = {name for name, text in TEMPLATES.items() if text.lstrip().startswith("{% macro")}
PAGES = sorted(name for name in TEMPLATES if not name.startswith(PARTS) and name not in MACROS)


def test_every_page_extends_a_layout_and_names_itself() -> None:
    for name in PAGES:
        assert re.match(r'\{% extends "layouts/[a-z]+\.html" %\}', TEMPLATES[name]), name
        assert "{% block title %}" in TEMPLATES[name], name
    assert len(PAGES) > 30


def test_every_template_is_used() -> None:
    everything = "".join(SOURCE.values()) + "".join(TEMPLATES.values())
    for name in set(TEMPLATES) - AHEAD:
        assert f'"{name}"' in everything, name


def test_every_template_that_is_asked_for_exists() -> None:
    asked = set(re.findall(r'render_template\(\s*"([^"]+)"', "".join(SOURCE.values())))
    asked |= set(re.findall(r'\{% (?:from|extends|include|import) "([^"]+)"', "".join(TEMPLATES.values())))
    ours = {name for name in asked if not name.startswith("govuk_frontend_jinja/")}
    assert ours - set(TEMPLATES) == set()
    assert len(ours) > 40


def test_no_page_trusts_what_people_typed() -> None:
    for name, text in TEMPLATES.items():
        assert "|safe" not in text.replace(" ", ""), name
        assert "autoescape" not in text, name
    for path, text in SOURCE.items():
        if path.parent.name != "ui":
            assert "Markup(" not in text, path.name


def test_titles_hold_words_and_no_data() -> None:
    for name in PAGES:
        title = re.search(r"\{% block title %\}(.*?)\{% endblock %\}", TEMPLATES[name], re.DOTALL)
        assert title is not None
        for shown in re.findall(r"\{\{(.*?)\}\}", title[1]):
            assert re.fullmatch(r"\s*(_\([^()]*\)|heading|title)\s*", shown), f"{name}: {shown}"


@pytest.mark.parametrize("event", sorted(set(EVENTS)))
def test_every_event_is_noted_somewhere_and_has_words(event: str) -> None:
    noted = re.compile(rf'"{re.escape(event)}"')
    lists = {CODE / "audit/events.py", CODE / "oversight/wording.py"}
    used = [path for path, text in SOURCE.items() if path not in lists and noted.search(text)]
    assert used, "no operation notes this event: use it, or take it from the list"
    assert event in EVENT_LABELS


def test_both_languages_are_complete() -> None:
    assert catalogue.problems() == []


def test_every_code_has_its_words_in_both_languages() -> None:
    lists = load(ROOT_POLICIES).lists
    assert len(lists) > 15
    for name, terms in lists.items():
        for term in terms:
            for language in ("vi", "en"):
                assert term.words.of(language).strip(), (name, term.code, language)
                assert term.words.of(language) != term.code or len(term.code) == 1, (name, term.code)


def test_the_command_line_takes_no_secret_as_an_argument() -> None:
    for path, text in SOURCE.items():
        if path.parent.name == "cli":
            for word in ("password", "secret", "key", "token"):
                assert f'"--{word}' not in text, path.name
                assert f'argument("{word}' not in text, path.name


def test_nothing_prints_or_logs_a_value_of_its_own(app: Flask) -> None:
    for path, text in SOURCE.items():
        for call in re.findall(r"\blog\.(?:info|warning|error|exception)\((.*)", text):
            assert 'f"' not in call, path.name
            assert "log.exception" not in call
        if path.parent.name != "cli" and path.name not in {"assets.py", "catalogue.py"}:
            assert not re.search(r"^\s*print\(", text, re.MULTILINE), path.name
