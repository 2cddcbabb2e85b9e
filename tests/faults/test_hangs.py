"""A monitor that hangs or crashes in native code is replaced by the tray within 20 s, and what it knew goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from posture_watch.control.lock import is_held
from posture_watch.core.baseline import Baseline
from posture_watch.paths import paths_below
from posture_watch.present import HANGS
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.faults.conftest import Figures, Rounds
from tests.faults.kept import SLOW_S, Kept, compiled, seconds_since, told_environment
from tests.live.conftest import fakecam_library, upright, upright_frames
from tests.live.monitor import QUICK, START_S, MonitorProcess, Webcam
from tests.portraits import sitting, write_folder
from tests.program import run_command

__all__ = ["fakecam_library", "upright", "upright_frames"]

WITHIN_S = 20.0
MAY_BE_LOST_S = 4.0
"""Of sitting before the fault: what the last checkpoint had not yet."""
CHECKPOINTS = "[log]\ncheckpoint_s = 2\n"

Fault = Callable[[Kept, int], None]


def model_does(what: str) -> Fault:
    def begin(kept: Kept, _pid: int) -> None:
        kept.tell_model(what)
        kept.wait_until_it_does()

    return begin


FAULTS: dict[str, tuple[str, Fault]] = {
    "hang": ("the pose model never returns (its loop hangs, its control channel answers)", model_does("hang")),
    "hold": ("the pose model never returns and keeps Python's lock (nothing answers)", model_does("hold")),
    "stop": ("the monitor is stopped (SIGSTOP)", lambda _, pid: os.kill(pid, signal.SIGSTOP)),
    "segv": ("the pose model crashes natively (SIGSEGV)", model_does("segv")),
    "abort": ("the pose model aborts natively (SIGABRT)", model_does("abort")),
}  # fmt: skip
Keep = Callable[[str], Kept]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled("faultymodel", tmp_path_factory.mktemp("faultymodel"))


@pytest.fixture(scope="session")
def restless_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who sits well and never still: the model is asked again and again."""
    tilts_deg = [step * 0.5 for step in (*range(-4, 5), *range(3, -4, -1))]
    return write_folder(tmp_path_factory.mktemp("restless"), [sitting(tilt_deg=tilt) for tilt in tilts_deg])


@pytest.fixture
def keep(
    model: Path, fakecam_library: Path, restless_frames: Path, upright: Baseline, tmp_path: Path
) -> Iterator[Keep]:
    """Starts trays that keep a monitor, each with a home, a webcam and a pose model of its own."""
    kept: list[Kept] = []

    def begin(name: str) -> Kept:
        home = tmp_path / name
        home.mkdir()
        (home / "config.toml").write_text(QUICK + CHECKPOINTS)
        paths = paths_below(home)
        paths.state_folder.mkdir(mode=0o700)
        with Log.open(paths.database_file) as log:
            log.save_baseline(upright)
        kept.append(Kept(home, Webcam(fakecam_library, restless_frames, home), model))
        return kept[-1]

    yield begin
    for one in kept:
        one.close()


def replaced_after_s(kept: Kept, fault: str) -> float:
    """How long nobody watched (s): from the fault until the next monitor sees the person, who sits on."""
    before = kept.wait_watching(sitting_s=MAY_BE_LOST_S + 1)
    FAULTS[fault][1](kept, before["pid"])
    began_s = time.monotonic()
    kept.tell_model("ok")  # the next one works
    now = kept.wait_watching(but=before["pid"])
    took_s = seconds_since(began_s)
    assert now["sitting_s"] >= before["sitting_s"] - MAY_BE_LOST_S, "the same sitting goes on"
    kept.require_replaced(before["pid"])
    return took_s


@pytest.mark.parametrize("batch", [("hang", "stop", "segv"), ("hold", "abort")], ids="-".join)
def test_whoever_hangs_or_crashes_is_replaced(
    keep: Keep, rounds: Rounds, figures: Figures, batch: tuple[str, ...]
) -> None:
    again = rounds(1, 10)
    if again == 1 and batch != ("hang", "stop", "segv"):
        pytest.skip("in the full suite (python scripts/faults.py --only hangs)")
    with ThreadPoolExecutor() as at_once:
        for fault, took_s in zip(batch, at_once.map(partial(_all_rounds, keep, again), batch), strict=True):
            figures(
                FAULTS[fault][0],
                rounds=again,
                watched_again_after_s_median=statistics.median(took_s),
                watched_again_after_s_longest=max(took_s),
            )
            assert max(took_s) <= WITHIN_S, (fault, took_s)


