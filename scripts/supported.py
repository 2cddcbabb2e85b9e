"""Can posture_watch run here at all? Verdicts on Python and the platform, in words a person can act on.

Imports under Python 3.8, so that an old Python gets a sentence and not a SyntaxError.
"""

from __future__ import annotations

import os
import platform
import sys
from typing import NamedTuple

OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 28)


class Machine(NamedTuple):
    """What decides whether MediaPipe has a ready-made build: it has three, and no source package."""

    system: str
    """As platform.system() says: Linux, Darwin, Windows."""
    processor: str
    """As platform.machine() says: x86_64, AMD64, arm64, aarch64."""
    glibc: tuple[int, int] | None
    """Version of the GNU C library; None where there is none (musl, macOS, Windows)."""
    bits: int
    """Of this Python, 32 or 64."""


def why_python_is_too_old(version: tuple[int, ...], executable: str) -> str | None:
    """A message when ``version`` is too old, None when it will do."""
    if version[:2] >= OLDEST_PYTHON:
        return None
    found = ".".join(str(part) for part in version[:3])
    return (
        f"posture_watch needs Python 3.11 or newer; this is Python {found} ({executable}).\n"
        "Start it with a newer one, for example: python3.11 scripts/run.py"
    )


def why_machine_is_not_supported(machine: Machine) -> str | None:
    """A message when MediaPipe has no build for ``machine``, None when it has."""
    processor = machine.processor.lower()
    if machine.bits != 64:
        return _not_supported("this Python is a 32-bit one", "Install a 64-bit Python and start with that.")
    if machine.system == "Linux" and processor == "x86_64":
        return _why_libc_is_not_supported(machine.glibc)
    if machine.system == "Windows" and processor == "amd64":
        return None
    if machine.system == "Darwin":
        if processor == "arm64":
            return None
        advice = "On an Apple-silicon Mac, start it with a native (arm64) Python, not one under Rosetta."
        return _not_supported(f"this is macOS on {machine.processor}", advice)
    return _not_supported(f"this is {machine.system} on {machine.processor}", "There is no build to install here.")


def _why_libc_is_not_supported(glibc: tuple[int, int] | None) -> str | None:
    if glibc is None:
        return _not_supported("this Linux has another C library than glibc (Alpine?)", "Use a glibc distribution.")
    if glibc < OLDEST_GLIBC:
        found = f"this Linux has glibc {glibc[0]}.{glibc[1]}"
        return _not_supported(found, "Use a distribution with glibc 2.28 or newer (Debian 10, Ubuntu 20.04 and later).")
    return None


def _not_supported(found: str, advice: str) -> str:
    return (
        f"posture_watch cannot run here: {found}.\n"
        "Its pose model runs on MediaPipe 0.10.31, which exists for Linux on x86-64 (glibc 2.28 or newer),\n"
        f"macOS on Apple silicon (arm64) and Windows on x86-64 only. {advice}"
    )


def this_machine() -> Machine:
    """The machine and the Python that this process runs on."""
    bits = 64 if sys.maxsize > 2**32 else 32
    return Machine(platform.system(), platform.machine(), _glibc_version(), bits)


def _glibc_version() -> tuple[int, int] | None:
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
        major, minor = version.split(".")[:2]
        return (int(major), int(minor)) if name == "glibc" else None
    except (AttributeError, ValueError, OSError):
        return None
