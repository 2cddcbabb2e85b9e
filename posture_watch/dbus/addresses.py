"""Where the message buses are. Never starts one, as libdbus would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"


def session_bus_address(environ: Mapping[str, str]) -> str:
    """Where this user's session bus is, or empty."""
    address = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if not address and runtime and Path(runtime, "bus").exists():
        return f"unix:path={runtime}/bus"
    return address


def system_bus_address(environ: Mapping[str, str]) -> str:
    """Where the system bus is."""
    return environ.get("DBUS_SYSTEM_BUS_ADDRESS", "") or _SYSTEM_BUS
