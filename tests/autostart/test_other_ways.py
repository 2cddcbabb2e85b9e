"""LaunchAgent, Run key and systemd unit: what is written, as the systems' documentation wants it."""

from __future__ import annotations

import plistlib
import subprocess
from pathlib import Path

import pytest

from posture_watch.autostart.choosing import way_of
from posture_watch.autostart.desktop_entry import DesktopEntry
from posture_watch.autostart.launch_agent import LaunchAgent
from posture_watch.autostart.run_key import APPROVED, RUN, VALUE, RunKey
from posture_watch.autostart.systemd_unit import SystemdUnit
from posture_watch.autostart.way import Place, Start, Way
from posture_watch.errors import UserError
from tests.desktop_session import require

TRAY = Start(("/opt/a b/posture-watch", "tray"))
MONITOR = Start(("/opt/100% \"x\" 'y' $HOME/posture-watch", "run", "--wait"), {"POSTURE_WATCH_HOME": "/srv/my own %"})


class KeptRegistry:
    """A registry in memory."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}

    def read(self, key: str, name: str) -> str | bytes | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def delete(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


def place(folder: Path) -> Place:
    return Place(folder, folder / ".config", (folder / "state folder", folder / "run"))


def unit_file(folder: Path) -> Path:
    return folder / ".config" / "systemd" / "user" / "posture-watch.service"


@pytest.fixture(params=["launch agent", "run key", "systemd"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Way:
    ways: dict[str, Way] = {
        "launch agent": LaunchAgent(place(tmp_path)),
        "run key": RunKey(KeptRegistry()),
        "systemd": SystemdUnit(place(tmp_path), network=False),
    }
    return ways[request.param]


def test_enable_twice_then_disable_twice(way: Way) -> None:
    assert (way.look().enabled, way.look().starts) == (False, "")
    assert not way.enable(TRAY).enabled
    assert way.enable(TRAY).enabled
    found = way.look()
    assert found.ours
    assert found.starts == way.starts_as(TRAY)
    assert "/opt/a b/posture-watch" in found.starts
    assert way.disable().enabled
    assert not way.disable().enabled
    assert way.look().starts == ""


def test_an_old_command_is_renewed(way: Way) -> None:
    way.enable(Start(("/old/posture-watch", "tray")))
    assert "/old/" in way.enable(TRAY).starts
    assert way.look().starts == way.starts_as(TRAY)


def test_the_launch_agent_is_what_launchd_reads(tmp_path: Path) -> None:
    LaunchAgent(place(tmp_path)).enable(Start(TRAY.command, {"POSTURE_WATCH_HOME": "/Users/ö"}))
    with (tmp_path / "Library" / "LaunchAgents" / "posture-watch.plist").open("rb") as stream:
        entry = plistlib.load(stream)
    assert entry["Label"] == "posture-watch"
    assert entry["ProgramArguments"] == ["/opt/a b/posture-watch", "tray"]
    assert entry["RunAtLoad"] is True
    assert entry["EnvironmentVariables"] == {"POSTURE_WATCH_HOME": "/Users/ö"}
    assert "KeepAlive" not in entry  # quitting it means quitting it


@pytest.mark.parametrize("content", [b"", b"<plist", b"bplist00broken", plistlib.dumps({"Label": "other"})])
def test_a_launch_agent_that_is_not_ours_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Library" / "LaunchAgents" / "posture-watch.plist"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(UserError, match="left alone"):
        LaunchAgent(place(tmp_path)).enable(TRAY)
    assert path.read_bytes() == content


def test_the_run_key_holds_a_quoted_command_and_obeys_the_task_manager() -> None:
    registry = KeptRegistry()
    way = RunKey(registry)
    way.enable(Start((r"C:\Program Files\x\pythonw.exe", "-m", "posture_watch", "tray")))
    assert registry.values[RUN, VALUE] == r'"C:\Program Files\x\pythonw.exe" -m posture_watch tray'
    registry.values[APPROVED, VALUE] = bytes([3, 0, 0, 0])
    assert not way.look().enabled
    assert way.look().note
    registry.values[APPROVED, VALUE] = bytes([2, 0, 0, 0])
    assert way.look().enabled


def test_the_run_key_refuses_what_windows_would_not_start() -> None:
    for start in (Start(("C:\\" + "x" * 300,)), Start(("a",), {"POSTURE_WATCH_HOME": "D:\\"})):
        registry = KeptRegistry()
        with pytest.raises(UserError):
            RunKey(registry).enable(start)
        assert registry.values == {}


def test_a_foreign_value_of_our_name_stays() -> None:
    registry = KeptRegistry()
    registry.values[RUN, VALUE] = "C:\\other.exe"
    with pytest.raises(UserError, match="left alone"):
        RunKey(registry).disable()
    assert registry.values[RUN, VALUE] == "C:\\other.exe"


def test_the_unit_is_linked_where_the_user_manager_looks(tmp_path: Path) -> None:
    way = SystemdUnit(place(tmp_path), network=False)
    way.enable(MONITOR)
    link = unit_file(tmp_path).parent / "default.target.wants" / "posture-watch.service"
    assert link.resolve() == unit_file(tmp_path).resolve()
    link.unlink()
    assert not way.look().enabled  # systemctl --user disable
    way.enable(MONITOR)
    way.disable()
    assert not link.is_symlink()
    assert not unit_file(tmp_path).exists()


@pytest.mark.desktop
def test_systemd_reads_the_unit_as_it_is_meant(tmp_path: Path) -> None:
    require("systemd-analyze")
    program = tmp_path / "100% \"x\" 'y' $HOME" / "posture-watch"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (tmp_path / "runtime").mkdir(mode=0o700)
    SystemdUnit(place(tmp_path), network=False).enable(Start((str(program), *MONITOR.command[1:]), MONITOR.variables))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "runtime")}
    unit = str(unit_file(tmp_path))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--user", unit], env=environment, capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")  # an unknown key or a program not found is told here
    rated = subprocess.run(
        ["systemd-analyze", "security", "--user", "--offline=true", "--no-pager", unit],
        env=environment, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    for held in (
        "PrivateTmp=",
        "MemoryDenyWriteExecute=",
        "RestrictAddressFamilies=~AF_(INET|INET6)",
        "ProtectSystem=",
    ):
        assert f"✓ {held}" in rated, held
    assert "Service has read-only access to home directories" in rated


def test_the_unit_may_write_to_our_own_folders_only(tmp_path: Path) -> None:
    SystemdUnit(place(tmp_path), network=False).enable(MONITOR)
    lines = unit_file(tmp_path).read_text().splitlines()
    assert f'ReadWritePaths="{tmp_path}/state folder" {tmp_path}/run' in lines
    assert "ProtectHome=read-only" in lines
    assert "RestrictAddressFamilies=AF_UNIX" in lines
    assert 'Environment="POSTURE_WATCH_HOME=/srv/my own %%"' in lines


def test_a_camera_at_an_address_needs_the_network_and_that_is_said(tmp_path: Path) -> None:
    SystemdUnit(place(tmp_path), network=False).enable(MONITOR)
    streaming = SystemdUnit(place(tmp_path), network=True)
    assert "may not use the network" in streaming.look().note
    streaming.enable(MONITOR)
    assert "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6" in unit_file(tmp_path).read_text()
    assert "may use the network" in streaming.look().note
    SystemdUnit(place(tmp_path), network=False).enable(MONITOR)
    assert SystemdUnit(place(tmp_path), network=False).look().note == ""


def test_a_unit_of_somebody_else_stays(tmp_path: Path) -> None:
    unit_file(tmp_path).parent.mkdir(parents=True)
    unit_file(tmp_path).write_text("[Service]\nExecStart=/bin/mine\n")
    with pytest.raises(UserError, match="left alone"):
        SystemdUnit(place(tmp_path), network=False).disable()
    assert "/bin/mine" in unit_file(tmp_path).read_text()


def test_each_system_has_its_way(tmp_path: Path) -> None:
    kinds = {system: type(way_of(system, place(tmp_path))) for system in ("Linux", "FreeBSD", "Darwin", "Windows")}
    assert kinds == {"Linux": DesktopEntry, "FreeBSD": DesktopEntry, "Darwin": LaunchAgent, "Windows": RunKey}
