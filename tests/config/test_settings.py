"""Settings: defaults that are safe, one way to say each thing, and words that help when it is wrong."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from casework.config import ConfigError, Settings, load
from casework.config.values import PARSERS
from casework.paths import ROOT_POLICIES


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def environ(home: Path, **more: str) -> dict[str, str]:
    return {"CASEWORK_HOME": str(home), "PATH": "/usr/bin", **more}


def test_defaults_are_the_safe_ones(home: Path) -> None:
    settings = load(environ(home))
    assert settings.home == home
    assert settings.database_url == f"sqlite:///{home}/casework.db"
    assert settings.policies == ROOT_POLICIES
    assert (settings.language, settings.tls, settings.trusted_proxies) == ("vi", True, 0)
    assert (settings.idle_minutes, settings.absolute_hours) == (15, 12)


def test_settings_are_frozen(home: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        load(environ(home)).tls = False  # type: ignore[misc]  # what must be refused


def test_without_a_home_a_directory_of_the_user_is_taken() -> None:
    assert load({"XDG_DATA_HOME": "/srv/data"}).home == Path("/srv/data/casework")
    assert load({}).home == Path.home() / ".local/share/casework"
    assert load({"XDG_DATA_HOME": "not/absolute"}).home == Path.home() / ".local/share/casework"


def test_the_environment_wins_over_the_file(home: Path) -> None:
    (home / "casework.toml").write_text('language = "en"\nidle_minutes = 10\ntls = false\n')
    settings = load(environ(home, CASEWORK_IDLE_MINUTES="5"))
    assert (settings.language, settings.idle_minutes, settings.tls) == ("en", 5, False)


def test_short_postgresql_addresses_name_our_driver(home: Path) -> None:
    for short in ("postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        settings = load(environ(home, CASEWORK_DATABASE_URL=short))
        assert settings.database_url == "postgresql+psycopg://u@h/d"


def test_every_setting_has_a_check() -> None:
    assert set(PARSERS) == {one.name for one in fields(Settings)} - {"home"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LANGUAGE", "fr", "must be one of vi, en"),
        ("TLS", "maybe", "must be true or false"),
        ("EXIT_URL", "http://example.org", "begins with https://"),
        ("IDLE_MINUTES", "0", "from 1 to 60"),
        ("IDLE_MINUTES", "61", "from 1 to 60"),
        ("IDLE_MINUTES", "1.5", "from 1 to 60"),
        ("ABSOLUTE_HOURS", "", "from 1 to 24"),
        ("EXPECTED_PEOPLE", "-1", "from 1000"),
        ("TRUSTED_PROXIES", "6", "from 0 to 5"),
        ("LOG_LEVEL", "loud", "must be one of debug"),
        ("POLICIES", "/does/not/exist", "directory that exists"),
        ("DATABASE_URL", "sqlite:///relative.db", "absolute path"),
        ("DATABASE_URL", "", "not empty"),
        ("FIGURES_ROLE", 'x"; DROP TABLE person', "name of a role"),
        ("FIGURES_ROLE", "casework_figures", "is for PostgreSQL"),
        ("SMTP_HOST", "mail.example.vn:25", "without a port"),
        ("SMTP_PORT", "0", "from 1 to 65535"),
        ("SMTP_TLS", "maybe", "must be one of starttls"),
        ("SMTP_FROM", "casework", "one address"),
        ("SMTP_FROM", "a@b.vn\nBcc: c@d.vn", "one address"),
        ("SMTP_PASSWORD_FILE", "/does/not/exist", "holds the password"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_variable(
    home: Path, name: str, value: str, words: str
) -> None:
    with pytest.raises(ConfigError) as stopped:
        load(environ(home, **{f"CASEWORK_{name}": value}))
    assert words in str(stopped.value)
    assert f"CASEWORK_{name}" in str(stopped.value)


def test_a_refused_database_address_never_shows_its_password(home: Path) -> None:
    with pytest.raises(ConfigError) as stopped:
        load(environ(home, CASEWORK_DATABASE_URL="mysql://user:hunter2@host/name"))
    assert "hunter2" not in str(stopped.value)
    assert "hunter2" not in repr(
        load(environ(home, CASEWORK_DATABASE_URL="postgresql://user:hunter2@host/name"))
    )


def test_an_unknown_variable_is_named_with_its_nearest_kin(home: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean CASEWORK_DATABASE_URL"):
        load(environ(home, CASEWORK_DATABASE="sqlite:////x.db"))


@pytest.mark.parametrize("odd", ["casework_tls", "CASEWORK_tls"])
def test_case_matters_in_variables(home: Path, odd: str) -> None:
    variables = environ(home) | {odd: "false"}
    if odd.startswith("CASEWORK_"):
        with pytest.raises(ConfigError, match="CASEWORK_TLS"):
            load(variables)
    else:
        assert load(variables).tls is True


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("colour = 1\n", "remove it"),
        ("idle_minuts = 1\n", "did you mean idle_minutes"),
        ('home = "/tmp"\n', "no such setting"),
        ("tls = 1\n", "must be true or false"),
        ("idle_minutes = true\n", "whole number"),
        ("language = vi\n", "not valid TOML"),
        ("trusted_proxies = [1]\n", "whole number"),
    ],
)
def test_a_wrong_file_stops_the_start_and_is_named(home: Path, content: str, words: str) -> None:
    (home / "casework.toml").write_text(content)
    with pytest.raises(ConfigError, match=words) as stopped:
        load(environ(home))
    assert "casework.toml" in str(stopped.value)


def test_a_file_that_is_not_text_stops_the_start(home: Path) -> None:
    (home / "casework.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(environ(home))


def test_a_relative_home_is_refused() -> None:
    with pytest.raises(ConfigError, match="CASEWORK_HOME must be an absolute path"):
        load({"CASEWORK_HOME": "data"})


MAIL = {"CASEWORK_SMTP_HOST": "mail.example.vn", "CASEWORK_SMTP_FROM": "casework@example.vn"}


def test_no_mail_is_sent_unless_a_server_is_named(home: Path) -> None:
    assert load(environ(home)).smtp_host == ""
    settings = load(environ(home, **MAIL))
    assert (settings.smtp_port, settings.smtp_tls, settings.smtp_user) == (587, "starttls", "")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"CASEWORK_SMTP_HOST": None}, "Mail is set up in part"),
        ({"CASEWORK_SMTP_FROM": None}, "needs a sender"),
        ({"CASEWORK_SMTP_USER": "casework"}, "belong together"),
        ({"CASEWORK_SMTP_TLS": "none"}, "in the clear"),
    ],
)
def test_mail_that_is_set_up_in_part_stops_the_start(
    home: Path, more: dict[str, str | None], words: str
) -> None:
    told = {name: value for name, value in (MAIL | more).items() if value is not None}
    with pytest.raises(ConfigError, match=words):
        load(environ(home, **told))


def test_a_mail_server_on_this_machine_may_do_without_tls(home: Path) -> None:
    told = MAIL | {"CASEWORK_SMTP_HOST": "127.0.0.1", "CASEWORK_SMTP_TLS": "none"}
    assert load(environ(home, **told)).smtp_tls == "none"


def test_the_password_of_the_mail_server_is_read_by_this_user_alone(home: Path) -> None:
    secret = home / "smtp-password"
    secret.write_text("bi mat")
    told = MAIL | {"CASEWORK_SMTP_USER": "casework", "CASEWORK_SMTP_PASSWORD_FILE": str(secret)}
    secret.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        load(environ(home, **told))
    secret.chmod(0o600)
    assert load(environ(home, **told)).smtp_password_file == secret
