"""Counting facilities: they are not people, and have no cases in scope."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, select, true

from casework.indicators.definitions import Indicator
from casework.indicators.scope import Scope
from casework.providers.models import Activity, Provider


def statement(indicator: Indicator, scope: Scope, *, by_province: bool) -> Select[*tuple[Any, ...]]:
    """Rows of (province or VN, how many facilities, how many with an activity in the period by the cut-off)."""
    area: Any = Provider.province_code if by_province else literal(scope.area)
    active = exists().where(
        Activity.provider_id == Provider.id,
        Activity.held_on >= scope.first,
        Activity.held_on <= scope.until,
        Activity.kind.in_(indicator.numerator.kinds),
    )
    public = Provider.public.is_(True) if indicator.public_only else true()
    wanted = and_(
        Provider.kind.in_(indicator.provider_kinds), public, Provider.active.is_(True), scope.place(Provider)
    )
    counted = select(
        area.label("area"), func.count().label("d"), func.sum(case((active, 1), else_=0)).label("n")
    )
    return counted.select_from(Provider).where(wanted).group_by(area)
