"""``casework run``: serve the pages."""

import socket
from dataclasses import replace

import click

from casework.app import create_app
from casework.cli.demo import prepare, tell
from casework.cli.init import prepare_home
from casework.cli.serving import LOOPBACK, Server, options
from casework.cli.start import load_settings
from casework.cli.ticking import ticking
from casework.config import Settings
from casework.start import StartRefused, start


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that serve."
)
@click.option(
    "--demo", is_flag=True, help="Fill an empty home with invented people first, and print their accounts."
)
def run(host: str, port: int, workers: int, demo: bool) -> None:
    """Serve the pages, by default to this machine only.

    For real use put a proxy in front that speaks TLS, and set CASEWORK_TRUSTED_PROXIES=1.
    """
    settings = load_settings()
    if demo:
        settings = _demonstration(settings, host)
    _refuse_clear_text(settings, host)
    _refuse_taken_port(host, port)
    if demo:
        _prepare(settings)
    app = create_app(settings)
    click.echo(f"Serving on http://{host}:{port} — stop with Ctrl+C.")
    with ticking(settings):
        Server(app, options(settings, host, port, workers)).run()


def _prepare(settings: Settings) -> None:
    try:
        prepare_home(settings)
        site = start(settings)
    except StartRefused as trouble:
        raise StartRefused(
            f"{trouble} If {settings.home} holds nothing but a demonstration, it can be deleted and made anew."
        ) from trouble
    tell(prepare(site))
    site.disconnect()


def _refuse_clear_text(settings: Settings, host: str) -> None:
    if not settings.tls and host not in LOOPBACK:
        raise click.UsageError(
            f"CASEWORK_TLS is false, so cookies would cross the network in the clear to {host}: listen on 127.0.0.1, "
            "or set CASEWORK_TLS=true and put a proxy that speaks TLS in front."
        )


def _refuse_taken_port(host: str, port: int) -> None:
    # gunicorn finds out only later, and tries again for a while.
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as trouble:
        raise click.ClickException(
            f"Nothing can listen on {host}:{port} ({trouble.strerror}): stop what is there, or give another --port."
        ) from trouble


def _demonstration(settings: Settings, host: str) -> Settings:
    if host not in LOOPBACK:
        raise click.UsageError("--demo shows invented people without TLS: it listens on 127.0.0.1 only.")
    return replace(settings, tls=False)
