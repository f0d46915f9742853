"""The web server around the application: gunicorn, set up by us instead of by a file of its own."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from casework.config import Settings
from casework.ui.context import EXTENSION

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn around an application that is made already, so that a refusal to start comes before any worker."""

    def __init__(self, app: Flask, options: Mapping[str, Any]) -> None:
        self._app = app
        self._options = options
        # A connection opened before the fork would be shared by all workers.
        app.extensions[EXTENSION].disconnect()
        super().__init__()

    def load_config(self) -> None:
        """Take our options, and no file or environment variable of gunicorn's."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application; each worker gets it by fork."""
        return self._app


def options(settings: Settings, host: str, port: int, workers: int) -> dict[str, Any]:
    """Gunicorn's settings for a site. No access log: who looked at what stands in the audit log."""
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": 4,
        "timeout": 120,
        "graceful_timeout": 20,
        "preload_app": True,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning" if settings.log_level == "info" else settings.log_level,
        "proc_name": "casework",
        "umask": 0o077,
        "control_socket_disable": True,
    }
