"""Our few page assets: kept in memory, packed once, named by their digest so that browsers may keep them."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Response, abort, current_app, request, url_for

from casework.ui import context

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
COMMUNES = "communes.json"
KIT = b"govuk-frontend.js"


@dataclass(frozen=True)
class Asset:
    """A file to serve: plain, packed, and the digest that is its version."""

    body: bytes
    packed: bytes
    version: str
    mimetype: str


def _asset(name: str, body: bytes) -> Asset:
    version = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, gzip.compress(body, mtime=0), version, TYPES[Path(name).suffix])


@cache
def files() -> dict[str, Asset]:
    """The vendored and own files, by name; manifests and licences are not served."""
    names = [path for path in FOLDER.iterdir() if path.suffix in TYPES and path.suffix != ".json"]
    made = {path.name: _asset(path.name, path.read_bytes()) for path in names}
    # A module's import names the version too, so that it is fetched once and kept.
    body = made["init.js"].body.replace(
        b"./" + KIT, b"./" + KIT + b"?v=" + made[KIT.decode()].version.encode()
    )
    return made | {"init.js": _asset("init.js", body)}


def find(name: str) -> Asset:
    """The asset of this name; KeyError when there is none."""
    if name != COMMUNES:
        return files()[name]
    made: dict[str, Asset] = current_app.extensions.setdefault("casework.assets", {})
    if name not in made:
        units = context.policy().units
        labels = [units.label(code) for code in units.communes]
        made[name] = _asset(name, json.dumps(labels, ensure_ascii=False).encode())
    return made[name]


def asset(name: str) -> str:
    """The address of an asset, with its version."""
    made: dict[tuple[str, str], str] = current_app.extensions.setdefault("casework.asset_addresses", {})
    key = (request.script_root, name)
    if key not in made:
        made[key] = url_for("ui.static", name=name, v=find(name).version)
    return made[key]


def serve(name: str) -> Response:
    """The asset, packed where the browser can unpack it; to be kept for good under its version."""
    try:
        found = find(name)
    except KeyError:
        abort(404)
    packed = request.accept_encodings["gzip"] > 0
    response = Response(found.packed if packed else found.body, content_type=found.mimetype)
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    known = request.args.get("v") == found.version
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if known else "no-cache"
    response.set_etag(found.version)
    response.make_conditional(request)
    return response
