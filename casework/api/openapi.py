"""The interface described: OpenAPI 3.1, as data. A test holds it against the routes."""

from collections.abc import Mapping
from typing import Any, Final

from casework.api.problems import MIMETYPE
from casework.api.rules import FIGURES, RELEASES
from casework.api.schemas import SCHEMAS

RELEASE: Final = "[0-9]{4}-[1-9][0-9]{0,2}"
YEAR: Final = "[12][0-9]{3}"
AREA: Final = "VN|[0-9]{2}|[0-9]{5}"
INDICATOR: Final = "[a-z][a-z0-9_]{0,59}"
TABLE: Final = "[a-z][a-z0-9_.:-]{0,59}"
_TAG = {
    "ETag": {"description": "Changes when the content does.", "schema": {"type": "string"}, "required": True}
}
_RETRY = {
    "Retry-After": {
        "description": "Seconds to wait.",
        "schema": {"type": "integer", "minimum": 1},
        "required": True,
    }
}
_CHALLENGE = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}


def document() -> dict[str, Any]:
    """All of it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "casework: released figures",
            "version": "1",
            "description": (
                "Figures out of approved releases, and nothing else. A number that is withheld is null, and the flag "
                "beside it is true; why it is withheld is never told. Codes are those of the program; the open "
                "tables (CSV on the Web) say what each means."
            ),
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
            "responses": {
                "BadRequest": _problem("A parameter is wrong."),
                "Unauthorized": _problem("No token, or one that doesn't hold.", _CHALLENGE),
                "Forbidden": _problem("The token is not for this.", _CHALLENGE),
                "NotFound": _problem("There is no such thing."),
                "TooManyRequests": _problem("Too many requests in this minute.", _RETRY),
                "Unavailable": _problem("The database can't be reached.", _RETRY),
                "NotModified": {"description": "It is as it was.", "headers": _TAG},
            },
        },
    }


def _paths() -> dict[str, Any]:
    code = _parameter("code", "path", RELEASE, "Year and number of a release, such as 2026-1.")
    table = _parameter("table", "path", TABLE, "The code of one of its tables.")
    year = _parameter("year", "query", YEAR, "Only the releases of this year.")
    area = _parameter(
        "area", "query", AREA, "VN, or the code of a province (of a rounded table also a commune)."
    )
    release = _parameter("release", "query", RELEASE, "Which release; without it the newest one.")
    indicator = _parameter("indicator", "query", INDICATOR, "Only this indicator.")
    return {
        "/api/v1/openapi.json": {
            "get": {
                "operationId": "description",
                "summary": "This document",
                "security": [],
                "parameters": [_TAGGED],
                "responses": {
                    "200": _json("What can be asked.", {"type": "object"}),
                    "304": _ref("NotModified"),
                    "400": _ref("BadRequest"),
                },
            }
        },
        "/api/v1/releases": _get(
            "releases", "The approved releases, the newest first", RELEASES, "Releases", year
        ),
        "/api/v1/releases/{code}": _get(
            "release", "One release and its tables", RELEASES, "ReleaseWithTables", code
        ),
        "/api/v1/releases/{code}/tables/{table}": _get(
            "releaseTable", "One table with its cells", RELEASES, "Table", code, table, area
        ),
        "/api/v1/indicators": _get(
            "indicators", "The indicators in every area", FIGURES, "Indicators", release, area, indicator
        ),
    }


def _get(name: str, summary: str, scope: str, schema: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "description": f"Needs a token with {scope}.",
            "security": [{"token": [scope]}],
            "parameters": [*parameters, _TAGGED],
            "responses": {
                "200": _json(summary, {"$ref": f"#/components/schemas/{schema}"}),
                "304": _ref("NotModified"),
                "400": _ref("BadRequest"),
                "401": _ref("Unauthorized"),
                "403": _ref("Forbidden"),
                "404": _ref("NotFound"),
                "429": _ref("TooManyRequests"),
                "503": _ref("Unavailable"),
            },
        }
    }


def _parameter(name: str, place: str, pattern: str, words: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": f"^({pattern})$"}
    return {"name": name, "in": place, "required": place == "path", "description": words, "schema": schema}


_TAGGED = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what one has already.",
    "schema": {"type": "string"},
}


def _json(words: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": words, "headers": _TAG, "content": {"application/json": {"schema": schema}}}


def _problem(words: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": words,
        "content": {MIMETYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return told | ({"headers": headers} if headers else {})


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}
