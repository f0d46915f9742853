"""The interface itself: releases, their tables, indicators, and the document that describes it."""

import hashlib
import json
import re
from typing import Any, cast

from flask import Blueprint, Response, abort, request

from casework.access import NotFound
from casework.api import documents, openapi
from casework.api.door import knock
from casework.api.problems import problem
from casework.api.rules import FIGURES, RELEASES
from casework.indicators.policies import SitePolicies
from casework.releases import queries, reading
from casework.releases.models import Release
from casework.releases.tables import ReleasedTable
from casework.ui import context, errors, guard

PREFIX = "/api/v1"
blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
guard.ask_at_the_door(knock)
errors.tell_otherwise("/api/", problem)
_CODE = re.compile(r"([0-9]{4})-([1-9][0-9]{0,2})")
_AREA, _INDICATOR, _YEAR = re.compile(openapi.AREA), re.compile(openapi.INDICATOR), re.compile(openapi.YEAR)


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


@blueprint.get("/openapi.json")
@guard.public
def description() -> Response:
    """What can be asked and what is answered; it tells of no figure, so that anybody may read it."""
    _asked()
    return _answer(openapi.document())


@blueprint.get("/releases")
@guard.token(RELEASES)
def releases() -> Response:
    """The approved releases (of a year), the newest first."""
    asked = _asked(year=_YEAR)
    session = context.figures()
    found = queries.approved(session, int(asked["year"]) if asked["year"] else None)
    return _answer({"releases": [documents.release(reading.head_of(session, one)) for one in found]})


@blueprint.get("/releases/<code>")
@guard.token(RELEASES)
def release(code: str) -> Response:
    """One release, and which tables it has."""
    _asked()
    session, policies = context.figures(), _policies()
    found = _release(code)
    tables = [documents.listed(one, policies) for one in reading.tables_of(session, found)]
    return _answer({"release": documents.release(reading.head_of(session, found)), "tables": tables})


@blueprint.get("/releases/<code>/tables/<table>")
@guard.token(RELEASES)
def release_table(code: str, table: str) -> Response:
    """One table with its cells, of all areas or of one."""
    area = _asked(area=_AREA)["area"]
    found = {one.code: one for one in reading.tables_of(context.figures(), _release(code))}.get(table)
    if found is None or (area is not None and area not in _areas(found)):
        abort(404)
    return _answer(documents.table(found, _policies(), area))


@blueprint.get("/indicators")
@guard.token(FIGURES)
def indicators() -> Response:
    """The indicators as a release tells of them: of the newest one, unless one is named."""
    asked = _asked(release=_CODE, area=_AREA, indicator=_INDICATOR)
    session, policies = context.figures(), _policies()
    found = _release(asked["release"]) if asked["release"] else _newest()
    areas, codes = documents.areas_of(policies), policies.indicators.codes
    area, indicator = asked["area"], asked["indicator"]
    if (area and area not in areas) or (indicator and indicator not in codes):
        abort(404)
    minimum = policies.disclosure.minimum_denominator
    figures = reading.figures_of(session, found, policies.catalogue, minimum)
    head = reading.head_of(session, found)
    return _answer(
        documents.indicators(
            figures, head, policies, (area,) if area else areas, (indicator,) if indicator else codes
        )
    )


def _asked(**known: re.Pattern[str]) -> dict[str, str | None]:
    """The parameters by name, each at most once and in its own shape; else 400."""
    for name, values in request.args.lists():
        if name not in known or len(values) > 1 or not known[name].fullmatch(values[0]):
            abort(400)
    return {name: request.args.get(name) for name in known}


def _areas(table: ReleasedTable) -> tuple[str, ...]:
    return table.codes(table.dimensions[0])


def _release(code: str) -> Release:
    match = _CODE.fullmatch(code)
    if match is None:
        abort(404)
    try:
        return queries.by_code(context.figures(), int(match[1]), int(match[2]))
    except NotFound:
        abort(404)


def _newest() -> Release:
    """The release that counts the most of the latest year that has one."""
    released = queries.approved(context.figures())
    newest = queries.newest(context.figures(), released[0].year) if released else None
    if newest is None:
        abort(404)
    return newest


def _answer(document: dict[str, Any]) -> Response:
    """As JSON; the same content has the same tag, and who has it already is told just that."""
    data = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(data, mimetype="application/json")
    response.set_etag(hashlib.sha256(data).hexdigest())
    return cast(Response, response.make_conditional(request))
