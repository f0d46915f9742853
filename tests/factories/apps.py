"""Applications that are made once and wired anew for each test.

To register every address and compile every template takes longer than most tests; what a test may change of
an application (its wiring, its configuration) is put back afterwards.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from casework.app import create_app
from casework.ui.context import EXTENSION, Wiring

Change = Callable[[Flask], None]
_made: dict[tuple[bool, Change | None], Flask] = {}


class _Templates(BytecodeCache):
    """Templates that were compiled for one application serve the next one too."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key] = bucket.bytecode_to_string()


_templates = _Templates()


@contextmanager
def borrowed(wiring: Wiring, change: Change | None = None) -> Iterator[Flask]:
    """The application with this wiring, of which ``change`` was made when it was new (more pages, say).

    Whoever adds to it in a way that lasts asks ``create_app`` for one of her own.
    """
    key = (wiring.settings.tls, change)
    if key not in _made:
        _made[key] = create_app(wiring.settings, wiring)
        _made[key].jinja_env.bytecode_cache = _templates
        if change:
            change(_made[key])
    app = _made[key]
    kept = dict(app.config)
    app.extensions[EXTENSION] = wiring
    try:
        yield app
    finally:
        app.config.clear()
        app.config.update(kept)
