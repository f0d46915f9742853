"""Asking for figures: protected ones for pages and files, exact ones for the server's command line. Both are noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.disclosure import (
    Period,
    ProtectedTable,
    RawFigure,
    RawTable,
    TableKey,
    family,
    protect_together,
)
from casework.indicators import queries as raw
from casework.indicators.policies import SitePolicies
from casework.indicators.scope import Scope
from casework.reports.queries import log_size, written_since
from casework.reports.rules import Question, allowed_cut_offs

ATTEMPTS = 3


@dataclass(frozen=True, repr=False)
class ExactFigures:
    """Counts as they are, of one area: for the operator alone. Nothing that makes a page or a download takes it."""

    scope: Scope
    figures: Mapping[str, RawFigure]


@dataclass(frozen=True, repr=False)
class _Kept:
    """A family of tables, protected, and the size of the log when they were counted."""

    tables: Mapping[TableKey, ProtectedTable]
    position: int


_kept: WeakKeyDictionary[Any, dict[tuple[str, ...], _Kept]] = WeakKeyDictionary()
_one_at_a_time = Lock()


def released(
    session: Session, actor: Actor, policies: SitePolicies, question: Question, form: str, now: datetime
) -> ProtectedTable:
    """The table that the question is about, protected together with all it can be held against.

    ``form`` names what is made of it: ``page``, ``csv``, ``xlsx``, ``command``. Tables are counted anew when
    anything was written since that can change them.
    """
    require_role(actor, "indicators:read")
    told = {
        "from": question.period.first.isoformat(),
        "to": question.period.last.isoformat(),
        "cut_off": question.cut_off.isoformat(),
        "area": question.area,
    }
    facts = told | {"plan": question.plan or "", "form": form}
    record(session, actor, "figures.shown", kind="figures", facts=facts, now=now)
    return _family(session, policies, question.period)[TableKey(question.period, question.cut_off)]


def exact(
    session: Session, actor: Actor, policies: SitePolicies, scope: Scope, now: datetime
) -> ExactFigures:
    """All indicators of one area, hiding nothing: any days, cut-off and area. Not for publication."""
    require_role(actor, "indicators:exact")
    facts = {
        "from": scope.first.isoformat(),
        "to": scope.last.isoformat(),
        "cut_off": scope.cut_off.isoformat(),
        "area": scope.area,
    }
    record(session, actor, "figures.exact", kind="figures", facts=facts, now=now)
    return ExactFigures(scope, raw.figures(session, policies.indicators, scope))


def _family(session: Session, policies: SitePolicies, period: Period) -> Mapping[TableKey, ProtectedTable]:
    keys = family(period, lambda one: allowed_cut_offs(policies.plans, one))
    first, last = min(key.period.first for key in keys), max(key.period.last for key in keys)
    name = (period.code, *_versions(policies, keys))
    with _one_at_a_time:
        kept = _kept.setdefault(session.get_bind(), {})
        found = kept.get(name)
        if found is None or written_since(session, found.position, first, last):
            found = kept[name] = _counted(session, policies, keys, (first, last))
        return found.tables


def _counted(
    session: Session, policies: SitePolicies, keys: tuple[TableKey, ...], days: tuple[date, date]
) -> _Kept:
    """Count all tables; again when somebody wrote meanwhile, since tables must tell of one moment."""
    provinces = sorted(policies.units.provinces)
    for _attempt in range(ATTEMPTS):
        position = log_size(session)
        tables: dict[TableKey, RawTable] = {
            key: raw.table(
                session,
                policies.indicators,
                Scope(key.period.first, key.period.last, key.cut_off),
                provinces,
            )
            for key in keys
        }
        if not written_since(session, position, *days):
            break
    return _Kept(protect_together(tables, policies.disclosure), position)


def _versions(policies: SitePolicies, keys: tuple[TableKey, ...]) -> tuple[str, ...]:
    rules = policies.disclosure
    days = (key.cut_off.isoformat() for key in keys)
    return (policies.indicators.version, rules.version, str(rules.k), str(rules.minimum_denominator), *days)
