"""What may be shown. Renderers and exports accept these types and no others.

Only :mod:`casework.disclosure.protect` can make them: it alone holds the seal.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import final

from casework.disclosure.raw import Counts
from casework.disclosure.rounding import percent


class _Seal:
    """The proof that a value went through protection."""


_SEAL = _Seal()


class _Sealed:
    """Made with the seal, never changed, copied or pickled; compared by what it shows."""

    __slots__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("Protected counts can't be extended.")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Protected counts can't be changed.")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("Protected counts can't be changed.")

    def __reduce_ex__(self, protocol: object) -> str:
        raise TypeError("Protected counts can't be copied or stored; ask again.")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._shown() == getattr(other, "_shown")()  # noqa: B009 - of the same type, so its own

    __hash__ = None  # type: ignore[assignment]  # how Python says: no key of a dict

    def __repr__(self) -> str:
        shown = zip(self.__slots__, self._shown(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown)})"

    def _shown(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def _fill(self, seal: _Seal, **values: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Protected counts are made by protect_together alone.")
        for name, value in values.items():
            object.__setattr__(self, name, value)


@final
class ProtectedCounts(_Sealed):
    """One part of a split that is shown: ``numerator`` of ``denominator``."""

    __slots__ = ("denominator", "numerator")
    numerator: int
    denominator: int

    def __init__(self, seal: _Seal, counts: Counts) -> None:
        self._fill(seal, numerator=counts.numerator, denominator=counts.denominator)

    @property
    def percent(self) -> float | None:
        """The share to one decimal; None when nobody is counted."""
        return percent(self.numerator, self.denominator)


@final
class ProtectedFigure(_Sealed):
    """One indicator in one area, as it may be shown.

    ``numerator`` and ``denominator`` are both None when ``hidden``; the reason is never told. 0 of 0 occurs
    for the country alone (and for institutions) and means that there were no cases. ``splits[name]`` is
    None or whole; ``extras[code]`` is None where withheld.
    """

    __slots__ = ("denominator", "extras", "numerator", "splits")
    numerator: int | None
    denominator: int | None
    splits: Mapping[str, Mapping[str, ProtectedCounts] | None]
    extras: Mapping[str, int | None]

    def __init__(
        self,
        seal: _Seal,
        counts: Counts | None,
        splits: Mapping[str, Mapping[str, ProtectedCounts] | None],
        extras: Mapping[str, int | None],
    ) -> None:
        self._fill(
            seal,
            numerator=None if counts is None else counts.numerator,
            denominator=None if counts is None else counts.denominator,
            splits=MappingProxyType(
                {name: parts and MappingProxyType(dict(parts)) for name, parts in splits.items()}
            ),
            extras=MappingProxyType(dict(extras)),
        )

    @property
    def hidden(self) -> bool:
        """Whether the figure is withheld."""
        return self.denominator is None

    @property
    def no_cases(self) -> bool:
        """Whether it is shown that there was nobody to count."""
        return self.denominator == 0

    @property
    def percent(self) -> float | None:
        """The share to one decimal, out of the counts shown; None when hidden or nobody is counted."""
        if self.numerator is None or self.denominator is None:
            return None
        return percent(self.numerator, self.denominator)


@final
class ProtectedTable(_Sealed):
    """All areas × all indicators of one period and cut-off, as they may be shown.

    ``policy_version`` is to be printed with every copy.
    """

    __slots__ = ("figures", "policy_version")
    figures: Mapping[str, Mapping[str, ProtectedFigure]]
    policy_version: str

    def __init__(
        self, seal: _Seal, figures: Mapping[str, Mapping[str, ProtectedFigure]], policy_version: str
    ) -> None:
        self._fill(
            seal,
            figures=MappingProxyType({area: MappingProxyType(dict(row)) for area, row in figures.items()}),
            policy_version=policy_version,
        )

    def figure(self, area: str, indicator: str) -> ProtectedFigure:
        """The indicator in the area; KeyError for what the table does not have."""
        return self.figures[area][indicator]
