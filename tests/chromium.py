"""The Chromium of this machine, for the tests that look at pages as a person does."""

import os
import shutil

# The headless build of the same browser draws no window and takes a third less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser asks nobody but the test's own server for anything.
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str:
    """The path of Chromium: $CHROMIUM, or the first one found."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise RuntimeError("The tests need Chromium: run .ci/setup, or set CHROMIUM to its path.")
