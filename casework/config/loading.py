"""Where settings come from: variables of the environment, else one file; nothing unknown is passed over."""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casework.config.settings import ConfigError, Settings, check_database, check_mail, default_home
from casework.config.values import PARSERS

PREFIX = "CASEWORK_"
FILE = "casework.toml"


def load(environ: Mapping[str, str]) -> Settings:
    """The settings from CASEWORK_… variables, else from casework.toml in the home directory, else the defaults.

    Anything unknown or out of range raises ConfigError.
    """
    home = _home(environ)
    given = _from_file(home / FILE) | _from_environment(environ)
    values: dict[str, Any] = {name: PARSERS[name](origin, value) for name, (origin, value) in given.items()}
    values.setdefault("database_url", f"sqlite:///{home / 'casework.db'}")
    settings = Settings(home=home, **values)
    check_database(settings)
    check_mail(settings, given)
    return settings


def _home(environ: Mapping[str, str]) -> Path:
    text = environ.get(f"{PREFIX}HOME")
    if text is None:
        return default_home(environ)
    home = Path(text).expanduser()
    if not home.is_absolute():
        raise ConfigError(
            f"{PREFIX}HOME must be an absolute path: set it to a directory such as /var/lib/casework."
        )
    return home


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[str, object]]:
    given: dict[str, tuple[str, object]] = {}
    known = [PREFIX + name.upper() for name in ("home", *PARSERS)]
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == f"{PREFIX}HOME":
            continue
        if variable not in known:
            raise ConfigError(_unknown(f"the variable {variable}", variable, known, "unset it"))
        given[variable.removeprefix(PREFIX).lower()] = (variable, value)
    return given


def _from_file(path: Path) -> dict[str, tuple[str, object]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as trouble:
        raise ConfigError(
            f"{path} cannot be read: make it a UTF-8 file that this user may read."
        ) from trouble
    except tomllib.TOMLDecodeError as trouble:
        raise ConfigError(f"{path} is not valid TOML: {trouble}.") from trouble
    for key in content:
        if key not in PARSERS:
            raise ConfigError(_unknown(f"the key {key} in {path}", key, list(PARSERS), "remove it"))
    return {key: (f"{key} in {path}", value) for key, value in content.items()}


def _unknown(what: str, word: str, known: list[str], cure: str) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    hint = (
        f"did you mean {near[0]}? Otherwise {cure}." if near else f"{cure}, or use one of {', '.join(known)}."
    )
    return f"There is no such setting as {what}: {hint}"
