"""What went wrong, for programs: RFC 9457. Nothing of what was sent is repeated."""

import json
from http import HTTPStatus

from flask import Response

MIMETYPE = "application/problem+json"
DETAILS = {
    400: "A parameter is not known, is given twice, or has a value that it can't have.",
    401: "A token is needed that holds still: Authorization: Bearer …",
    403: "The token is not for this.",
    404: "There is no such release, table, area, indicator or page.",
    405: "Only GET and HEAD are answered here.",
    429: "Too many requests in this minute.",
    500: "Something went wrong here. Try again; if it happens again, tell whoever runs this site.",
    503: "The database can't be reached. Try again in a minute.",
}


def problem(status: int, **headers: str) -> Response:
    """The answer for a status; ``headers`` with ``_`` for ``-``."""
    known = HTTPStatus(status)
    body = {"type": "about:blank", "title": known.phrase, "status": status}
    if status in DETAILS:
        body["detail"] = DETAILS[status]
    response = Response(json.dumps(body, ensure_ascii=False), status, mimetype=MIMETYPE)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response
