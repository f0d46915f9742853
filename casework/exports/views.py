"""Figures for other systems: the releases that can be sent, a dry run of each form, and the file itself."""

import re
from typing import cast

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from casework.access import NotFound
from casework.exports import figure_operations, presenters
from casework.exports.formats import FORMATS, Trial, trial
from casework.exports.site import exchange_of
from casework.indicators.policies import SitePolicies
from casework.refusal import N_
from casework.releases import presenters as releases
from casework.releases import queries, reading
from casework.releases.models import Release
from casework.ui import context, navigation
from casework.ui.guard import permission

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
navigation.add("exports.listing", N_("Send figures"), "figures:export", 47)
_CODE = re.compile(r"([0-9]{4})-([0-9]{1,3})")


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


@blueprint.get("")
@permission("figures:export")
def listing() -> ResponseReturnValue:
    """The approved releases, and the forms in which each can be sent."""
    found = queries.approved(context.session())
    return render_template(
        "exports/listing.html", releases=found, show=releases, code=presenters.release_code, formats=FORMATS
    )


@blueprint.get("/<code>/<form>")
@permission("figures:export")
def check(code: str, form: str) -> ResponseReturnValue:
    """The dry run: what would be sent, what is left out, which codes have no name there."""
    release, tried = _tried(code, form)
    codemap = exchange_of(context.settings().policies, _policies()).codemap
    return render_template(
        "exports/check.html",
        release=release,
        code=code,
        tried=tried,
        codemap=codemap,
        lines=tried.sent.values[: presenters.SHOWN] if tried.sent else (),
        tables=[(one, releases.table_name(one.table, _policies())) for one in tried.tallies],
        missing=presenters.missing(tried.sent, _policies()) if tried.sent else [],
        show=releases,
    )


@blueprint.get("/<code>/<form>/file")
@permission("figures:export")
def file(code: str, form: str) -> Response:
    """The file that the dry run showed, byte by byte."""
    release, tried = _tried(code, form)
    data = figure_operations.take(context.session(), context.actor(), release, tried, context.now())
    return context.download(data, f"release-{code}-{form}.{tried.format.ending}", tried.format.mimetype)


def _tried(code: str, form: str) -> tuple[Release, Trial]:
    match, chosen = _CODE.fullmatch(code), FORMATS.get(form)
    if match is None or chosen is None:
        raise NotFound("figures:export", "Release")
    session, policies = context.session(), _policies()
    release = queries.by_code(session, int(match[1]), int(match[2]))
    exchange = exchange_of(context.settings().policies, policies)
    head, tables = reading.head_of(session, release), reading.tables_of(session, release)
    return release, trial(chosen, head, tables, exchange.codemap, policies)
