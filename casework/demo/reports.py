"""Reports of the demonstration, asked for outside the calendar: one went up its line, one is being written."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.demo.accounts import acting
from casework.demo.figures import APPROVER, PROPOSER
from casework.indicators.policies import SitePolicies
from casework.reporting import operations, queries
from casework.reporting.models import PlanReport
from casework.reporting.rules import OCCASIONAL
from casework.reporting.text import Written
from casework.ui.context import Wiring

PLAN = "hung-yen-2025"
HEAD = {"above": "Ủy ban nhân dân tỉnh", "agency": "Sở Nội vụ", "place": "Hưng Yên", "capacity": "Giám đốc"}
PARTS = {
    "direction": "Ủy ban nhân dân tỉnh đã phân công cơ quan thường trực, ban hành hướng dẫn về tiếp nhận, chuyển gửi"
    " và kiểm tra hai đợt trong năm.",
    "results": "Các cơ sở trợ giúp xã hội đã tiếp nhận, hỗ trợ người bị bạo lực theo quy trình chung. Công tác tư vấn"
    " cho người gây bạo lực được duy trì.",
    "plans": "Tập huấn cán bộ tiếp nhận; rà soát danh mục đơn vị trực; tổng kết Tháng hành động.",
}


def write_reports(site: Wiring) -> None:
    """Begin both, unless somebody has begun a report already or there are no figures for them."""
    policies = site.policies
    if not isinstance(policies, SitePolicies):
        raise TypeError("The policies behind the reports are missing.")
    narrative = policies.narrative
    if PLAN not in policies.plans or any(one.required and one.code not in PARTS for one in narrative.parts):
        return  # a site's own policies, for which nothing is written here
    with site.sessions() as session:
        if (
            session.scalar(select(PlanReport.id).where(PlanReport.opened_by_id.is_not(None)).limit(1))
            is not None
        ):
            return
        writer, answering = (acting(session, policies.access, name) for name in (PROPOSER, APPROVER))
        first = _written(session, policies, writer, PARTS)
        if queries.fitting(session, first) is None:
            session.rollback()
            return
        operations.submit(session, writer, first, narrative, first.version, clock.now())
        _written(session, policies, answering, {"direction": PARTS["direction"]})
        operations.accept(session, answering, first, first.version, clock.now())
        session.commit()


def _written(session: Session, policies: SitePolicies, actor: Actor, parts: Mapping[str, str]) -> PlanReport:
    """A report on the plan's last year, with these parts."""
    session.info["actor"] = actor
    year, narrative, now = policies.plans[PLAN].last_year, policies.narrative, clock.now()
    due = queries.due_of(policies.plans, narrative, PLAN, OCCASIONAL, year)
    report = operations.begin_occasional(session, actor, due, date(year, 12, 31), None, now)
    operations.write(session, actor, report, Written(parts, HEAD), narrative, report.version, now)
    return report
