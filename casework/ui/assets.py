"""Third-party page assets: fetched, stripped of another government's marks, kept with licence and version.

``python -m casework.ui.assets`` fetches the pinned npm packages again and rewrites the vendored
files; ``python -m casework.ui.assets --check`` only compares them with their recorded digests.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
TEST_ASSETS = Path(__file__).parents[2] / "tests" / "assets"
FONTS = "system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,Liberation Sans,DejaVu Sans,Arial,sans-serif"


@dataclass(frozen=True)
class Package:
    """An npm package, the files taken from it (path inside → our name) and where they are kept."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    target: Path


KIT = Package(
    "govuk-frontend",
    "6.3.0",
    "MIT",
    {
        "dist/govuk/govuk-frontend.min.css": "govuk-frontend.css",
        "dist/govuk/govuk-frontend.min.js": "govuk-frontend.js",
    },
    STATIC,
)
AXE = Package(
    "axe-core",
    "4.14.1",
    "MPL-2.0",
    {"axe.min.js": "axe.min.js", "LICENSE": "axe-core.LICENSE.txt"},
    TEST_ASSETS,
)
# The npm package leaves its licence file out; this is the text of the project's LICENSE.txt.
KIT_LICENCE = """The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def strip_css(css: str) -> str:
    """The kit's stylesheet without its font, crest, crown and any address to fetch from."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    # Rules for the marks themselves go whole: the header's logotype and the footer's crest.
    css = re.sub(r"[^{}]*(?:copyright-logo|header__logotype|footer__crown)[^{}]*\{[^{}]*\}", "", css)
    css = re.sub(r"@media[^{}]*\{\}|@supports[^{}]*\{\}", "", css)
    return re.sub(r"/\*#.*?\*/", "", css).strip() + "\n"


def strip_script(script: str) -> str:
    """The kit's module without the pointer to its source map."""
    return re.sub(r"//# sourceMappingURL=.*", "", script).strip() + "\n"


STRIPPERS = {".css": strip_css, ".js": strip_script}


def forbidden_marks(text: str) -> list[str]:
    """What a stripped stylesheet must not hold: another government's font and marks, remote addresses."""
    return re.findall(r"GDS Transport|@font-face|crest|crown|url\([^)]*\)", text)


def manifest_path(package: Package) -> Path:
    """Where the version, licence and digests of a package are written down."""
    return package.target / f"{package.name}.json"


def refresh(package: Package) -> None:
    """Fetch the package with npm, strip what must not be shipped, write files and manifest."""
    package.target.mkdir(parents=True, exist_ok=True)
    digests = {}
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
            cwd=place,
            check=True,
            capture_output=True,
        )
        with tarfile.open(next(Path(place).glob("*.tgz"))) as archive:
            for inside, name in package.files.items():
                member = archive.extractfile(f"package/{inside}")
                if member is None:
                    raise SystemExit(f"{package.name} has no file {inside}")
                text = member.read().decode()
                if package is KIT:
                    text = STRIPPERS[Path(name).suffix](text)
                (package.target / name).write_text(text)
                digests[name] = hashlib.sha256(text.encode()).hexdigest()
    if package is KIT:
        (package.target / "govuk-frontend.LICENSE.txt").write_text(KIT_LICENCE)
    facts = {"name": package.name, "version": package.version, "licence": package.licence, "sha256": digests}
    manifest_path(package).write_text(json.dumps(facts, indent=2) + "\n")


def problems(package: Package) -> list[str]:
    """Where the vendored files differ from what the manifest says; nothing when all is well."""
    facts = json.loads(manifest_path(package).read_text())
    found = [] if facts["version"] == package.version else [f"{package.name} is {facts['version']}"]
    for name, digest in facts["sha256"].items():
        if hashlib.sha256((package.target / name).read_bytes()).hexdigest() != digest:
            found.append(f"{name} is not the file that was fetched")
    return found


def main() -> None:
    """Refresh the vendored assets, or check them."""
    parser = argparse.ArgumentParser(prog="python -m casework.ui.assets", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the files with their digests")
    if parser.parse_args().check:
        found = problems(KIT) + problems(AXE)
        sys.exit("\n".join(found) or None)
    for package in (KIT, AXE):
        refresh(package)
        sys.stdout.write(f"{package.name} {package.version} → {package.target}\n")


if __name__ == "__main__":
    main()
