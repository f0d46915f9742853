"""The shapes of answers, as JSON Schema 2020-12; each says all that there can be."""

from typing import Any

Schema = dict[str, Any]


def _object(**properties: Schema) -> Schema:
    """An object with just these, all of them there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _of(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Schema = {"type": "string"}
CODE: Schema = {"type": "string", "minLength": 1}
DAY: Schema = {"type": "string", "format": "date"}
WORDS = _object(vi=TEXT, en=TEXT)
COUNT: Schema = {"type": "integer", "minimum": 0}
SHOWN: Schema = {"type": ["integer", "null"], "minimum": 0, "description": "null where it is withheld"}
WITHHELD: Schema = {"type": "boolean", "description": "whether a number beside it is withheld"}
ERROR: Schema = {"type": "integer", "minimum": 0, "description": "how far a number may be from the true one"}
PERCENT: Schema = {
    "type": ["number", "null"],
    "minimum": 0,
    "maximum": 100,
    "description": "to one decimal; null where it is withheld, out of too few or of nobody",
}
NUMBERS: dict[str, Schema] = {
    "numerator": SHOWN,
    "denominator": SHOWN,
    "percent": PERCENT,
    "withheld": WITHHELD,
    "error": ERROR,
}
LISTED: dict[str, Schema] = {
    "code": CODE,
    "name": WORDS,
    "population": CODE,
    "dimensions": _list(CODE),
    "error": ERROR,
}
SCHEMAS: dict[str, Schema] = {
    "Release": _object(
        code=CODE,
        year={"type": "integer"},
        number={"type": "integer", "minimum": 1},
        period=CODE,
        first_day=DAY,
        last_day=DAY,
        cut_off=DAY,
        approved_at={"type": "string", "format": "date-time"},
        corrects={"type": ["string", "null"]},
        versions=_object(tables=TEXT, places=TEXT, thresholds=TEXT),
        small_count_below=COUNT,
        digest=TEXT,
    ),
    "Releases": _object(releases=_list(_of("Release"))),
    "ListedTable": _object(**LISTED),
    "ReleaseWithTables": _object(release=_of("Release"), tables=_list(_of("ListedTable"))),
    "Cell": _object(
        area=CODE,
        codes={"type": "object", "additionalProperties": CODE},
        value=SHOWN,
        withheld=WITHHELD,
    ),
    "Table": _object(release=_of("Release"), **LISTED, cells=_list(_of("Cell"))),
    "Beside": _object(code=CODE, value=SHOWN, withheld=WITHHELD),
    "Part": _object(by={"type": "string", "enum": ["stream", "sex"]}, code=CODE, **NUMBERS),
    "Indicator": _object(
        indicator=CODE,
        name=WORDS,
        counts={"type": "string", "enum": ["people", "facilities"]},
        area=CODE,
        **NUMBERS,
        beside=_list(_of("Beside")),
        parts=_list(_of("Part")),
    ),
    "Indicators": _object(release=_of("Release"), indicators=_list(_of("Indicator"))),
    "Problem": {
        "type": "object",
        "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
        "required": ["type", "title", "status"],
        "additionalProperties": False,
    },
}
