"""When to give a camera to another program, and when to take it back. Rules only: who uses it is asked elsewhere."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from posture_watch.capture.open_alarm import OpenAlarm
from posture_watch.capture.other_users import DeviceUser, device_users

_LOOK_S = 3.0
"""How often to look for others where nothing rings: 300 processes cost 70 ms, two in a hundred of one core."""
_TRY_S = 30.0
"""A program that has opened the device takes pictures by then, or it only keeps it open."""
_SCAN_S = 300.0
"""While nobody has opened the device, only who had it open is asked. Everybody so often all the same, and whenever it
could not be opened: a descriptor can be handed on without being opened, or opened in the moment in which we do. Once a
minute was a thousandth of a core where 300 processes run, a fifth of all that the monitor takes."""
_GLANCE_S = 10.0
"""One that opened it while we streamed and is gone got EBUSY and comes back soon, or it only listed the cameras..."""
_GLANCE_REST_S = 60.0
"""...and if it lists them again and again, it gets this turn once in so long."""


class Sharing(Protocol):
    """What a camera asks about other programs. Each call is quick and touches no camera."""

    def taken_by(self, device: str, now_s: float) -> str | None:
        """The program that has the camera or is about to ("" if it has no name), or None: it may be opened."""
        ...

    def opened(self, device: str, now_s: float) -> None:
        """We have opened it."""
        ...

    def wanted_by(self, now_s: float) -> str | None:
        """The program that wants the camera that we have open, or None."""
        ...


class SharedFreely:
    """Where several programs may have a camera at once (macOS)."""

    def taken_by(self, device: str, now_s: float) -> str | None:  # noqa: ARG002
        return None

    def opened(self, device: str, now_s: float) -> None:
        pass

    def wanted_by(self, now_s: float) -> str | None:  # noqa: ARG002
        return None


class LinuxSharing:
    """A V4L2 camera streams to one program. Another that takes pictures has it; one that opens it while we stream
    fails, so it gets the camera at once. Whoever had it open before and takes no pictures is no reason."""

    def __init__(
        self,
        users_of: Callable[..., tuple[DeviceUser, ...]] = device_users,
        node_of: Callable[[str], Path] = Path,
    ) -> None:
        self._users_of = users_of
        self._node_of = node_of
        self._alarm: OpenAlarm | None = None
        self._device = ""
        self._old: _Opens | None = None
        self._newcomers: _Opens = frozenset()
        self._trying_until_s = self._glance_until_s = self._glance_again_s = self._look_s = 0.0
        self._streaming: tuple[int, ...] = ()
        self._holders: tuple[int, ...] = ()
        self._scan_s = 0.0
        self._was_opened = False

    def taken_by(self, device: str, now_s: float) -> str | None:
        if device != self._device:
            self._device, self._old, self._newcomers, self._streaming = device, None, frozenset(), ()
            self._alarm = None
        users = self._users(self._node_of(device), now_s)
        streaming = [user for user in users if user.streams]
        self._streaming = tuple(user.pid for user in streaming)
        if streaming:  # whoever was given the camera has it: no more waiting after that
            self._newcomers = _opens(users) - (self._old or frozenset())
            self._trying_until_s = self._glance_until_s = 0.0
            return streaming[0].program
        self._greet(users, now_s)
        trying = _first(users, self._newcomers)
        if trying is not None and now_s < self._trying_until_s:
            return trying
        if now_s < self._glance_until_s:
            return ""
        self._old, self._newcomers = _opens(users), frozenset()
        return None

    def opened(self, device: str, now_s: float) -> None:
        self._look_s, self._was_opened = now_s + _LOOK_S, True
        self._alarm = OpenAlarm(self._node_of(device))  # a new one: a camera that is plugged in again has a new node

    def wanted_by(self, now_s: float) -> str | None:
        alarm = self._alarm
        rang = alarm is not None and alarm.rang()
        if not rang and (now_s < self._look_s or (alarm is not None and alarm.works)):
            return None
        self._look_s = now_s + _LOOK_S
        users = self._everybody(self._node_of(self._device), now_s)
        self._greet(users, now_s)
        newcomer = _first(users, self._newcomers)
        if now_s < self._glance_again_s:
            return newcomer
        if rang or newcomer is not None:
            self._glance_until_s, self._glance_again_s = now_s + _GLANCE_S, now_s + _GLANCE_REST_S
            return newcomer or ""
        return None

    def _users(self, device: Path, now_s: float) -> tuple[DeviceUser, ...]:
        """Whoever streamed the last time is asked alone: a call lasts an hour. So is whoever had the device open, while
        nobody else has opened it."""
        known = self._users_of(device, among=self._streaming) if self._streaming else ()
        if any(user.streams for user in known):
            return known
        alarm, was_opened, self._was_opened = self._alarm, self._was_opened, False
        may_have_rung = alarm is None or alarm.rang() or not alarm.works
        if may_have_rung or not was_opened or now_s >= self._scan_s:
            return self._everybody(device, now_s)
        return self._users_of(device, among=self._holders)

    def _everybody(self, device: Path, now_s: float) -> tuple[DeviceUser, ...]:
        users = self._users_of(device)
        self._holders, self._scan_s = tuple(user.pid for user in users), now_s + _SCAN_S
        return users

    def _greet(self, users: tuple[DeviceUser, ...], now_s: float) -> None:
        """Whoever has opened it since the last time gets some time from now."""
        opens = _opens(users)
        if self._old is None:
            self._old = opens
        if opens - self._old - self._newcomers:
            self._newcomers = opens - self._old
            self._trying_until_s = now_s + _TRY_S


_Opens = frozenset[tuple[int, int]]
"""Process and descriptor."""


def _opens(users: tuple[DeviceUser, ...]) -> _Opens:
    return frozenset((user.pid, descriptor) for user in users for descriptor in user.opens)


def _first(users: tuple[DeviceUser, ...], opens: _Opens) -> str | None:
    return next((user.program for user in users if _opens((user,)) & opens), None)


def sharing() -> Sharing:
    """How cameras are shared on this system."""
    system = platform.system()
    if system == "Linux":
        return LinuxSharing()
    if system == "Windows":
        from posture_watch.capture.windows_consent import WindowsSharing  # noqa: PLC0415 (only needed there)

        return WindowsSharing()
    return SharedFreely()
