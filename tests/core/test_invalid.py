"""What cannot be is refused when it is built, not found later."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.settings import Smoothing
from tests.core.stories import baseline_of, settings_of, simple_rule
from tests.sim import START_UTC, UPRIGHT, figure

NOW = Instant(0.0, START_UTC)


def test_scenes() -> None:
    with pytest.raises(ValueError, match="missing frame"):
        Scene(NOW, 640, 480, (figure(UPRIGHT),), frame_missing=True)
    with pytest.raises(ValueError, match="pixel"):
        Scene(NOW, 0, 480)
    for light in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="light"):
            Scene(NOW, 640, 480, light=light)


def test_landmarks() -> None:
    with pytest.raises(ValueError, match="no such landmarks"):
        Landmarks({"left_antenna": Landmark(0, 0, 1)})
    for visibility in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="visibility"):
            Landmark(0, 0, visibility)


def test_baselines() -> None:
    base = baseline_of()
    with pytest.raises(ValueError, match="spread for each median"):
        replace(base, spreads={})
    with pytest.raises(ValueError, match="one frame"):
        replace(base, frames=0)


def test_intervals_and_minutes() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Interval(START_UTC, START_UTC - timedelta(seconds=1), "good", sitting=True)
    with pytest.raises(ValueError, match="first second"):
        Minute(START_UTC + timedelta(seconds=1))


def test_settings() -> None:
    with pytest.raises(ValueError, match="named twice"):
        settings_of(simple_rule(), simple_rule())
    with pytest.raises(ValueError, match="posture_gap_s"):
        settings_of(posture_gap_s=0.0)
    with pytest.raises(ValueError, match="mean_s"):
        Smoothing(2.0, math.nan)
    assert Smoothing(0.0, 0.0).mean_s == 0
    assert (settings_of(fps=10).gap_s, settings_of(fps=0.1).gap_s) == (5.0, 50.0)
    assert (settings_of(fps=10).keep_s, settings_of(fps=0.1).keep_s) == (10.0, 20.0)


def test_instants() -> None:
    with pytest.raises(ValueError, match="finite"):
        Instant(math.nan, START_UTC)
    with pytest.raises(ValueError, match="under a day"):
        Instant(0.0, START_UTC, 86_400.0)
