"""Settings: frozen, from the environment and one file, checked before anything else starts."""

import difflib
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from casework.paths import ROOT_POLICIES

PREFIX = "CASEWORK_"
FILE = "casework.toml"
LANGUAGES = ("vi", "en")
SMTP_TLS = ("starttls", "tls", "none")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOG_LEVELS = ("debug", "info", "warning", "error")
_DATABASES = ("sqlite:///", "postgresql+psycopg://")
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class ConfigError(Exception):
    """A setting is unknown, missing or wrong; the message is one sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a site can set; each has a safe default but the directory it lives in."""

    home: Path
    database_url: str = field(repr=False)
    policies: Path = ROOT_POLICIES
    language: str = "vi"
    tls: bool = True
    exit_url: str = "https://www.google.com/"
    idle_minutes: int = 15
    absolute_hours: int = 12
    expected_people: int = 20_000
    upload_megabytes: int = 20
    trusted_proxies: int = 0
    log_level: str = "info"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_from: str = ""
    smtp_user: str = ""
    smtp_password_file: Path | None = None


def default_home(environ: Mapping[str, str]) -> Path:
    """Where everything is kept when CASEWORK_HOME is not set: a directory of this user's own."""
    base = environ.get("XDG_DATA_HOME") or ""
    return Path(base) / "casework" if base.startswith("/") else Path.home() / ".local/share/casework"


def load(environ: Mapping[str, str]) -> Settings:
    """The settings from CASEWORK_… variables, else from casework.toml in the home directory, else the defaults.

    Anything unknown or out of range raises ConfigError.
    """
    home = _home(environ)
    given = _from_file(home / FILE) | _from_environment(environ)
    values: dict[str, Any] = {name: _PARSERS[name](origin, value) for name, (origin, value) in given.items()}
    values.setdefault("database_url", f"sqlite:///{home / 'casework.db'}")
    settings = Settings(home=home, **values)
    _check_mail(settings, given)
    return settings


def _check_mail(settings: Settings, given: Mapping[str, object]) -> None:
    if not settings.smtp_host:
        if any(name.startswith("smtp_") for name in given):
            raise ConfigError("Mail is set up in part: set CASEWORK_SMTP_HOST too, or unset the rest.")
        return
    if not settings.smtp_from:
        raise ConfigError(
            "Mail needs a sender: set CASEWORK_SMTP_FROM to an address such as casework@example.vn."
        )
    if bool(settings.smtp_user) != bool(settings.smtp_password_file):
        raise ConfigError(
            "CASEWORK_SMTP_USER and CASEWORK_SMTP_PASSWORD_FILE belong together: set both, or neither."
        )
    if settings.smtp_tls == "none" and settings.smtp_host not in LOOPBACK:
        raise ConfigError(
            "CASEWORK_SMTP_TLS=none would send mail in the clear: use starttls or tls, or a server on this machine."
        )


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
    known = [PREFIX + name.upper() for name in ("home", *_PARSERS)]
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
        if key not in _PARSERS:
            raise ConfigError(_unknown(f"the key {key} in {path}", key, list(_PARSERS), "remove it"))
    return {key: (f"{key} in {path}", value) for key, value in content.items()}


def _unknown(what: str, word: str, known: list[str], cure: str) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    hint = (
        f"did you mean {near[0]}? Otherwise {cure}." if near else f"{cure}, or use one of {', '.join(known)}."
    )
    return f"There is no such setting as {what}: {hint}"


def _text(origin: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigError(f"{origin} must be a text that is not empty.")
    return value


def _choice(*choices: str) -> Callable[[str, object], str]:
    def parse(origin: str, value: object) -> str:
        if value not in choices:
            raise ConfigError(f"{origin} must be one of {', '.join(choices)}.")
        return str(value)

    return parse


def _number(least: int, most: int) -> Callable[[str, object], int]:
    def parse(origin: str, value: object) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ConfigError(f"{origin} must be a whole number from {least} to {most}.")
        return value

    return parse


def _flag(origin: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in _YES_NO:
        raise ConfigError(f"{origin} must be true or false.")
    return _YES_NO[value.lower()]


def _database(origin: str, value: object) -> str:
    # The value may hold a password: no message repeats it.
    text = _text(origin, value)
    for short in ("postgresql://", "postgres://"):
        if text.startswith(short):
            text = f"postgresql+psycopg://{text.removeprefix(short)}"
    if not text.startswith(_DATABASES):
        raise ConfigError(
            f"{origin} must begin with sqlite:/// or postgresql://: "
            "for example postgresql://casework@/casework for a server on this machine."
        )
    if text.startswith("sqlite:///") and not text.startswith("sqlite:////"):
        raise ConfigError(
            f"{origin} must name the database file by its absolute path, as in sqlite:////srv/casework.db."
        )
    return text


def _directory(origin: str, value: object) -> Path:
    path = Path(_text(origin, value)).expanduser()
    if not path.is_absolute() or not path.is_dir():
        raise ConfigError(
            f"{origin} must be the absolute path of a directory that exists; copy ours there to begin."
        )
    return path


def _web_address(origin: str, value: object) -> str:
    text = _text(origin, value)
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname:
        raise ConfigError(
            f"{origin} must be a web address that begins with https://, of a page that anybody might have open."
        )
    return text


def _host(origin: str, value: object) -> str:
    text = _text(origin, value)
    if not re.fullmatch(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+", text):
        raise ConfigError(f"{origin} must be the name or address of a mail server, without a port.")
    return text


def _sender(origin: str, value: object) -> str:
    text = _text(origin, value)
    if not re.fullmatch(r"[^@\s<>,;:\"]+@[A-Za-z0-9.-]+", text):
        raise ConfigError(f"{origin} must be one address such as casework@example.vn.")
    return text


def _secret_file(origin: str, value: object) -> Path:
    path = Path(_text(origin, value)).expanduser()
    if not path.is_absolute() or not path.is_file():
        raise ConfigError(f"{origin} must be the absolute path of a file that holds the password.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(f"Others can read {path}: run 'chmod 600 {path}'.")
    return path


_PARSERS: Mapping[str, Callable[[str, object], object]] = {
    "database_url": _database,
    "policies": _directory,
    "language": _choice(*LANGUAGES),
    "tls": _flag,
    "exit_url": _web_address,
    "idle_minutes": _number(1, 60),
    "absolute_hours": _number(1, 24),
    "expected_people": _number(1_000, 10_000_000),
    "upload_megabytes": _number(1, 200),
    "trusted_proxies": _number(0, 5),
    "log_level": _choice(*LOG_LEVELS),
    "smtp_host": _host,
    "smtp_port": _number(1, 65_535),
    "smtp_tls": _choice(*SMTP_TLS),
    "smtp_from": _sender,
    "smtp_user": _text,
    "smtp_password_file": _secret_file,
}
