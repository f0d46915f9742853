"""Every number that a reader learns when something is shown, also those that stand between the lines.

Three things can be shown or withheld in an area, each a *layer*: a figure, one of its splits, one of the counts beside
it. A number of people that a layer tells is unsafe from 1 to k − 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.disclosure.policy import ExtraKind
from casework.disclosure.raw import Counts, RawFigure


@dataclass(frozen=True, slots=True, repr=False)
class Number:
    """A number of people that showing a layer tells.

    ``strict``: a province must have at least k, not even 0. ``grows``: it counts a set of people that can only
    grow with the period and the cut-off, so that a difference between two tables counts people. ``everybody``: no fact
    but detection enters, so that two halves less their year are the people who came back.
    """

    value: int
    strict: bool = False
    grows: bool = False
    everybody: bool = False


Numbers = Mapping[str, Number]


def figure_numbers(total: Counts, narrower: Counts | None) -> Numbers:
    """A figure tells who is in the numerator and who is not.

    Beside the ``narrower`` indicator it tells also who is in the wider denominator alone.
    """
    numbers = {
        "numerator": Number(total.numerator, strict=True, grows=True),
        "rest": Number(total.rest, strict=True),
        "denominator": Number(total.denominator, grows=True, everybody=True),
    }
    if narrower is not None:
        between = total.denominator - narrower.denominator
        numbers["between"] = Number(between, grows=True)
        numbers["numerators"] = Number(total.numerator - narrower.numerator)
    return numbers


def split_numbers(total: Counts, parts: Mapping[str, Counts]) -> Numbers:
    """A split tells each part, who is in no other part, and the overlap of its parts or who they leave over."""
    numbers: dict[str, Number] = {}
    for name, part in parts.items():
        numbers |= _told(f"part {name}", part.numerator, part.denominator, grows=True)
        numbers |= _told(
            f"not {name}", total.numerator - part.numerator, total.denominator - part.denominator, grows=False
        )
    numerator = sum(part.numerator for part in parts.values()) - total.numerator
    denominator = sum(part.denominator for part in parts.values()) - total.denominator
    return numbers | _told("overlap", numerator, denominator, grows=True)


def extra_numbers(figure: RawFigure, code: str, kind: ExtraKind) -> Numbers:
    """A count beside a figure tells itself and, when it is part of the numerator, the others in it."""
    value = figure.extras[code]
    numbers = {"count": Number(value, grows=True)}
    if kind == "of_numerator":
        numbers["others"] = Number(figure.total.numerator - value)
    return numbers


def _told(what: str, numerator: int, denominator: int, *, grows: bool) -> dict[str, Number]:
    return {
        f"{what}: numerator": Number(numerator, grows=grows),
        f"{what}: rest": Number(denominator - numerator),
        f"{what}: denominator": Number(denominator, grows=grows, everybody=grows),
    }
