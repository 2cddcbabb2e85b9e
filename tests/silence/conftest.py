"""The desktop of the tests of the senses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posture_watch.silence.desktop import Desktop, desktop_of
from posture_watch.silence.kernel import Kernel
from tests.desktop_session import DesktopSession, desktop_session

UID = 4242
"""Whose session it is."""


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DesktopSession]:
    """An empty desktop session."""
    if sys.platform != "linux":
        pytest.skip("a freedesktop session needs Linux")
    with desktop_session(tmp_path_factory.mktemp("s")) as session:
        yield session


@pytest.fixture
def bus(session: DesktopSession) -> DesktopSession:
    """A desktop session with a bus."""
    session.start_bus()
    return session


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[[DesktopSession], Desktop]]:
    """A function that makes what the senses ask, out of a session as it is then; with a kernel that knows nothing."""
    made: list[Desktop] = []

    def connect(session: DesktopSession) -> Desktop:
        empty = Kernel(tmp_path / "proc", tmp_path / "sys", tmp_path / "dev")
        made.append(desktop_of(session.environment, "linux", uid=UID, kernel=empty))
        return made[-1]

    yield connect
    for desktop in made:
        desktop.close()
