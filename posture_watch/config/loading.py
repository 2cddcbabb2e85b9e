"""A file as a Config, or as a list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from posture_watch.config.checking import Check
from posture_watch.config.problems import ConfigError, Problem
from posture_watch.config.reading import Document, parsed_document, read_document
from posture_watch.config.schema import Config
from posture_watch.core.signals import SIGNAL_NAMES


def load(path: Path, *, missing_ok: bool = False) -> Config:
    """The config file at ``path``. ``missing_ok``: no file there means every default. Raises ConfigError."""
    if missing_ok and not path.exists() and not path.is_symlink():
        return Config()
    return _checked(path, Config(), None)


def load_rules_file(path: Path, base: Config) -> Config:
    """``base`` with the rules of ``path``: TOML of only [rules.NAME] and perhaps profile. Raises ConfigError."""
    return _checked(path, base, ("profile", "rules"))


def load_text(path: Path, content: bytes) -> Config:
    """As ``load``, were ``content`` the file at ``path``. Raises ConfigError."""
    return _of(path, parsed_document(path, content), Config(), None)


def check_file(path: Path) -> list[Problem]:
    """Everything wrong with the file at ``path``, in the order of the file; empty if it can be used. Never raises."""
    try:
        load(path)
    except ConfigError as error:
        return list(error.problems)
    return []


def _checked(path: Path, base: Config, allowed: Collection[str] | None) -> Config:
    return _of(path, read_document(path), base, allowed)


def _of(path: Path, document: Document, base: Config, allowed: Collection[str] | None) -> Config:
    check = Check(document, SIGNAL_NAMES)
    config = check.config(base, allowed)
    if check.problems:
        raise ConfigError(path, sorted(check.problems, key=lambda problem: problem.line or 0))
    return config
