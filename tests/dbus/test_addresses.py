"""Where the buses are, by the environment alone."""

from __future__ import annotations

from pathlib import Path

from posture_watch.dbus.addresses import session_bus_address, system_bus_address


def test_where_the_buses_are(tmp_path: Path) -> None:
    assert session_bus_address({}) == ""
    assert session_bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    assert session_bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"
    both = {"XDG_RUNTIME_DIR": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:abstract=x"}
    assert session_bus_address(both) == "unix:abstract=x"
    assert system_bus_address({}).startswith("unix:path=/")
    assert system_bus_address({"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/a"}) == "unix:path=/a"
