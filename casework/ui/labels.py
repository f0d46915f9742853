"""Codes in words: code lists, places and roles in the page's language."""

from collections.abc import Iterable

from casework.ui import context
from casework.ui.language import current


def code_label(name: str, codes: str | Iterable[str] | None) -> str:
    """One code or several of a code list, in words; nothing for none."""
    terms = context.policy().vocabulary[name]
    wanted = ([codes] if codes else []) if codes is None or isinstance(codes, str) else codes
    return "; ".join(terms.label(code, current()) for code in wanted)


def commune_label(code: str | None) -> str:
    """A commune with its province: Phường Ba Đình, Thành phố Hà Nội."""
    return context.policy().units.label(code) if code else ""


def province_label(code: str | None) -> str:
    """The name of a province or city."""
    return commune_label(code)


def role_label(role: str) -> str:
    """What a role is called."""
    return code_label("role", role)
