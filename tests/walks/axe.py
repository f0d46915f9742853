"""axe-core in the page that a browser shows.

It comes from an address and not from the test, so that a browser compiles it once and not on every page.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = (Path(__file__).parents[1] / "assets" / "axe.min.js").read_bytes()
ASK = """axe.run({resultTypes: ['violations']}).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes[0].html}`))"""


class Axe:
    """Asks axe-core, of a context with ``bypass_csp``: our pages run no script of another address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def finds(self, page: Page) -> list[str]:
        """What is serious or critical."""
        page.wait_for_load_state()  # a page that a form has just opened may have no head yet
        page.add_script_tag(url=self.address)
        found: list[str] = page.evaluate(ASK)
        return found


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript; charset=utf-8")
        self.send_header("Content-Length", str(len(SCRIPT)))
        self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(SCRIPT)

    def log_message(self, *words: object) -> None:
        """Say nothing of each request."""


@contextmanager
def serving() -> Iterator[Axe]:
    """Serve the script on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Axe(f"http://127.0.0.1:{server.server_port}/axe.js")
    server.shutdown()
    thread.join()
    server.server_close()
