"""A webcam that shows the portrait, and monitors that watch through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.capture.conftest import fakecam_library  # noqa: F401  # a fixture
from tests.live.monitor import QUICK, MonitorProcess, Webcam
from tests.portraits import sitting, write_folder

Start = Callable[..., MonitorProcess]


@pytest.fixture(scope="session")
def upright_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who sits well."""
    return write_folder(tmp_path_factory.mktemp("upright"), [sitting()])


@pytest.fixture
def webcam(fakecam_library: Path, upright_frames: Path, tmp_path: Path) -> Webcam:  # noqa: F811
    return Webcam(fakecam_library, upright_frames, tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where a monitor keeps everything, with quick settings."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "config.toml").write_text(QUICK)
    return folder


@pytest.fixture
def start(home: Path, webcam: Webcam) -> Iterator[Start]:
    """Starts monitors; none is left behind, and none may have said a word that is not for the user."""
    started: list[MonitorProcess] = []

    def begin(*, extra: Mapping[str, str] | None = None) -> MonitorProcess:
        started.append(MonitorProcess(home, webcam, extra=extra))
        return started[-1]

    yield begin
    for monitor in started:
        monitor.kill()
        monitor.require_quiet()
