"""The headers of every response: nothing inline, nothing kept, nothing told to others."""

from http import HTTPStatus

from flask import Flask, Response, request

KEPT_BY_BROWSER = frozenset({"ui.static"})


CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def install(app: Flask, *, tls: bool) -> None:
    """Set the headers on every response of the application, errors too."""
    fixed = {
        "Content-Security-Policy": CONTENT_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "X-Robots-Tag": "noindex, nofollow",
    }
    if tls:
        fixed["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers[name] = value
        if request.endpoint not in KEPT_BY_BROWSER or response.status_code >= HTTPStatus.BAD_REQUEST:
            response.headers["Cache-Control"] = "no-store"
        return response
