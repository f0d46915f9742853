"""Jinja for our templates: strict about names, lenient about the kit's optional parameters."""

from typing import Any

from flask import Flask, current_app, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    UndefinedError,
)
from jinja2.utils import missing

from casework.access import may
from casework.paths import ROOT_TEMPLATES
from casework.ui import context, labels, language, navigation
from casework.ui.static import asset
from casework.ui.tables import named_cells

# The kit's macros ask for parameters that were not given, for ``caller`` and for ``undefined`` itself.
_KIT_NAMES = frozenset({"caller", "null", "undefined"})


class CarefulUndefined(Undefined):
    """A misspelt name or attribute is an error; a key that a dict lacks is empty."""

    def __new__(  # noqa: PYI034  (what is made is one of two kinds)
        cls,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,  # noqa: ARG004  (Jinja hands it to every undefined)
    ) -> "CarefulUndefined":
        """Choose strictness by what was asked for."""
        lenient = (
            isinstance(obj, dict)
            or name in _KIT_NAMES
            or (hint is not None and obj is missing and name is None)
        )
        return object.__new__(_Lenient if lenient else _Strict)


class _Lenient(CarefulUndefined):
    pass


class _Strict(CarefulUndefined, StrictUndefined):
    pass


def _url_for_if(endpoint: str, **values: Any) -> str | None:
    """The address of a page that may not exist in this application (pages of rooms above)."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def _may(permission: str) -> bool:
    actor = context.actor_or_none()
    return actor is not None and may(actor, permission)


def install(app: Flask) -> None:
    """Set up loaders, filters and globals."""
    app.jinja_options = {
        "undefined": CarefulUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "autoescape": True,
        "loader": ChoiceLoader(
            [
                FileSystemLoader(ROOT_TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
    }
    env = app.jinja_env
    env.filters.update(
        date=language.show_date,
        datetime=language.show_datetime,
        partial_date=language.show_partial_date,
        number=language.show_number,
        percent=language.show_percent,
        named_cells=named_cells,
    )
    env.globals.update(
        _=language._,
        _n=language._n,
        language=language.current,
        languages=language.LANGUAGES,
        asset=asset,
        csrf_token=generate_csrf,
        code_label=labels.code_label,
        commune_label=labels.commune_label,
        province_label=labels.province_label,
        role_label=labels.role_label,
        menu=navigation.menu,
        here=navigation.here,
        actor=context.actor_or_none,
        may=_may,
        url_for_if=_url_for_if,
        settings=context.settings,
    )
