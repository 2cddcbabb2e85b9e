"""A desktop for tests: a virtual screen, a private session bus and a real notification daemon that can be killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_XFCE_PLACES = ("lib/*/xfce4/notifyd/xfce4-notifyd", "lib*/xfce4/notifyd/xfce4-notifyd", "libexec/xfce4-notifyd")
_XFCONF_SERVICE = Path("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def require(*programs: str) -> None:
    """Skip the test, naming what is missing."""
    missing = [program for program in programs if shutil.which(program) is None and not Path(program).exists()]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def wait_for(found: Callable[[], bool], *, within_s: float = 10.0, what: str = "it") -> None:
    """Look every few milliseconds until ``found``; AssertionError after ``within_s``."""
    end = time.monotonic() + within_s
    while not found():
        assert time.monotonic() < end, f"{what} did not happen within {within_s} s"
        time.sleep(0.01)


def xfce_notifyd() -> str:
    """Where xfce4-notifyd is; skips the test without it."""
    for place in _XFCE_PLACES:
        for path in Path("/usr").glob(place):
            return str(path)
    pytest.skip("not installed: xfce4-notifyd")


class DesktopSession:
    """``environment`` is what a program started on this desktop gets; ``folder`` is its home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        base = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "VIRTUAL_ENV")}
        self.environment = {**base, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "NO_AT_BRIDGE": "1"}
        self._processes: list[subprocess.Popen[bytes]] = []
        self.screen: subprocess.Popen[bytes] | None = None
        self._files = 0
        self.bus: subprocess.Popen[bytes] | None = None

    def spawn(self, command: Sequence[str], *, pass_fds: Sequence[int] = ()) -> tuple[subprocess.Popen[bytes], Path]:
        """Start ``command`` here; what it prints goes to the returned file."""
        self._files += 1
        output = self.folder / f"{self._files}-{Path(command[0]).name}.txt"
        with output.open("wb") as stream:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                pass_fds=pass_fds,
                env=self.environment,
                start_new_session=True,
            )
        self._processes.append(process)
        return process, output

    def start_screen(self) -> None:
        """A virtual screen of 800×600; sets DISPLAY."""
        require("Xvfb")
        reading, writing = os.pipe()
        try:
            command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
            command.append("-noreset")  # else it begins anew, and refuses whoever comes then, after its last client
            self.screen, _ = self.spawn(command, pass_fds=(writing,))
        finally:
            os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()  # the whole line: Xvfb dies if its end cannot be written
        assert number, "Xvfb did not start"
        self.environment["DISPLAY"] = f":{number}"

    def start_bus(self, *, service_folders: Sequence[str | Path] = ()) -> subprocess.Popen[bytes]:
        """A session bus that can start only the services in ``service_folders``; sets DBUS_SESSION_BUS_ADDRESS."""
        require("dbus-daemon")
        config, socket = self.folder / "bus.conf", self.folder / "test-bus"
        services = "".join(f"<servicedir>{folder}</servicedir>" for folder in service_folders)
        config.write_text(_BUS_CONFIG.format(socket=socket, services=services))
        process, output = self.spawn(["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"])
        wait_for(lambda: b"unix:" in output.read_bytes(), what="the bus")
        self.bus = process
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={socket}"
        return process

    def end_bus(self) -> None:
        """The session bus is killed, and its address free for another."""
        assert self.bus is not None
        self.kill(self.bus)
        (self.folder / "test-bus").unlink(missing_ok=True)

    def start_dunst(self) -> tuple[subprocess.Popen[bytes], Path]:
        """dunst, which prints every notification to the returned file."""
        require("dunst")
        return self._start_daemon(["dunst", "-print"])

    def start_xfce(self) -> tuple[subprocess.Popen[bytes], Path]:
        """xfce4-notifyd, on a bus that was started with ``xfconf_services()``."""
        return self._start_daemon([xfce_notifyd()])

    def xfconf_services(self) -> list[Path]:
        """A folder of services with the settings service that xfce4-notifyd needs, and no other."""
        require(str(_XFCONF_SERVICE))
        return [self.service_folder(_XFCONF_SERVICE.name, _XFCONF_SERVICE.read_text())]

    def service_folder(self, file_name: str, content: str) -> Path:
        """A new folder with one service file, for ``start_bus``."""
        folder = self.folder / f"services-{file_name}"
        folder.mkdir()
        (folder / file_name).write_text(content)
        return folder

    def _start_daemon(self, command: Sequence[str]) -> tuple[subprocess.Popen[bytes], Path]:
        process, output = self.spawn(command)
        wait_for(lambda: self.has_daemon() or process.poll() is not None, what=command[0])
        assert process.poll() is None, output.read_text()
        return process, output

    def has_daemon(self) -> bool:
        """Whether anything owns the notification name."""
        answer = self.call_bus("NameHasOwner", "string:org.freedesktop.Notifications")
        return "boolean true" in answer

    def call_bus(self, method: str, *arguments: str) -> str:
        """What dbus-send prints as the bus's own answer."""
        require("dbus-send")
        command = ["dbus-send", "--session", "--print-reply", "--reply-timeout=2000", "--dest=org.freedesktop.DBus",
                   "/org/freedesktop/DBus", f"org.freedesktop.DBus.{method}", *arguments]  # fmt: skip
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout

    def start_monitor(self) -> Path:
        """A file that fills with every Notify call on the bus, in dbus-monitor's words."""
        require("dbus-monitor")
        _, output = self.spawn(["dbus-monitor", "--session", "interface=org.freedesktop.Notifications,member=Notify"])
        wait_for(
            lambda: b"NameLost" in output.read_bytes() or b"NameAcquired" in output.read_bytes(), what="dbus-monitor"
        )
        return output

    def take_picture(self, path: Path) -> None:
        """The whole screen as PNG."""
        require("import")
        subprocess.run(
            ["import", "-silent", "-window", "root", str(path)], env=self.environment, check=True, timeout=20
        )

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL, and wait for its end."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def close(self) -> None:
        for process in reversed(self._processes):
            self.kill(process)


@contextmanager
def desktop_session(folder: Path) -> Generator[DesktopSession]:
    """An empty session: the test starts what it needs; everything is killed at the end. Linux only."""
    session = DesktopSession(folder)
    try:
        yield session
    finally:
        session.close()


def notify_arguments(monitor_output: str) -> list[list[str]]:
    """The strings of each Notify call that dbus-monitor saw: app name, icon, title, body."""
    calls = re.split(r"^method call .*member=Notify$", monitor_output, flags=re.MULTILINE)[1:]
    return [re.findall(r'^   string "(.*?)"$', call, flags=re.MULTILINE | re.DOTALL) for call in calls]