def _all_rounds(keep: Keep, again: int, fault: str) -> list[float]:
    took_s: list[float] = []
    for number in range(again):
        kept = keep(f"{fault}{number}")
        took_s.append(replaced_after_s(kept, fault))
        kept.close()
    return took_s


def test_one_that_hangs_while_it_is_loaded_is_replaced(keep: Keep, rounds: Rounds, figures: Figures) -> None:
    """Asleep in native code, from the start on: nobody has looked yet."""
    again = rounds(0, 5)
    if not again:
        pytest.skip("in the full suite (python scripts/faults.py --only hangs)")
    took_s: list[float] = []
    for number in range(again):
        kept = keep(f"load{number}")
        kept.tell_model("load")
        wait_for(kept.began, within_s=START_S, what="the model being loaded")
        began_s = time.monotonic()
        kept.tell_model("ok")
        kept.wait_watching()
        took_s.append(seconds_since(began_s))
        assert "is killed" in kept.shown
        kept.close()
    figures(
        "the pose model hangs while it is loaded, at the start",
        rounds=again,
        watched_after_s_median=statistics.median(took_s),
        watched_after_s_longest=max(took_s),
    )
    assert max(took_s) <= WITHIN_S, took_s


def test_one_that_is_only_slow_is_left_alone(keep: Keep, rounds: Rounds, figures: Figures) -> None:
    """Beside as many busy programs as there are processors, which come first: the model loads at low priority."""
    again = rounds(0, 3)
    if not again:
        pytest.skip("in the full suite (python scripts/faults.py --only hangs)")
    took_s: list[float] = []
    with busy_processors():
        for number in range(again):
            kept = keep(f"slow{number}")
            kept.tell_model("slow")
            wait_for(kept.began, within_s=2 * START_S, what="the model being loaded")
            began_s = time.monotonic()
            kept.wait_watching(within_s=3 * START_S)
            took_s.append(seconds_since(began_s))
            assert kept.shown.count("starting") == 1, kept.shown
            assert "hangs" not in kept.shown
            kept.close()
    figures(
        "the pose model takes a quarter of a minute to load, on a busy computer: left alone",
        rounds=again,
        watched_after_s_median=statistics.median(took_s),
        replaced=0,
    )
    assert min(took_s) >= SLOW_S - 1, "it was slow"


@contextlib.contextmanager
def busy_processors() -> Generator[None]:
    """A program on each processor that never waits."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for program in busy:
            program.kill()
            program.wait(10)


@pytest.mark.parametrize("how", ["stop", "signal"])
def test_one_that_hangs_can_be_stopped(
    model: Path,
    fakecam_library: Path,
    restless_frames: Path,
    tmp_path: Path,
    rounds: Rounds,
    figures: Figures,
    how: str,
) -> None:
    """Without a tray: by the command, and by SIGTERM, neither of which its loop can hear."""
    again = rounds(0, 5)
    if not again:
        pytest.skip("in the full suite (python scripts/faults.py --only hangs)")
    took_s: list[float] = []
    for number in range(again):
        home = tmp_path / str(number)
        home.mkdir()
        (home / "config.toml").write_text(QUICK + CHECKPOINTS)
        webcam, told = Webcam(fakecam_library, restless_frames, home), home / "model-does"
        monitor = MonitorProcess(home, webcam, extra=told_environment(webcam, model, told))
        monitor.wait(lambda now: now["person"], what="watching", within_s=START_S)
        told.write_text("hang")
        wait_for((home / "model-does-began").exists, what="the model being asked")
        says = monitor.wait(lambda now: now["text"] == HANGS, what="status saying so")
        assert says["state"] == "unknown"
        assert not says["person"]
        began_s = time.monotonic()
        if how == "stop":
            run_command("stop", home=home)
        else:
            monitor.process.send_signal(signal.SIGTERM)
        assert monitor.process.wait(WITHIN_S) == 0
        took_s.append(seconds_since(began_s))
        assert not is_held(monitor.paths.runtime_folder)
    words = "`posture-watch stop`" if how == "stop" else "SIGTERM"
    figures(f"{words} to a monitor that hangs, without a tray", rounds=again, ended_after_s_longest=max(took_s))
