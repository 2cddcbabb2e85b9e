"""A baseline calibrated by another process is taken up; one that only drifted or was carried along here is not news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from posture_watch.app import Keeping, Monitor
from posture_watch.core.baseline import Baseline
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.notify.base import Notification
from posture_watch.store.log import Log
from posture_watch.watching import Watcher
from tests.core.stories import baseline_of
from tests.sim import START_UTC, UPRIGHT, Phase, Played, Pose, play

OWN = replace(baseline_of(), made_utc=START_UTC - timedelta(days=1))
SIDE = replace(OWN, place=replace(OWN.place, camera="other"))


class Silent:
    """Tells nobody."""

    def submit(self, notification: Notification) -> bool:
        del notification
        return True

    def withdraw(self, slot: str) -> None:
        pass


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.open(tmp_path / "log.sqlite", now=Instant(0.0, START_UTC)) as opened:
        for baseline in (OWN, SIDE):
            opened.save_baseline(baseline)
        yield opened


def monitor_of(told: Played, log: Log) -> Monitor:
    log.append(told.events, Checkpoint(None, None))
    watcher = cast(Watcher, SimpleNamespace(state=told.state))
    return Monitor(watcher, log, Silent(), Keeping(5.0, 90, 60.0, "silent", 600.0))


def current(monitor: Monitor) -> Baseline | None:
    return monitor.watcher.state.reference.current


def test_what_drifted_or_was_carried_along_here_is_not_taken_for_a_calibration(log: Log) -> None:
    story = [
        Phase(60, UPRIGHT),
        Phase(400, Pose(sink=-0.1), over_s=20),
        Phase(60, Pose(sink=-0.1, shift_x=0.5), over_s=1),
    ]
    told = play(story, baselines=(OWN, SIDE), start_utc=START_UTC + timedelta(microseconds=777))
    monitor = monitor_of(told, log)
    assert log.baselines() != [OWN, SIDE], "the log has learnt of both"
    assert not monitor.reload_baselines(Instant(600.0, START_UTC + timedelta(seconds=600)))
    assert current(monitor) == told.state.reference.current


def test_a_new_calibration_is_taken_up(log: Log) -> None:
    told = play([Phase(60, UPRIGHT), Phase(400, Pose(sink=-0.1), over_s=20)], baselines=(OWN, SIDE))
    monitor = monitor_of(told, log)
    new = replace(baseline_of(Pose(sink=-0.1)), made_utc=START_UTC + timedelta(seconds=500))
    log.save_baseline(new)
    assert monitor.reload_baselines(Instant(600.0, START_UTC + timedelta(seconds=600)))
    assert current(monitor) == new
    assert not monitor.reload_baselines(Instant(601.0, START_UTC + timedelta(seconds=601)))
