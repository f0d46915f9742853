"""The disclosure engine on tables of the country's size: how much it withholds, and in how many seconds."""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from casework.disclosure.engine import Lattice, Policy, Release
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.verify import verify
from tests.benchmarks import synthetic
from tests.benchmarks.bench import Line

Result = TypeVar("Result")
POLICY = Policy("bench")
LEAST = 337
"""Of the three-way table at least so many cells must be withheld: ``python -m tests.benchmarks.optimum`` (HiGHS 1.15.1,
17 minutes; the relaxation ended at 326.1, the whole-numbered master stood at 337 after 13 rounds)."""
OF = "6aafce329e98bb9e"


def measure() -> list[Line]:
    """Tables of 1,107 to 90,774 cells, two worker processes at most."""
    lattice, truth = synthetic.three_way()
    release, wall, cpu = _protected(lattice, truth)
    lines = [_loss(truth, release), _time("1,107 cells, three-way, withheld", 10, wall, cpu)]
    lattice, truth = synthetic.by_sex()
    release, wall, cpu = _protected(lattice, truth)
    lines.append(_time("3,321 communes × sex, 10,086 cells, withheld", 5, wall, cpu))
    lines.append(_audit(lattice, truth, release))
    _, wall, cpu = _timed(lambda: verify(lattice, truth, release))
    lines.append(_time("10,086 cells, the proof checked", 1, wall, cpu))
    for what, seconds, make in (
        ("30,258 cells, withheld", 30, synthetic.by_age),
        ("90,774 cells, withheld, every small cell proved", 240, synthetic.by_stream),
    ):
        _, wall, cpu = _protected(*make())
        lines.append(_time(what, seconds, wall, cpu))
    return lines


def _protected(lattice: Lattice, truth: Table) -> tuple[Release, float, float]:
    """Protected or NotProtected: the release is verified inside."""
    return _timed(lambda: protect_tables(lattice, truth, POLICY, workers=2 if lattice.size > 20_000 else 1))


def _loss(truth: Table, release: Release) -> Line:
    if synthetic.mark(truth) != OF:
        raise RuntimeError("The bound is of another table: run tests.benchmarks.optimum.")
    withheld = int(np.count_nonzero(release.mask))
    ratio = withheld / LEAST
    detail = f"{withheld} withheld, {int(np.count_nonzero((truth > 0) & (truth < POLICY.k)))} small"
    return Line(
        "1,107 cells, three-way: cells withheld",
        f"at least {LEAST} in any protection",
        "≤ 1.08 ×",
        ratio,
        ratio <= 1.08,
        detail,
    )


def _audit(lattice: Lattice, truth: Table, release: Release) -> Line:
    small = np.flatnonzero((truth > 0) & (truth < POLICY.k))
    found, wall, cpu = _timed(lambda: attack(lattice, release.known, small))
    if np.any(found.low > 0) or np.any(found.high < POLICY.k):
        raise RuntimeError("A small cell can be found out.")
    return _time("10,086 cells, all small ones attacked", 3, wall, cpu)


def _time(what: str, allowed: float, wall: float, cpu: float) -> Line:
    ratio = wall / allowed
    return Line(
        what,
        f"{allowed:.0f} s allowed",
        "≤ 1 ×",
        ratio,
        ratio <= 1,
        f"{wall:.1f} s, {cpu:.1f} s of processor",
    )


def _timed(act: Callable[[], Result]) -> tuple[Result, float, float]:
    wall, cpu = time.perf_counter(), _cpu()
    result = act()
    return result, time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    """Of this process and of workers that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
