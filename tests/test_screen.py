"""Whether there is a screen is found out before Qt ends the process over it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from posture_watch.control.lock import TRAY_FILE, is_held
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.screen import (
    QT_LIBRARIES,
    X11_LIBRARIES,
    require_libraries,
    require_screen,
    require_window,
    try_window,
    why_not,
)
from tests.desktop_session import desktop_session
from tests.program import refused, run_command

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a session always has a screen")
pytest.importorskip("PySide6", reason="windows need PySide6")


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
        require_window(session.environment)


@linux
def test_tray_and_first_steps_say_the_same(tmp_path: Path) -> None:
    for environment in ({}, {"DISPLAY": ":4711"}):
        tray = run_command("tray", home=tmp_path / "home", extra=environment)
        first_steps = run_command("welcome", home=tmp_path / "home", extra=environment)
        assert tray.err
        assert first_steps.err.startswith(tray.err.removeprefix("posture-watch: "))
        assert "No window can be shown; so here:" in first_steps.err


@linux
def test_what_only_qt_finds_out_is_told_as_well() -> None:
    with pytest.raises(UserError, match="The screen :4711 does not let us in"):
        try_window({"DISPLAY": ":4711", "PATH": "/usr/bin:/bin"})


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ImportError: libnew.so.7: cannot open shared object file: No such file or directory", "libnew.so.7"),
        ("Failed to create wl_display (No such file or directory)", "The screen wayland-0 does not"),
        ("ImportError: DLL load failed while importing QtCore", "does not start"),
        ("", "does not start"),
    ],
)
def test_what_qt_says_at_its_end_is_put_into_words(said: str, told: str) -> None:
    why = why_not(said, {"WAYLAND_DISPLAY": "wayland-0"})
    assert told in why.message
    assert why.advice


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
