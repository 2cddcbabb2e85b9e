"""The camera thread of the preview: pictures in, drawing and verdict out. A folder is the camera, or a clip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posture_watch.config import Config
from posture_watch.core.baseline import Baseline
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from posture_watch.window.onlooker import Onlooker, Sight
from tests.desktop_session import wait_for
from tests.portraits import empty_desk, sitting, write_clip, write_folder
from tests.program import run_command

pytestmark = pytest.mark.model

Look = Callable[..., Onlooker]


@pytest.fixture
def look(tmp_path: Path) -> Iterator[Look]:
    opened: list[Onlooker] = []

    def begin(source: Path | str, baselines: tuple[Baseline, ...] = ()) -> Onlooker:
        paths = paths_below(tmp_path / "home")
        opened.append(Onlooker(paths, Config(), str(source), baselines, borrows=False))
        return opened[-1]

    yield begin
    assert all(one.close(10.0) for one in opened)
    assert not (tmp_path / "home").exists(), "nothing is logged"


def seen(onlooker: Onlooker, fits: Callable[[Sight], object]) -> Sight:
    wait_for(lambda: bool(fits(onlooker.newest())), within_s=30, what="a sight that fits")
    return onlooker.newest()


def test_somebody_who_tilts_is_drawn_with_numbers_from_their_own_upright(look: Look, tmp_path: Path) -> None:
    there = [sitting(tilt_deg=-16.0 * step / 16) for step in range(16)]
    clip = write_clip(tmp_path / "clip.avi", [*[sitting()] * 12, *there, *[sitting(tilt_deg=-16.0)] * 30], fps=4.0)
    home = tmp_path / "calibrated"
    home.mkdir()
    assert run_command("calibrate", "--source", clip, "--seconds", "2", home=home).code == 0
    with Log.open_readonly(paths_below(home).database_file) as log:
        baselines = tuple(log.baselines())
    onlooker = look(clip, baselines)
    upright = seen(onlooker, lambda sight: sight.verdict.rows)
    assert upright.shot is not None
    assert len(upright.shot.bgr) == 3 * upright.shot.width_px * upright.shot.height_px
    ears = upright.shot.drawing.labels[0].words
    assert ears.startswith("Ears ")
    assert ears.endswith("°)")
    tilted = seen(onlooker, lambda sight: sight.verdict.more.startswith("Over a limit"))
    assert tilted.shot is not None
    assert any(row.over for row in tilted.verdict.rows)
    ended = seen(onlooker, lambda sight: sight.verdict.found == "The clip has ended.")
    assert ended.shot is not None, "the last picture stays"


def test_an_empty_chair_has_nothing_drawn(look: Look, tmp_path: Path) -> None:
    empty = write_folder(tmp_path / "empty", [empty_desk()] * 40)
    sight = seen(look(empty), lambda sight: sight.shot is not None)
    assert sight.shot is not None
    assert sight.shot.drawing.dots == ()


def test_what_cannot_be_opened_is_said(look: Look, tmp_path: Path) -> None:
    sight = seen(look(tmp_path / "nowhere.mp4"), lambda sight: "nowhere.mp4" in sight.verdict.found)
    assert sight.shot is None
    assert sight.verdict.more
