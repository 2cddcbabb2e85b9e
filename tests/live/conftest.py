"""A webcam that shows the portrait, and monitors that watch through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from posture_watch.core.baseline import Baseline
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.capture.conftest import fakecam_library
from tests.live.monitor import QUICK, MonitorProcess, Webcam
from tests.portraits import sitting, write_folder
from tests.program import run_command

__all__ = ["fakecam_library"]

Start = Callable[..., MonitorProcess]

QUICK_TILT = """
[rules.head_tilt]
enter_above = 6
exit_below = 4
hold_s = 0.5
release_s = 1
[reminders]
snooze_s = 40
"""


@pytest.fixture(scope="session")
def upright_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who sits well."""
    return write_folder(tmp_path_factory.mktemp("upright"), [sitting()])


@pytest.fixture(scope="session")
def tilting_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """At four pictures a second: sits well for 3 s, tilts over 4 s, stays for 6 s, comes back over 4 s and stays."""
    there = [sitting(tilt_deg=-16.0 * step / 16) for step in range(16)]
    pictures = [*[sitting()] * 12, *there, *[sitting(tilt_deg=-16.0)] * 24, *reversed(there), *[sitting()] * 80]
    return write_folder(tmp_path_factory.mktemp("tilting"), pictures)


@pytest.fixture
def webcam(fakecam_library: Path, upright_frames: Path, tmp_path: Path) -> Webcam:
    return Webcam(fakecam_library, upright_frames, tmp_path)


@pytest.fixture
def fresh_home(tmp_path: Path) -> Path:
    """Where a monitor keeps everything, with quick settings and no past."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "config.toml").write_text(QUICK)
    return folder


@pytest.fixture(scope="session")
def upright(
    fakecam_library: Path,
    upright_frames: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Baseline:
    """What calibrating with the webcam and the portrait gives: tests that are not about learning begin with it."""
    folder = tmp_path_factory.mktemp("upright")
    (folder / "config.toml").write_text(QUICK)
    extra = Webcam(fakecam_library, upright_frames, folder).environment
    ran = run_command("calibrate", "--source", "0", "--seconds", "2", home=folder, extra=extra)
    assert ran.code == 0, ran
    with Log.open_readonly(paths_below(folder).database_file) as log:
        (baseline,) = log.baselines()
    return baseline


@pytest.fixture
def home(fresh_home: Path, upright: Baseline) -> Path:
    """As ``fresh_home``, of a user who has calibrated."""
    paths = paths_below(fresh_home)
    paths.state_folder.mkdir(mode=0o700)
    with Log.open(paths.database_file) as log:
        log.save_baseline(upright)
    return fresh_home


@pytest.fixture
def start(fresh_home: Path, webcam: Webcam) -> Iterator[Start]:
    """Starts monitors; none is left behind, and none may have said a word that is not for the user."""
    started: list[MonitorProcess] = []

    def begin(
        *, extra: Mapping[str, str] | None = None, source: str | None = "0", words: Sequence[str] = ()
    ) -> MonitorProcess:
        started.append(MonitorProcess(fresh_home, webcam, extra=extra, source=source, words=words))
        return started[-1]

    yield begin
    for monitor in started:
        monitor.kill()
        monitor.require_quiet()


@pytest.fixture
def tilting(webcam: Webcam, tilting_frames: Path, fresh_home: Path) -> Webcam:
    """Somebody who tilts the head after three seconds, and a rule that soon says so."""
    with (fresh_home / "config.toml").open("a") as config:
        config.write(QUICK_TILT)
    webcam.environment.update(FAKECAM_FRAMES=str(tilting_frames), FAKECAM_FPS="4")
    return webcam
