"""The manager's pages: indicators against their targets, downloads, and what is counted."""

from typing import cast

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.indicators.policies import SitePolicies
from casework.refusal import N_, Refusal
from casework.reports import presenters
from casework.reports.files import as_csv
from casework.reports.forms import Options, QuestionForm, asked
from casework.reports.operations import released
from casework.reports.rules import Choices, Question, ask, choices, newest_half, outside, period_of, words_of
from casework.reports.sheets import ProtectedSheet, protected_sheet
from casework.reports.workbook import as_workbook
from casework.ui import context, navigation
from casework.ui.guard import permission

blueprint = Blueprint("reports", __name__, url_prefix="/indicators")
navigation.add("reports.indicators", N_("Indicators"), "indicators:read", 40)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


def _sheet(question: Question, form: str) -> ProtectedSheet:
    policies = _policies()
    table = released(context.session(), context.actor(), policies, question, form, context.now())
    return protected_sheet(table, question, policies)


@blueprint.get("")
@permission("indicators:read")
def indicators() -> ResponseReturnValue:
    """All indicators for a period, cut-off, area and plan."""
    policies, today = _policies(), context.today()
    form, sheet, plan = QuestionForm(), None, None
    default = ask(policies.plans, policies.units, today, period=newest_half(policies.plans, today))
    form.offer(_options(policies, choices(policies.plans, policies.units, today)), default)
    try:
        question = asked(policies, today)
    except Refusal as refusal:
        form.refuse(refusal)
        question = default
    else:
        sheet = _sheet(question, "page")
        plan = policies.plans[question.plan] if question.plan else None
    return render_template(
        "reports/indicators.html",
        form=form,
        sheet=sheet,
        plan=plan,
        plan_outside=plan is not None and outside(plan, question),
        codes=words_of(question),
        policies=policies,
        show=presenters,
    )


def _options(policies: SitePolicies, offered: Choices) -> Options:
    cut_offs: dict[str, str] = {}
    for one in offered.cut_offs:
        period = period_of(one).code
        words = presenters.cut_off_name(one, policies.plans[one.plan], period)
        cut_offs.setdefault(one.day.isoformat(), words)
    return Options(
        periods=[(one.code, presenters.period_name(one.code)) for one in offered.periods],
        cut_offs=list(cut_offs.items()),
        areas=[(code, presenters.area_name(policies.units, code)) for code in offered.areas],
        plans=[(one.code, presenters.plan_name(one)) for one in offered.plans],
    )


@blueprint.get("/figures.csv")
@permission("indicators:download")
def figures_csv() -> ResponseReturnValue:
    """The same figures as CSV."""
    question = asked(_policies(), context.today())
    data = as_csv(_sheet(question, "csv"), _policies()).encode()
    return context.download(data, _filename(question, "csv"), "text/csv")


@blueprint.get("/figures.xlsx")
@permission("indicators:download")
def figures_xlsx() -> ResponseReturnValue:
    """The same figures as a workbook."""
    question = asked(_policies(), context.today())
    data = as_workbook(_sheet(question, "xlsx"), _policies(), context.now())
    return context.download(data, _filename(question, "xlsx"), XLSX)


def _filename(question: Question, kind: str) -> str:
    return f"indicators-{question.area}-{question.period.code}.{kind}"


@blueprint.get("/definitions")
@permission("indicators:read")
def definitions() -> ResponseReturnValue:
    """What each indicator counts, whose it is, which targets it has, and the plans with their deadlines."""
    return render_template("reports/definitions.html", policies=_policies(), show=presenters)
