"""Releases, tables and indicators as programs read them: made of released figures alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casework.indicators.definitions import FACILITIES, Indicator
from casework.indicators.policies import SitePolicies
from casework.releases import presenters
from casework.releases.figures import Figure, Figures
from casework.releases.tables import AREA, Head, ReleasedTable
from casework.ui.language import LANGUAGES
from casework.vocabulary import Words
from casework.vocabulary.units import COUNTRY


def release(head: Head) -> dict[str, Any]:
    """Which release."""
    return {
        "code": head.code,
        "year": head.year,
        "number": head.number,
        "period": head.period,
        "first_day": head.first.isoformat(),
        "last_day": head.last.isoformat(),
        "cut_off": head.cut_off.isoformat(),
        "approved_at": f"{head.approved_at:%Y-%m-%dT%H:%M:%SZ}",
        "corrects": None if head.corrects is None else f"{head.year}-{head.corrects}",
        "versions": {"tables": head.catalogue, "places": head.geography, "thresholds": head.policy},
        "small_count_below": head.k,
        "digest": head.digest,
    }


def listed(table: ReleasedTable, policies: SitePolicies) -> dict[str, Any]:
    """A table in the list of its release."""
    name = presenters.table_words(table, policies)
    return {
        "code": table.code,
        "name": _words(name) if name else dict.fromkeys(LANGUAGES, table.code),
        "population": table.population,
        "dimensions": list(table.dimensions),
        "error": table.error,
    }


def table(found: ReleasedTable, policies: SitePolicies, area: str | None) -> dict[str, Any]:
    """A table with its cells, of all areas or one, in the table's own order."""
    names = found.dimensions[1:]
    return {
        "release": release(found.head),
        **listed(found, policies),
        "cells": [
            {
                AREA: codes[0],
                "codes": dict(zip(names, codes[1:], strict=True)),
                "value": value,
                "withheld": value is None,
            }
            for codes, value in found.cells.items()
            if area in {None, codes[0]}
        ],
    }


def indicators(
    figures: Figures, head: Head, policies: SitePolicies, areas: Sequence[str], codes: Sequence[str]
) -> dict[str, Any]:
    """These indicators in these areas, as far as the release tells of them."""
    return {
        "release": release(head),
        "indicators": [
            _indicator(figures, policies.indicators[code], area)
            for code in codes
            for area in areas
            if figures.has(code, area)
        ],
    }


def areas_of(policies: SitePolicies) -> tuple[str, ...]:
    """The country and its provinces by code."""
    return (COUNTRY, *sorted(policies.units.provinces))


def _indicator(figures: Figures, indicator: Indicator, area: str) -> dict[str, Any]:
    whole = figures.figure(indicator.code, area)
    return {
        "indicator": indicator.code,
        "name": _words(indicator.name),
        "counts": "facilities" if indicator.counts == FACILITIES else "people",
        AREA: area,
        **_numbers(whole),
        "beside": [
            {"code": code, "value": value, "withheld": value is None} for code, value in whole.extras.items()
        ],
        "parts": [
            {"by": by, "code": code, **_numbers(figures.figure(indicator.code, area, **{by: code}))}
            for by, code in _parts(indicator)
            if figures.has(indicator.code, area, by)
        ],
    }


def _parts(indicator: Indicator) -> Iterator[tuple[str, str]]:
    split: Mapping[str, tuple[str, ...]] = {
        "stream": tuple(indicator.streams),
        "sex": tuple(indicator.sexes.values()),
    }
    return ((by, code) for by in indicator.splits for code in split[by])


def _numbers(figure: Figure) -> dict[str, Any]:
    return {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "percent": figure.percent,
        "withheld": figure.hidden,
        "error": figure.error,
    }


def _words(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}
