"""What each setting may be: text becomes a value, or a sentence that says what to write instead."""

import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from casework.config.settings import LANGUAGES, LOG_LEVELS, SMTP_TLS, ConfigError

_DATABASES = ("sqlite:///", "postgresql+psycopg://")
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


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


def _role(origin: str, value: object) -> str:
    text = _text(origin, value)
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", text):
        raise ConfigError(f"{origin} must be the name of a role in small letters, such as casework_figures.")
    return text


def _secret_file(origin: str, value: object) -> Path:
    path = Path(_text(origin, value)).expanduser()
    if not path.is_absolute() or not path.is_file():
        raise ConfigError(f"{origin} must be the absolute path of a file that holds the password.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(f"Others can read {path}: run 'chmod 600 {path}'.")
    return path


# By the name of the setting: called with where the value stands, for the complaint, and the value.
PARSERS: Mapping[str, Callable[[str, object], object]] = {
    "database_url": _database,
    "figures_role": _role,
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
