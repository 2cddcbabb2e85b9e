"""Which way starts at login on which system."""

from __future__ import annotations

from posture_watch.autostart.desktop_entry import DesktopEntry
from posture_watch.autostart.launch_agent import LaunchAgent
from posture_watch.autostart.run_key import RunKey, UserRegistry
from posture_watch.autostart.way import Place, Way


def way_of(system: str, place: Place) -> Way:
    """The usual way of ``system`` (platform.system()); what is neither macOS nor Windows has XDG autostart."""
    if system == "Darwin":
        return LaunchAgent(place)
    if system == "Windows":
        return RunKey(UserRegistry())
    return DesktopEntry(place)
