"""A camera lent by a running monitor goes back to it, and what the user asked for meanwhile stays."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.control.client import ask
from posture_watch.control.request import Request
from posture_watch.control.server import ControlServer
from posture_watch.paths import Paths, paths_below


class Monitor:
    """Pauses and resumes as the real one; a resume without a pause ends a snooze."""

    def __init__(self) -> None:
        self.paused = self.snoozed = False
        self.until_s: float | None = None

    def handle(self, request: Request) -> Mapping[str, Any]:
        match request.command:
            case "pause":
                seconds = request.arguments["seconds"]
                self.paused, self.until_s = True, time.time() + seconds if seconds else None
            case "resume" if self.paused:
                self.paused = False
            case "resume":
                self.snoozed = False
            case _:
                return {"state": "paused" if self.paused else "good", "paused_until": self.until_s}
        return {}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_below(tmp_path)


@pytest.fixture
def monitor(paths: Paths) -> Iterator[Monitor]:
    monitor = Monitor()
    with ControlServer(paths.runtime_folder, monitor.handle):
        yield monitor


def test_it_is_paused_while_lent_and_watches_again(paths: Paths, monitor: Monitor) -> None:
    with borrowed_camera(paths) as borrowed:
        assert borrowed
        assert monitor.paused
    assert not monitor.paused


@pytest.mark.parametrize("seconds", [None, 900.0])
def test_a_pause_that_the_user_asked_for_meanwhile_stays(paths: Paths, monitor: Monitor, seconds: float | None) -> None:
    with borrowed_camera(paths):
        ask(paths.runtime_folder, "pause", seconds=seconds)
    assert monitor.paused


def test_a_loan_that_ran_out_ends_no_snooze(paths: Paths, monitor: Monitor) -> None:
    monitor.snoozed = True
    with borrowed_camera(paths):
        ask(paths.runtime_folder, "resume")
    assert monitor.snoozed
