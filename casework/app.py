"""The factory: wires the rooms into one web application, or refuses to start."""

import importlib
import logging

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from casework.config import Settings
from casework.crypto.keys import Keys
from casework.start import start
from casework.ui import edge, errors, guard, headers, templating
from casework.ui.context import EXTENSION, Wiring
from casework.ui.forms import csrf

BLUEPRINTS = (
    "casework.ui.views:blueprint",
    "casework.accounts.views:blueprint",
    "casework.accounts.administration_views:blueprint",
    "casework.oversight.views:blueprint",
    "casework.oversight.notice_views:blueprint",
    "casework.providers.views:blueprint",
    "casework.routing.views:blueprint",
    "casework.cases.views:blueprint",
    "casework.cases.search_views:blueprint",
    "casework.intake.views:blueprint",
    "casework.incidents.views:blueprint",
    "casework.consent.views:blueprint",
    "casework.safety.views:blueprint",
    "casework.perpetrators.views:blueprint",
    "casework.relatives.views:blueprint",
    "casework.orders.views:blueprint",
    "casework.conflicts.views:blueprint",
    "casework.partners.views:blueprint",
    "casework.partners.tracking_views:blueprint",
    "casework.referrals.views:blueprint",
    "casework.outbound.views:blueprint",
    "casework.outbound.blueprint:door",
    "casework.services.views:blueprint",
    "casework.worklist.views:blueprint",
    "casework.reminders.views:blueprint",
    "casework.releases.views:blueprint",
    "casework.releases.guarantee_views:blueprint",
    "casework.dashboard.views:blueprint",
    "casework.reporting.views:blueprint",
    "casework.documents.views:blueprint",
    "casework.exchange.views:blueprint",
    "casework.exports.views:blueprint",
    "casework.exports.line_views:blueprint",
    "casework.api.views:blueprint",
    "casework.api.token_views:blueprint",
)


def create_app(settings: Settings, wiring: Wiring | None = None) -> Flask:
    """The application for a site's settings; the wiring is made anew unless the caller has made it already.

    Raises (and so does not start) as ``casework.start`` does, and on a view that does not say who may
    open it.
    """
    wiring = wiring or start(settings)

    app = edge.EdgedFlask("casework", static_folder=None, template_folder=None)
    app.extensions[EXTENSION] = wiring
    _configure(app, settings, wiring.vault.keys)
    templating.install(app)
    edge.install(app)
    errors.install(app)
    headers.install(app, tls=settings.tls)
    csrf.init_app(app)
    for path in BLUEPRINTS:
        module, _, name = path.partition(":")
        app.register_blueprint(getattr(importlib.import_module(module), name))
    guard.check_marks(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # the place that Flask means for it
    _log(settings)
    return app


def _log(settings: Settings) -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("casework").setLevel(settings.log_level.upper())
    # The development server would log whole addresses; the edge logs what may be logged.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


def _configure(app: Flask, settings: Settings, keys: Keys) -> None:
    app.config.update(
        SECRET_KEY=keys.app_key("cookies"),
        SESSION_COOKIE_NAME="__Host-page" if settings.tls else "page",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=(settings.upload_megabytes + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        # The token lives as long as the browser session: a form left open over lunch still goes through.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SECRET_KEY=keys.app_key("csrf"),
        # The edge checks the token itself, after it knows who asks; pages send no referrer to compare.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,
    )
