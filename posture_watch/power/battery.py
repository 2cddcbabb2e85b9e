"""Whether the computer runs on its battery. Asked of the system's own interfaces; None where it cannot be told."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

from posture_watch.power.files import read_word

POWER_SUPPLIES = Path("/sys/class/power_supply")
_PMSET = ("/usr/bin/pmset", "-g", "batt")
_MAINS = ("mains", "usb", "wireless")
"""Kinds of supplies that feed the computer; a USB-C charger is one."""
_ASK_S = 2.0
_OFFLINE, _ONLINE = 0, 1


def on_battery(supplies: Path = POWER_SUPPLIES) -> bool | None:
    """True while a battery of the computer's own is what it runs on, False on mains; None: not known."""
    if sys.platform == "linux":
        return of_supplies(supplies)
    if sys.platform == "darwin":
        return of_pmset(asked_pmset(_PMSET))
    return _of_windows() if sys.platform == "win32" else None


def of_supplies(folder: Path) -> bool | None:
    """From a folder like /sys/class/power_supply. The battery of a mouse or a headset (scope Device) is not ours."""
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return None
    found: list[str] = []
    for supply in supplies:
        if read_word(supply / "scope") == "device":
            continue
        kind = read_word(supply / "type")
        if kind in _MAINS and read_word(supply / "online") == "1":
            return False
        if kind == "battery" and read_word(supply / "present") != "0":
            found.append(read_word(supply / "status"))
    if not found:
        return None  # a desktop computer has no battery, and need not say what feeds it
    if "discharging" in found:
        return True
    return False if any(status not in ("", "unknown") for status in found) else None


def of_pmset(said: str) -> bool | None:
    """From what macOS's `pmset -g batt` prints first: Now drawing from 'Battery Power'."""
    first = said.partition("\n")[0]
    if "'Battery Power'" in first:
        return True
    return False if "'AC Power'" in first else None


def asked_pmset(command: tuple[str, ...]) -> str:
    """What the program prints, "" if it does not answer."""
    try:
        done = subprocess.run(  # noqa: S603  # fixed words
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_ASK_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


class _SystemPowerStatus(ctypes.Structure):
    _fields_ = (
        ("line_status", ctypes.c_ubyte),
        ("battery_flag", ctypes.c_ubyte),
        ("life_percent", ctypes.c_ubyte),
        ("saving", ctypes.c_ubyte),
        ("life_s", ctypes.c_ulong),
        ("full_life_s", ctypes.c_ulong),
    )


def _of_windows() -> bool | None:  # written from the documentation; not tried
    if sys.platform != "win32":
        return None
    status = _SystemPowerStatus()
    if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return None
    return {_OFFLINE: True, _ONLINE: False}.get(status.line_status)
