"""Whether there is a screen is found out before Qt ends the process over it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from posture_watch.control.lock import TRAY_FILE, is_held
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.tray.screen import QT_LIBRARIES, X11_LIBRARIES, require_libraries, require_screen
from tests.desktop_session import desktop_session
from tests.program import refused

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a session always has a screen")
pytest.importorskip("PySide6", reason="the tray needs PySide6")


@linux
@pytest.mark.parametrize(
    ("environment", "saying"),
    [
        ({}, "no screen"),
        ({"DISPLAY": ""}, "no screen"),
        ({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "/nowhere"}, "no screen"),
        ({"DISPLAY": ":4711"}, "does not let us in"),
        ({"DISPLAY": "nonsense"}, "does not let us in"),
    ],
)
def test_the_command_says_what_is_missing_and_starts_nothing(
    environment: Mapping[str, str], saying: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    ran = refused("tray", home=home, saying=saying, extra=environment)
    assert "posture-watch run" in ran.err
    assert not is_held(paths_below(home).runtime_folder, TRAY_FILE)
    assert not home.exists()


@linux
def test_a_screen_is_enough(tmp_path: Path) -> None:
    with desktop_session(tmp_path) as session:
        session.start_screen()
        require_screen(session.environment)


@linux
def test_a_platform_without_screen_can_be_chosen() -> None:
    require_screen({"QT_QPA_PLATFORM": "offscreen"})


def test_missing_libraries_are_named_with_their_packages() -> None:
    libraries = {**QT_LIBRARIES, **X11_LIBRARIES}
    with pytest.raises(UserError) as raised:
        require_libraries(libraries, lambda name: name not in ("libxcb-cursor.so.0", "libEGL.so.1"))
    assert "libEGL.so.1, libxcb-cursor.so.0" in raised.value.message
    assert "libegl1 libxcb-cursor0" in raised.value.advice
    require_libraries(libraries, lambda _name: True)
