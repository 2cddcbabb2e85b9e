"""How hot the processor is, or whether the system slows it down for heat. None and False where it cannot be told."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posture_watch.power.battery import asked_pmset
from posture_watch.power.files import read_number, read_word

ZONES = Path("/sys/class/thermal")
CHIPS = Path("/sys/class/hwmon")
_PMSET = ("/usr/bin/pmset", "-g", "therm")
_OF_PROCESSOR = ("x86_pkg_temp", "cpu", "soc", "tcpu", "coretemp", "k10temp", "zenpower")
"""How the kernel's names of zones and chips begin that measure the processor."""
_ELSE = ("acpitz",)
"""Somewhere on the board: better than nothing, where no processor is named."""
_LEAST_C, _MOST_C = 1.0, 125.0
"""What no processor that runs shows: the sensor is not connected, or says something else."""


@dataclass(frozen=True, slots=True)
class Heat:
    """``celsius``: the hottest part of the processor, None if not known. ``slowed``: the system itself says that it is
    too hot."""

    celsius: float | None = None
    slowed: bool = False


def heat(zones: Path = ZONES, chips: Path = CHIPS) -> Heat:
    """Now; nothing is known on Windows, which tells it to administrators only."""
    ways = {"linux": lambda: Heat(of_folders(zones, chips)), "darwin": _on_mac}
    return ways.get(sys.platform, Heat)()


def _on_mac() -> Heat:
    return Heat(slowed=slowed_by(asked_pmset(_PMSET)))


def of_folders(zones: Path, chips: Path) -> float | None:
    """The hottest (°C) of the processor's sensors in folders like /sys/class/thermal and /sys/class/hwmon."""
    found = [*_named(zones, "thermal_zone*", "type", "temp"), *_named(chips, "hwmon*", "name", "temp*_input")]
    for names in (_OF_PROCESSOR, _ELSE):
        values = [celsius for name, celsius in found if name.startswith(names)]
        if values:
            return max(values)
    return None


def _named(folder: Path, each: str, name: str, values: str) -> Iterator[tuple[str, float]]:
    try:
        places = sorted(folder.glob(each))
    except OSError:
        return
    for place in places:
        for file in sorted(place.glob(values)):
            thousandths = read_number(file)
            if thousandths is not None and _LEAST_C <= thousandths / 1000.0 <= _MOST_C:
                yield read_word(place / name), thousandths / 1000.0


def slowed_by(said: str) -> bool:
    """From what macOS's `pmset -g therm` prints: a limit of the processor's speed below 100, or a warning level."""
    speed = re.search(r"CPU_Speed_Limit\s*=\s*(\d+)", said)
    level = re.search(r"thermal warning level[^\d\n]*(\d+)", said, re.IGNORECASE)
    return bool(speed and int(speed[1]) < 100) or bool(level and int(level[1]) > 0)
