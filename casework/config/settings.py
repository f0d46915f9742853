"""Everything that a site can set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.paths import ROOT_POLICIES

LANGUAGES = ("vi", "en")
SMTP_TLS = ("starttls", "tls", "none")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOG_LEVELS = ("debug", "info", "warning", "error")


class ConfigError(Exception):
    """A setting is unknown, missing or wrong; the message is one sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a site can set; each has a safe default but the directory it lives in."""

    home: Path
    database_url: str = field(repr=False)
    figures_role: str = ""
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


def check_database(settings: Settings) -> None:
    """ConfigError when a role is named for a database that has none."""
    if settings.figures_role and settings.database_url.startswith("sqlite"):
        raise ConfigError(
            "CASEWORK_FIGURES_ROLE is for PostgreSQL: unset it. On SQLite figures are read through a connection that "
            "sees releases alone anyway."
        )


def check_mail(settings: Settings, given: Mapping[str, object]) -> None:
    """ConfigError when the settings of mail don't go together; ``given`` holds those that were set."""
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
