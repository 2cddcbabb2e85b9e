"""The one config file: defaults with unit and reason, strict reading, reloading. Import from here, not the modules."""

from posture_watch.config.building import build_settings
from posture_watch.config.builtin_rules import BUILTIN_RULES, HOLD_FACTORS, Profile
from posture_watch.config.loading import check_file, load, load_rules_file
from posture_watch.config.problems import ConfigError, Problem
from posture_watch.config.schema import Config
from posture_watch.config.watching import ConfigWatcher
from posture_watch.config.writing import render_default_config, write_default

__all__ = [
    "BUILTIN_RULES",
    "HOLD_FACTORS",
    "Config",
    "ConfigError",
    "ConfigWatcher",
    "Problem",
    "Profile",
    "build_settings",
    "check_file",
    "load",
    "load_rules_file",
    "render_default_config",
    "write_default",
]
