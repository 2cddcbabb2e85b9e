"""Clips looped through the live fold, on recordings of a stick figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation.clips import CLIP_INTERVAL_S, ClipFigures, clip_figures, looped
from evaluation.manifest import Row
from evaluation.seen import Eyes

from posture_watch.capture.recording import RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.config import Config
from tests.sim import GONE, HEIGHT_PX, UPRIGHT, WIDTH_PX, Phase, Pose, scenes

LEANING = Pose(head_tilt_deg=30)


def clip(folder: Path, label: str, *phases: Phase) -> ClipFigures:
    path = folder / "clip.jsonl"
    with RecordingWriter(path, Header(WIDTH_PX, HEIGHT_PX, "image", CLIP_INTERVAL_S), overwrite=True) as writer:
        for scene in scenes(list(phases), 1 / CLIP_INTERVAL_S):
            writer.write(scene)
    with Eyes(Config(), stored=False) as eyes:
        (figures,) = clip_figures([Row(path, label, "P", "front", "", "video")], eyes, Config(), clip_s=120)
    return figures


def test_somebody_upright_is_quiet(tmp_path: Path) -> None:
    figures = clip(tmp_path, "upright", Phase(4, UPRIGHT))
    assert (figures.frames, figures.quiet, figures.present, figures.reminders) == (300, 1, 1, 0)
    assert (figures.over, figures.raised, figures.came_or_went) == ({}, {}, 0)


def test_somebody_who_tilts_after_the_first_second_is_not(tmp_path: Path) -> None:
    figures = clip(tmp_path, "tilting", Phase(1.2, UPRIGHT), Phase(40, LEANING))
    assert figures.quiet < 0.1  # over within seconds, active only after the hold
    assert figures.reminders >= 1
    assert "head_tilt" in figures.raised
    assert figures.over["head_tilt"] > 150


def test_an_empty_room_has_no_ghosts_and_a_guest_is_one(tmp_path: Path) -> None:
    assert clip(tmp_path, "empty room", Phase(4, GONE)).present == 0
    guest = clip(tmp_path, "empty room", Phase(30, GONE), Phase(30, UPRIGHT), Phase(60, GONE))
    assert guest.empty
    assert guest.present == pytest.approx(0.25, abs=0.02)
    assert guest.came_or_went == 2


def test_loops_go_on_in_time() -> None:
    one = list(scenes([Phase(1.2, UPRIGHT)], 1 / CLIP_INTERVAL_S))
    times = [scene.at.mono_s for scene in looped(one, 4)]
    assert len(times) == 10
    assert times == pytest.approx([i * CLIP_INTERVAL_S for i in range(10)])
