"""Percentages as reports print them."""


def percent(numerator: int, denominator: int) -> float | None:
    """The share in percent to one decimal, halves upwards as in a spreadsheet; None out of nothing."""
    if denominator == 0:
        return None
    return (2000 * numerator + denominator) // (2 * denominator) / 10
