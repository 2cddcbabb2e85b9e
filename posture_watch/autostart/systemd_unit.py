"""A hardened user service, by choice: the monitor without a tray, shut in by systemd.

No namespace is needed to keep the network out (the filter of socket families works without), so that holds even where
the kernel gives users no namespaces and systemd passes the read-only home over.
"""

from __future__ import annotations

import os
from pathlib import Path

from posture_watch.autostart.files import read_if_there
from posture_watch.autostart.way import MARK, Found, Place, Start, Way, refused_by_disk, through_env
from posture_watch.on_disk import make_folder, put
from posture_watch.texts import text

UNIT = "posture-watch.service"
TARGET = "default.target"
"""Where the user's services begin, on every desktop; graphical-session.target is not reached on all of them."""
_HARDENING = """\
NoNewPrivileges=yes
PrivateTmp=yes
PrivateUsers=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={own}
RestrictAddressFamilies={families}
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
ProtectControlGroups=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectKernelLogs=yes
UMask=0077
"""


_WATCHED = """\
Type=notify
NotifyAccess=main
TimeoutStartSec=150
WatchdogSec=20
WatchdogSignal=SIGKILL
LimitCORE=0
"""
"""A monitor that hangs is replaced as the tray would do it. It does not listen to gentler signals, and a core file
would hold pictures."""


class SystemdUnit(Way):
    """~/.config/systemd/user/posture-watch.service and the link that starts it. ``network``: the camera is at an
    address that the user typed."""

    name = "systemd"

    def __init__(self, place: Place, *, network: bool) -> None:
        folder = place.config / "systemd" / "user"
        self._path = folder / UNIT
        self._link = folder / f"{TARGET}.wants" / UNIT
        self._own = place.own
        self._network = network

    def look(self) -> Found:
        with refused_by_disk(str(self._path)):
            content = read_if_there(self._path)
        if content is None:
            # a file or link of that name which holds nothing is somebody's way to say no (systemctl mask)
            return Found(False, str(self._path), note=_masked(self._path))
        unit = content.decode("utf-8", errors="replace")
        linked = self._link.is_symlink() and self._link.exists()
        return Found(linked, str(self._path), _starts(unit), MARK in unit, self._note(unit))

    def starts_as(self, start: Start) -> str:
        """What ``look`` would say of ``start``."""
        return _starts(render(start, self._own, network=self._network))

    def _note(self, unit: str) -> str:
        allows = "AF_INET" in unit
        if self._network and not allows:
            return text("The camera is at a network address, and the service may not use the network: enable it again.")
        if allows:
            return text("It may use the network, for the camera is at a network address.")
        return ""

    def _write(self, start: Start) -> None:
        make_folder(self._path.parent)
        put(self._path, render(start, self._own, network=self._network).encode())
        self._link.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(Path("..") / UNIT)

    def _remove(self) -> None:
        self._link.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)


def render(start: Start, own: tuple[Path, ...], *, network: bool) -> str:
    """The unit. ``own``: the folders that it may write to; they must be there when it starts."""
    hardening = _HARDENING.format(
        own=" ".join(_quoted(str(folder)) for folder in own),
        families="AF_UNIX AF_INET AF_INET6" if network else "AF_UNIX",
    )
    odd = any(letter in "\"'\\" for letter in start.command[0])  # systemd refuses such a program
    command = through_env(start.command) if odd else start.command
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in start.variables.items())
    return (
        f"# {MARK}\n"
        "[Unit]\nDescription=posture_watch monitor\nStartLimitIntervalSec=300\nStartLimitBurst=10\n\n"
        f"[Service]\n{_WATCHED}{variables}ExecStart=:{' '.join(map(_quoted, command))}\n"
        "Restart=on-failure\nRestartSec=5\n\n"
        "# Nothing but the camera, the session bus and its own folders.\n"
        f"{hardening}\n[Install]\nWantedBy={TARGET}\n"
    )


def _quoted(word: str) -> str:
    """A word as systemd splits lines; the colon before ExecStart's command keeps $ what it is."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{word}"' if not word or any(letter in " \t'\";" for letter in word) else word


def _starts(unit: str) -> str:
    """What stands behind ExecStart= and Environment=, joined."""
    said = [line.partition("=")[2] for line in unit.splitlines() if line.startswith(("Environment=", "ExecStart="))]
    return " ".join(said).replace(":/", "/", 1) if said else ""


def _masked(path: Path) -> str:
    if path.is_symlink() and os.fspath(path.readlink()) == "/dev/null":
        return text("It is masked; enabling it undoes that.")
    return ""
