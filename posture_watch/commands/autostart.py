"""`autostart`: start at login, or not, or is it so."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from posture_watch.autostart import Found, Place, Start, Way, this_program, way_of
from posture_watch.autostart.systemd_unit import UNIT, SystemdUnit
from posture_watch.capture.addresses import looks_like_address
from posture_watch.config import Config, ConfigError
from posture_watch.errors import UserError
from posture_watch.opening import read_config
from posture_watch.paths import Paths, make_private, user_paths
from posture_watch.texts import text

TRAY, UNIT_RUNS = ("tray",), ("run", "--wait")
RELOAD_S = 5.0
"""How long systemctl may take (s); a user manager that hangs must not hold us."""


def run(options: argparse.Namespace) -> int:
    """Change it or look at it, and say what is so now."""
    paths = user_paths()
    if options.action == "status":
        return _status(paths, as_json=options.json)
    way, start = _chosen(paths, systemd=options.systemd)
    if options.action == "enable":
        if options.systemd:
            _make_own_folders(paths)
        before = way.enable(start)
        said = enabled_text(way, before, start)
    else:
        before = way.disable()
        said = _disabled_text(before)
    if options.systemd:
        said = "\n".join([said, _reloaded(enabled=options.action == "enable")])
    found = way.look()
    print(json.dumps({"text": said, **_object(way, found, start)}) if options.json else said)
    return 0


def usual_way(paths: Paths) -> tuple[Way, Start]:
    """The way of this system and what it starts: the tray, which keeps the monitor running."""
    return way_of(platform.system(), place_of(paths)), this_program(*TRAY)


def place_of(paths: Paths, environ: Mapping[str, str] = os.environ) -> Place:
    """Where start entries of this user go."""
    home = Path.home()
    config = environ.get("XDG_CONFIG_HOME", "")
    own = tuple(dict.fromkeys((paths.config_file.parent, paths.state_folder, paths.runtime_folder)))
    return Place(home, Path(config) if Path(config).is_absolute() else home / ".config", own)


def enabled_text(way: Way, before: Found, start: Start) -> str:
    """What enabling has come to."""
    now = way.starts_as(start)
    if before.enabled and before.starts == now:
        return text("It starts at login already: {command}", command=start.words)
    if before.starts and before.starts != now:
        return text(
            "It starts at login: {command}. Before, it was: {before}", command=start.words, before=before.starts
        )
    return text("It starts at login from now on: {command}", command=start.words)


def _chosen(paths: Paths, *, systemd: bool) -> tuple[Way, Start]:
    if not systemd:
        return usual_way(paths)
    if platform.system() != "Linux":
        raise UserError(text("There is no systemd on this system."), "posture-watch autostart enable")
    return _unit(paths), this_program(*UNIT_RUNS)


def _unit(paths: Paths) -> SystemdUnit:
    try:
        source = read_config(paths).camera.source
    except ConfigError:
        source = Config().camera.source  # a broken file is the monitor's to complain about
    return SystemdUnit(place_of(paths), network=looks_like_address(source))


def _make_own_folders(paths: Paths) -> None:
    """The service may write to them, not make them."""
    paths.config_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_private(paths.state_folder)
    make_private(paths.runtime_folder)


def _disabled_text(before: Found) -> str:
    if not before.starts:
        return text("It does not start at login; there was nothing to remove.")
    return text("It does not start at login any more.")


def _reloaded(*, enabled: bool) -> str:
    """Tell a running user manager; without one the next login reads the file anyway."""
    typed = text("It starts at the next login; now: {command}", command=f"systemctl --user start {UNIT}")
    if not enabled:
        typed = text("A running service is ended by: {command}", command=f"systemctl --user stop {UNIT}")
    program = shutil.which("systemctl")
    if program is None:
        return text("systemctl was not found: without systemd nothing starts it.") if enabled else ""
    try:
        done = subprocess.run(  # noqa: S603  # fixed words
            [program, "--user", "daemon-reload"], capture_output=True, timeout=RELOAD_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return typed
    if done.returncode and enabled:
        return text("No systemd of this user runs here; the next login that has one starts it.")
    return typed


def _status(paths: Paths, *, as_json: bool) -> int:
    ways = [usual_way(paths)]
    if platform.system() == "Linux":
        ways.append((_unit(paths), this_program(*UNIT_RUNS)))
    looked = [(way, way.look(), start) for way, start in ways]
    lines = [line for way, found, start in looked for line in _lines(way, found, start)]
    said = "\n".join(lines) if lines else text("It does not start at login.")
    if as_json:
        objects = [_object(way, found, start) for way, found, start in looked]
        enabled = any(found.enabled for _, found, _ in looked)
        print(json.dumps({"text": said, "enabled": enabled, "ways": objects}))
    else:
        print(said)
    return 0


def _lines(way: Way, found: Found, start: Start) -> list[str]:
    """Nothing for a way that is not used."""
    lines: list[str] = []
    if found.enabled:
        lines.append(text("It starts at login ({way}): {command}", way=way.name, command=found.starts))
    elif found.starts:
        lines.append(
            text("It does not start at login ({way}): switched off in {where}.", way=way.name, where=found.where)
        )
    if found.starts and not found.ours:
        lines.append(text("{where} was not written by posture-watch.", where=found.where))
    elif found.enabled and found.starts != way.starts_as(start):
        lines.append(text("That is not the program you are running; 'posture-watch autostart enable' renews it."))
    return [*lines, found.note] if found.note else lines


def _object(way: Way, found: Found, start: Start) -> dict[str, object]:
    return {
        "way": way.name,
        "enabled": found.enabled,
        "starts": found.starts,
        "current": found.starts == way.starts_as(start),
        "ours": found.ours,
        "where": found.where,
        "note": found.note,
    }
