"""The desktop of the notification tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop_session import DesktopSession, desktop_session


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[DesktopSession]:
    """An empty desktop session; this process lives on it after ``enter``."""
    if sys.platform != "linux":
        pytest.skip("a freedesktop session needs Linux")
    with desktop_session(tmp_path_factory.mktemp("s")) as session:
        yield session


@pytest.fixture
def enter(session: DesktopSession, monkeypatch: pytest.MonkeyPatch):
    """A function that gives this process the session's environment."""

    def enter() -> None:
        for key in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
            monkeypatch.delenv(key, raising=False)
        for key, value in session.environment.items():
            monkeypatch.setenv(key, value)

    return enter


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder
