"""Settings: frozen, from the environment and one file, checked before anything else starts."""

from casework.config.loading import FILE, load
from casework.config.settings import ConfigError, Settings, default_home

__all__ = ["FILE", "ConfigError", "Settings", "default_home", "load"]
