"""Away for a minute and back, on recordings of a stick figure and of an empty room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from evaluation.away import away_figures, resized
from evaluation.manifest import Row
from evaluation.seen import Eyes, Frame, Session
from evaluation.stored import START

from posture_watch.capture.recording import RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.config import Config
from posture_watch.core.landmarks import Scene
from tests.sim import HEIGHT_PX, UPRIGHT, WIDTH_PX, Phase, scenes


def session() -> Session:
    frames = [Frame(scene, "upright", True) for scene in scenes([Phase(10, UPRIGHT)], 1.0)]
    return Session("front", "P", "s", tuple(frames))


def room(path: Path, *seen: Scene) -> Row:
    """A recording that is labelled empty."""
    with RecordingWriter(path, Header(WIDTH_PX, HEIGHT_PX, "image", 1.0)) as writer:
        for number, scene in enumerate(seen):
            writer.write(replace(scene, at=START.shifted(number)))
    return Row(path, "empty room", "-", "-", "")


EMPTY = Scene(START, WIDTH_PX, HEIGHT_PX, light=0.5)


def test_leaving_and_coming_back_are_timed(tmp_path: Path) -> None:
    with Eyes(Config(), stored=False) as eyes:
        (figures,) = away_figures([session()], [room(tmp_path / "r.jsonl", EMPTY)], eyes, Config())
    assert (figures.view, figures.name, figures.ghosts) == ("front", "P s", 0)
    assert 0 < figures.gone_after_s <= 10
    assert figures.back_after_s <= 3


def test_a_ghost_at_the_desk_is_counted_and_nobody_is_ever_away(tmp_path: Path) -> None:
    guest = session().frames[0].scene
    with Eyes(Config(), stored=False) as eyes:
        (figures,) = away_figures([session()], [room(tmp_path / "r.jsonl", EMPTY, guest)], eyes, Config())
        assert away_figures([session()], [], eyes, Config()) == []
    assert figures.ghosts == pytest.approx(0.5)
    assert figures.gone_after_s == float("inf")


def test_an_empty_frame_takes_the_size_of_the_session() -> None:
    scene = resized(session().frames[0].scene, Scene(START, 2 * WIDTH_PX, HEIGHT_PX))
    before = session().frames[0].scene.people[0].points["nose"]
    assert (scene.width_px, scene.height_px) == (2 * WIDTH_PX, HEIGHT_PX)
    after = scene.people[0].points["nose"]
    assert (after.x_px, after.y_px) == (2 * before.x_px, before.y_px)
