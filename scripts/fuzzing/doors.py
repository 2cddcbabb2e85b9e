"""Every door by its name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from fuzzing.target import Target

DOORS: Mapping[str, str] = {
    "config": "config_files.ConfigFiles",
    "recording": "recordings.Recordings",
    "message": "messages.Messages",
    "stranger": "messages.Strangers",
    "impostor": "messages.Impostors",
    "answer": "messages.Answers",
    "key file": "messages.KeyFiles",
    "export": "exports.Exports",
    "picture": "frames.Pictures",
    "array": "frames.Arrays",
    "bus": "buses.BusAnswers",
    "screen": "buses.ScreenAnswers",
}
"""Where each is; loaded when it is tried, for some need the pose model or the desktop's libraries."""


def opened(name: str, home: Path) -> Target:
    """The door, with ``home`` for its files."""
    module, _, kind = DOORS[name].partition(".")
    return cast("Target", getattr(import_module(f"fuzzing.{module}"), kind)(home))
