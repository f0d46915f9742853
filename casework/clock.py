"""The one clock: every moment is aware and UTC, every day is a day in Viet Nam."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as a clock on the wall in Viet Nam shows it."""
    return moment.astimezone(LOCAL)


def today() -> date:
    """Today's date in Viet Nam (not the server's)."""
    return local(now()).date()
