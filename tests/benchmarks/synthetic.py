"""Invented counts of people for the measurements of protection: communes, provinces, regions and columns."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from casework.disclosure.engine import Dimension, Lattice
from casework.disclosure.engine.equations import Table

REGIONS, PROVINCES, COMMUNES = 6, 34, 3_321
SPREAD = 2.0  # of the negative binomial counts of a place


def country(communes: int = COMMUNES) -> Dimension:
    """The country, six regions, 34 provinces, and communes if any are asked for."""
    parents = {f"r{number}": "VN" for number in range(REGIONS)}
    parents |= {f"p{number:02}": f"r{number % REGIONS}" for number in range(PROVINCES)}
    parents |= {f"c{number:04}": f"p{number % PROVINCES:02}" for number in range(communes)}
    return Dimension("area", "2025", parents)


def split(name: str, shares: list[float]) -> Dimension:
    """A dimension of so many categories and their total."""
    return Dimension(name, "1", {f"{name}{number}": "all" for number in range(len(shares))})


def world(communes: int, mean: float, *shares: list[float]) -> tuple[Lattice, Table]:
    """A table with ``mean`` people in each of the finest places, always the same one."""
    splits = [split(f"d{number}", its) for number, its in enumerate(shares)]
    lattice = Lattice([country(communes), *splits], [(3 if communes else 2, *[1] * len(shares))])
    chance = np.random.default_rng(1)
    among: NDArray[np.float64] = np.ones(())
    for its in shares:
        among = np.multiply.outer(among, np.array(its))
    places = chance.gamma(SPREAD, mean / SPREAD, communes or PROVINCES)
    return lattice, lattice.fill(chance.poisson(np.multiply.outer(places, among)))


def three_way() -> tuple[Lattice, Table]:
    """41 areas × 9 kinds × 3 sexes: 1,107 cells, 226 of them small."""
    return world(0, 130, [0.125] * 8, [0.6, 0.4])


def by_sex() -> tuple[Lattice, Table]:
    """3,321 communes × 3 sexes: 10,086 cells, 49 % of them small."""
    return world(COMMUNES, 1.5, [0.7, 0.3])


def by_age() -> tuple[Lattice, Table]:
    """9 columns: 30,258 cells, 42 % of them small."""
    return world(COMMUNES, 2.0, [0.7, 0.3], [0.8, 0.2])


def by_stream() -> tuple[Lattice, Table]:
    """27 columns: 90,774 cells, 42 % of them small."""
    return world(COMMUNES, 3.0, [0.7, 0.3], [0.7, 0.3], [0.6, 0.4])


def mark(table: Table) -> str:
    """Which table it is: a bound that was computed for one says nothing about another."""
    return hashlib.sha256(table.tobytes()).hexdigest()[:16]
