"""Where the data beside the package lies: in the checkout, or bundled into the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BUNDLE = _PACKAGE / "_bundle"
_BESIDE = _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent

ROOT_TEMPLATES = _BESIDE / "templates"
ROOT_POLICIES = _BESIDE / "policies"
ROOT_MIGRATIONS = _BESIDE / "migrations"
