"""Windows and macOS: what is decided about their answers. The calls themselves are not run here."""

from __future__ import annotations

import struct
import sys

import pytest

from posture_watch.silence.macos import MacOs
from posture_watch.silence.sense import CannotTellError
from posture_watch.silence.senses import all_senses
from posture_watch.silence.windows import Use, Windows, full_screen_by, locked_by_flags, seconds_since, still_used

BOOTED = 1000
OWN = (r"C:\Users\me\venv\Scripts\python.exe", r"C:\Python311\python.exe")


def session_block(flags: int) -> bytes:
    """A WTSINFOEX block: level 1, padding, session 3, state 0, flags."""
    return struct.pack("<iiiii", 1, 0, 3, 0, flags) + bytes(200)


def test_windows_says_locked_by_flags() -> None:
    assert locked_by_flags(session_block(0)) is True
    assert locked_by_flags(session_block(1)) is False
    with pytest.raises(CannotTellError):
        locked_by_flags(session_block(-1))


def test_ticks_start_again_after_seven_weeks() -> None:
    assert seconds_since(5_000, 2_000) == 3.0
    assert seconds_since(1_000, 0xFFFFFFFF - 999) == 2.0


@pytest.mark.parametrize(("state", "full"), [(2, True), (3, True), (4, True), (7, True), (5, False), (6, False)])
def test_notification_states_of_windows(state: int, full: bool) -> None:
    assert full_screen_by(state) is full


def test_nobody_at_the_screen_says_nothing_about_windows() -> None:
    with pytest.raises(CannotTellError):
        full_screen_by(1)


@pytest.mark.parametrize(
    ("use", "counts"),
    [
        (Use("C:#Program Files#Meet#meet.exe", 2000, 0), True),
        (Use("C:#Program Files#Meet#meet.exe", 2000, 2500), False),
        (Use("C:#Program Files#Meet#meet.exe", 999, 0), False),
        (Use("C:#Python311#PYTHON.exe", 2000, 0), False),
        (Use("Microsoft.WindowsCamera_8wekyb3d8bbwe", 2000, 0), True),
    ],
)
def test_who_uses_the_camera_by_windows_book(use: Use, counts: bool) -> None:
    assert still_used([use], booted=BOOTED, own=OWN) is counts


@pytest.mark.skipif(sys.platform != "linux", reason="the other system's calls are there on the other system")
@pytest.mark.parametrize("platform", ["win32", "darwin", "freebsd13"])
def test_on_other_systems_nothing_is_known_and_nothing_is_raised(platform: str) -> None:
    senses = all_senses({}, platform)
    assert [sense.read() for sense in senses.each()] == [None] * 6
    assert not any(sense.probe().works for sense in senses.each())
    senses.desktop.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the other system's calls are there on the other system")
def test_the_calls_of_other_systems_say_that_they_are_not_there() -> None:
    windows, macos = Windows(), MacOs()
    of_windows = (windows.locked, windows.idle_s, windows.full_screen, windows.do_not_disturb)
    of_macos = (macos.locked, macos.idle_s, macos.microphone_in_use)
    for ask in (*of_windows, lambda: windows.in_use("webcam"), *of_macos):
        with pytest.raises(CannotTellError, match="this is not"):
            ask()


def test_macos_says_nothing_of_focus_and_that_is_said() -> None:
    assert "Focus" in all_senses({}, "darwin").do_not_disturb.probe().advice
