"""The camera thread of the first run: pictures in, words and an upright posture out. A folder is the camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posture_watch.config import Config
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import Refused
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from posture_watch.window.eyes import Eyes, View
from posture_watch.window.first_run import FirstRun
from tests.desktop_session import wait_for
from tests.portraits import empty_desk, sitting, write_folder

pytestmark = pytest.mark.model

Open = Callable[[Path | str], Eyes]


@pytest.fixture
def look(tmp_path: Path) -> Iterator[Open]:
    opened: list[Eyes] = []

    def begin(source: Path | str) -> Eyes:
        opened.append(Eyes(paths_below(tmp_path / "home"), Config(), str(source), take_s=1.0))
        return opened[-1]

    yield begin
    assert all(eyes.close(10.0) for eyes in opened)


@pytest.fixture(scope="module")
def upright(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("upright"), [sitting()] * 40)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("empty"), [empty_desk()] * 40)


def seen(eyes: Eyes, fits: Callable[[View], bool]) -> View:
    wait_for(lambda: fits(eyes.newest()), within_s=20, what="a view")
    return eyes.newest()


def outcome(eyes: Eyes) -> Baseline | Refused:
    found: list[Baseline | Refused] = []

    def came() -> bool:
        result = eyes.result()
        found.extend([result] if result is not None else [])
        return bool(found)

    eyes.take()
    wait_for(came, within_s=30, what="the take")
    return found[0]


def test_a_person_is_seen_drawn_and_taken(look: Open, upright: Path, tmp_path: Path) -> None:
    eyes = look(upright)
    view = seen(eyes, lambda view: view.picture is not None and view.said.well)
    assert view.picture is not None
    assert len(view.picture.bgr) == 3 * view.picture.width_px * view.picture.height_px
    assert view.picture.lines
    taken = outcome(eyes)
    assert isinstance(taken, Baseline)
    assert eyes.result() is None  # told once
    run = FirstRun(paths_below(tmp_path / "home"), {})
    assert str(taken.frames) in run.keep_upright(taken)
    with Log.open_readonly(run.paths.database_file) as log:
        assert len(log.baselines()) == 1


def test_an_empty_chair_is_said_and_refused_kindly(look: Open, empty: Path) -> None:
    eyes = look(empty)
    view = seen(eyes, lambda view: view.picture is not None)
    assert view.said.found == "Nobody was seen."
    taken = outcome(eyes)
    assert isinstance(taken, Refused)
    assert taken.finding == "nobody"


def test_another_camera_is_looked_through_at_once(look: Open, upright: Path, empty: Path) -> None:
    eyes = look(empty)
    seen(eyes, lambda view: view.picture is not None)
    eyes.look_through(str(upright))
    seen(eyes, lambda view: view.picture is not None and bool(view.picture.lines))


def test_a_source_that_cannot_be_is_told_and_another_still_works(look: Open, upright: Path, tmp_path: Path) -> None:
    eyes = look(tmp_path / "missing.mp4")
    view = seen(eyes, lambda view: "missing.mp4" in view.said.whole)
    assert view.picture is None
    eyes.look_through(str(upright))
    seen(eyes, lambda view: view.picture is not None)


def test_no_camera_is_told_in_words(look: Open) -> None:
    view = seen(look("camera:Nowhere to be found"), lambda view: "Nowhere" in view.said.whole)
    assert view.picture is None
    assert not view.said.well


def test_closing_is_quick_even_before_the_first_picture(tmp_path: Path, upright: Path) -> None:
    eyes = Eyes(paths_below(tmp_path), Config(), str(upright))
    assert eyes.close(10.0)
