"""What Windows keeps about cameras and programs (ConsentStore): who may use one, who does. Not run by us on Windows."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

_STORE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
_DESKTOP = "NonPackaged"
_EPOCH_TICKS, _TICKS_PER_S = 116_444_736_000_000_000, 10_000_000  # FILETIME: 100 ns since 1601
_LOOK_S = 3.0
_START_SLACK_S = 60.0
"""The time of the start by two clocks."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One key of the store: ``program`` ("" for a switch that counts for all), whether it is denied, and when it last
    began and stopped (FILETIME ticks; a stop of 0 is "still using it", also after a crash)."""

    program: str
    denied: bool
    began: int | None = None
    stopped: int | None = None


def consents() -> list[Consent]:
    """All keys that count for desktop programs, of this user and of the computer; none if they cannot be read."""
    try:
        winreg: Any = importlib.import_module("winreg")
    except ImportError:
        return []
    hives = (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE)
    return [consent for hive in hives for consent in _below(winreg, hive, _STORE, "")]


def _below(winreg: Any, hive: int, path: str, program: str) -> Iterator[Consent]:
    try:
        with winreg.OpenKey(hive, path) as key:
            names = [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]
            denied = _value(winreg, key, "Value") == "Deny"
            yield Consent(
                program, denied, _value(winreg, key, "LastUsedTimeStart"), _value(winreg, key, "LastUsedTimeStop")
            )
    except OSError:
        return
    for name in names:
        switch = not program and name == _DESKTOP
        yield from _below(winreg, hive, rf"{path}\{name}", "" if switch else name)


def _value(winreg: Any, key: Any, name: str) -> Any:
    try:
        return winreg.QueryValueEx(key, name)[0]
    except OSError:
        return None


def forbidden(store: list[Consent]) -> bool:
    """Whether a switch that counts for all desktop programs is off."""
    return any(consent.denied for consent in store if not consent.program)


def using(store: list[Consent], *, own: Collection[str], started_utc_s: float) -> dict[str, int]:
    """Other programs that use the camera now, and since when (ticks).

    ``own`` are the paths of this program. An entry from before the computer's start (unix s) was left by a crash.
    """
    started = int((started_utc_s - _START_SLACK_S) * _TICKS_PER_S) + _EPOCH_TICKS
    return {
        consent.program: consent.began
        for consent in store
        if consent.stopped == 0
        and consent.began is not None
        and consent.began >= started
        and consent.program
        and consent.program.replace("#", "\\").casefold() not in {path.casefold() for path in own}
    }


def short_name(program: str) -> str:
    """C:#Program Files#Zoom#Zoom.exe → Zoom; a package keeps its name without the publisher."""
    return program.rsplit("#", 1)[-1].removesuffix(".exe").split("_")[0]


def is_running(program: str) -> bool:
    """Whether a desktop program runs (a package is believed). A crash leaves an entry that says it uses the camera."""
    image = program.rsplit("#", 1)[-1]
    if image == program:
        return True
    command = ("tasklist", "/nh", "/fo", "csv", "/fi", f"imagename eq {image}")
    try:
        told = subprocess.run(command, capture_output=True, timeout=10, check=True).stdout  # noqa: S603 (no shell)
    except (OSError, subprocess.SubprocessError):
        return True
    return image.casefold().encode() in told.lower()


class WindowsSharing:
    """Another program that began to use a camera gets it. Which camera it uses, the store does not say."""

    def __init__(
        self,
        read: Callable[[], list[Consent]] = consents,
        runs: Callable[[str], bool] = is_running,
        own: Collection[str] = (sys.executable, str(getattr(sys, "_base_executable", ""))),
    ) -> None:
        self._read = read
        self._runs = runs
        self._own = own
        self._stale: dict[str, int] = {}
        self._look_s = 0.0

    def taken_by(self, device: str, now_s: float) -> str | None:  # noqa: ARG002
        users = using(self._read(), own=self._own, started_utc_s=time.time() - time.monotonic())
        for program, began in users.items():
            if self._stale.get(program) == began:
                continue
            if self._runs(program):
                return short_name(program)
            self._stale[program] = began
        return None

    def opened(self, device: str, now_s: float) -> None:  # noqa: ARG002
        self._look_s = now_s + _LOOK_S

    def wanted_by(self, now_s: float) -> str | None:
        if now_s < self._look_s:
            return None
        self._look_s = now_s + _LOOK_S
        return self.taken_by("", now_s)
