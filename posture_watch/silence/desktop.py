"""The connections that the senses share: two buses, logind, the X server, and the calls of the other systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posture_watch.dbus.addresses import session_bus_address, system_bus_address
from posture_watch.silence.bus import Bus
from posture_watch.silence.kernel import Kernel
from posture_watch.silence.logind import Logind, own_uid
from posture_watch.silence.macos import MacOs
from posture_watch.silence.windows import Windows
from posture_watch.silence.x11 import XServer


@dataclass(frozen=True, slots=True)
class Desktop:
    """What the senses ask. ``platform`` as sys.platform."""

    platform: str
    environ: Mapping[str, str]
    system_bus: Bus
    session_bus: Bus
    logind: Logind
    x_server: XServer
    windows: Windows
    macos: MacOs
    kernel: Kernel

    @property
    def wayland(self) -> bool:
        """Whether windows belong to Wayland, so that an X server sees some of them only."""
        return bool(self.environ.get("WAYLAND_DISPLAY")) or self.environ.get("XDG_SESSION_TYPE") == "wayland"

    @property
    def config_home(self) -> Path:
        """Where programs keep their settings."""
        return Path(self.environ.get("XDG_CONFIG_HOME") or Path(self.environ.get("HOME") or "/", ".config"))

    def close(self) -> None:
        for connection in (self.system_bus, self.session_bus, self.x_server):
            connection.close()


def desktop_of(
    environ: Mapping[str, str], platform: str, *, uid: int | None = None, kernel: Kernel | None = None
) -> Desktop:
    """The desktop that ``environ`` names; connects to nothing yet. ``uid``: whose session; ours by default."""
    system_bus = Bus(system_bus_address(environ), is_session=False)
    return Desktop(
        platform,
        environ,
        system_bus,
        Bus(session_bus_address(environ), is_session=True),
        Logind(system_bus, environ, own_uid() if uid is None else uid),
        XServer(environ),
        Windows(),
        MacOs(),
        kernel or Kernel(),
    )
