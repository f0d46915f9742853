"""Code lists: the words that may be stored, with what they are called on screen.

One file of ``policies/vocabulary`` is one list. A site may reword labels, and may add codes to the
open lists; the codes that the program itself reckons with (``REQUIRED``) can't be taken away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.vocabulary.folding import fold, tone_normal
from casework.vocabulary.policyfiles import Section, fault, open_section
from casework.vocabulary.required import OPEN, REQUIRED
from casework.vocabulary.words import Words


@dataclass(frozen=True, slots=True)
class Term:
    """One code: its label, where the law has it, and other words under which ledgers write it."""

    code: str
    words: Words
    law: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """The codes that one field may hold, in the order in which they are offered."""

    name: str
    words: Words
    terms: tuple[Term, ...]
    _by_code: Mapping[str, Term] = field(repr=False, compare=False)
    _exact: Mapping[str, str] = field(repr=False, compare=False)
    _folded: Mapping[str, str | None] = field(repr=False, compare=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(term.code for term in self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __getitem__(self, code: str) -> Term:
        return self._by_code[code]

    def label(self, code: str, language: str = "vi") -> str:
        """What the code is called; a code that is not (or no longer) in the list is shown as it is."""
        term = self._by_code.get(code)
        return term.words.of(language) if term else code

    def choices(self, language: str = "vi") -> list[tuple[str, str]]:
        """Pairs of code and label for a form."""
        return [(term.code, term.words.of(language)) for term in self.terms]

    def recognise(self, text: str) -> str | None:
        """The code that was meant by a code, a Vietnamese label or another spelling; None if none or several.

        Letter case, Unicode form and spaces do not matter, nor do diacritics where they leave no doubt.
        """
        exact = self._exact.get(_key(text))
        return exact if exact is not None else self._folded.get(fold(text))


@dataclass(frozen=True)
class Vocabulary:
    """All code lists by name: ``vocabulary["act"]``."""

    lists: Mapping[str, CodeList]

    def __getitem__(self, name: str) -> CodeList:
        return self.lists[name]

    def __contains__(self, name: object) -> bool:
        return name in self.lists

    def label(self, name: str, code: str, language: str = "vi") -> str:
        """What a code of the list ``name`` is called."""
        return self.lists[name].label(code, language)


def load(policies: Path) -> Vocabulary:
    """Read all code lists of a policy directory; anything not understood raises PolicyError."""
    folder = policies / "vocabulary"
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in REQUIRED:
            raise fault(path, "", "is not a code list that this program knows.")
    return Vocabulary({name: _code_list(folder / f"{name}.toml", name) for name in REQUIRED})


def _code_list(path: Path, name: str) -> CodeList:
    section = open_section(path)
    words = section.words("name")
    terms: dict[str, Term] = {}
    for part in section.sections("term"):
        term = _term(part)
        if term.code in terms:
            raise part.error("code", f"is “{term.code}” a second time.")
        terms[term.code] = term
    section.close()
    for code in REQUIRED[name]:
        if code not in terms:
            raise fault(path, "term", f"the code “{code}” is missing.")
    if name not in OPEN:
        for code in terms:
            if code not in REQUIRED[name]:
                raise fault(path, "term", f"the code “{code}” is not one this program knows.")
    exact, folded = _spellings(path, terms)
    return CodeList(name, words, tuple(terms.values()), terms, exact, folded)


def _term(part: Section) -> Term:
    code = part.code("code")
    words = Words(part.text("vi"), part.text("en"))
    law = part.optional_text("law")
    also = part.texts("also") if "also" in part else ()
    part.close()
    return Term(code, words, law, also)


def _spellings(path: Path, terms: Mapping[str, Term]) -> tuple[dict[str, str], dict[str, str | None]]:
    exact: dict[str, str] = {}
    folded: dict[str, str | None] = {}
    for term in terms.values():
        for spelling in (term.code, term.words.vi, *term.also):
            if exact.setdefault(_key(spelling), term.code) != term.code:
                raise fault(path, f"term.{term.code}", f"“{spelling}” already means another code.")
            bare = fold(spelling)
            folded[bare] = term.code if folded.get(bare, term.code) == term.code else None
    return exact, folded


def _key(text: str) -> str:
    return " ".join(tone_normal(text).casefold().split())
