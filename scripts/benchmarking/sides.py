"""The sides of the benchmark, each a process of its own before a fake webcam of its own: started, metered, ended."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarking.processes import Meter, Use
from posture_watch.control.client import ask
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.pose.models import model_path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "posture_watch.cli")
BARE = (sys.executable, "-c", "import argparse, json, sqlite3")
OPEN = '[camera]\nuse = "open"\n'
READY_WITHIN_S = 60.0
NAIVE_FRAMES = 65


@dataclass(frozen=True, slots=True)
class Watched:
    """What a side used over the film. ``resident_mb``: one measure a minute. ``looked_s``: the seconds metered.

    ``cpu_percent_while``: the same by what the person was doing.
    """

    cpu_percent: float
    cpu_percent_while: dict[str, float]
    wakeups_a_s: float
    resident_mb: tuple[float, ...]
    peak_mb: float
    threads: int
    webcam_cpu_percent: float
    webcam_wakeups_a_s: float
    looked_s: float


class Camera:
    """The fake webcam, built once into ``folder``."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("gcc") or shutil.which("cc")
        if sys.platform != "linux" or compiler is None:
            raise SystemExit("This needs Linux (/proc, the fake webcam) and a C compiler.")
        self._library = folder / "fakecam.so"
        source = ROOT / "tests" / "rigs" / "fakecam.c"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O2", "-o", self._library, source, "-ldl", "-lpthread"], check=True
        )

    def environment(self, film: Path, home: Path, began_mono_s: float, fps: int) -> dict[str, str]:
        """In which /dev/video0 shows the film, its first picture at ``began_mono_s``."""
        return {
            **plain(home),
            "LD_PRELOAD": str(self._library),
            "FAKECAM_FILM": str(film),
            "FAKECAM_BEGAN": f"{began_mono_s:.6f}",
            "FAKECAM_FPS": str(fps),
        }


def plain(home: Path) -> dict[str, str]:
    """Of a program of ours without a webcam. Its folders are below ``home``."""
    home.mkdir(exist_ok=True, parents=True)
    return {**os.environ, "PYTHONPATH": str(ROOT), "POSTURE_WATCH_HOME": str(home)}


@contextmanager
def monitor(environment: Mapping[str, str], config: str = "") -> Generator[subprocess.Popen[bytes]]:
    """`posture-watch run` with this settings file, or with none."""
    home = Path(environment["POSTURE_WATCH_HOME"])
    if config:
        paths_below(home).config_file.write_text(config)
    with _started([*PROGRAM, "run", "--source", "0"], environment, home / "printed.txt") as process:
        yield process


@contextmanager
def naive(environment: Mapping[str, str], mode: str) -> Generator[subprocess.Popen[bytes]]:
    """The naive loop."""
    home = Path(environment["POSTURE_WATCH_HOME"])
    command = [sys.executable, str(ROOT / "scripts" / "benchmarking" / "naive.py"), str(model_path("lite")), mode]
    with _started(command, environment, home / "printed.txt") as process:
        yield process


def cheaper_mode(environment: Mapping[str, str]) -> tuple[str, dict[str, float]]:
    """The landmarker's mode that takes less, and processor milliseconds a frame of both."""
    taken: dict[str, float] = {}
    for mode in ("image", "video"):
        command = [sys.executable, str(ROOT / "scripts" / "benchmarking" / "naive.py"), str(model_path("lite")), mode]
        said = subprocess.run(
            [*command, str(NAIVE_FRAMES)], env=dict(environment), check=True, capture_output=True, text=True
        )
        taken[mode] = round(1000 * float(said.stdout.split()[-1]), 1)
    return min(taken, key=lambda mode: taken[mode]), taken


@contextmanager
def _started(
    command: Sequence[str], environment: Mapping[str, str], printed: Path
) -> Generator[subprocess.Popen[bytes]]:
    with printed.open("wb") as out:
        process = subprocess.Popen(command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> float:
    """Seconds until ``ready``. Raises SystemExit if the process ends before, or takes a minute."""
    began_s = time.monotonic()
    while not ready():
        if process.poll() is not None or time.monotonic() - began_s > READY_WITHIN_S:
            raise SystemExit(f"{' '.join(map(str, process.args))} did not get to its first judgement")  # type: ignore[arg-type]
        time.sleep(0.02)
    return time.monotonic() - began_s


def has_judged(environment: Mapping[str, str]) -> bool:
    """Asked in this process: starting `status` again and again would disturb what is measured."""
    try:
        return bool(ask(paths_below(Path(environment["POSTURE_WATCH_HOME"])).runtime_folder, "status")["person"])
    except UserError:
        return False


def watch(meters: Mapping[str, Meter], until_mono_s: float, every_s: float = 1.0) -> dict[str, list[tuple[float, Use]]]:
    """Read all meters every few seconds until then: moment and use of each side."""
    reads: dict[str, list[tuple[float, Use]]] = {name: [] for name in meters}
    while True:
        for name, meter in meters.items():
            reads[name].append((time.monotonic(), meter.read()))
        left_s = until_mono_s - time.monotonic()
        if left_s <= 0:
            return reads
        time.sleep(min(every_s, left_s))


def summed_up(reads: Sequence[tuple[float, Use]], doing: Callable[[float], str]) -> Watched:
    """From the first to the last read. ``doing`` says what goes on at a moment."""
    (first_s, first), (last_s, last) = reads[0], reads[-1]
    seconds = last_s - first_s
    minutes: dict[int, float] = {}
    for at_s, use in reads:
        minutes.setdefault(int((at_s - first_s) // 60), round(use.resident_mb, 1))
    return Watched(
        cpu_percent=round(100 * (last.cpu_s - first.cpu_s) / seconds, 3),
        cpu_percent_while=_by_doing(reads, doing),
        wakeups_a_s=round((last.wakeups - first.wakeups) / seconds, 2),
        resident_mb=tuple(minutes.values()),
        peak_mb=round(last.peak_mb, 1),
        threads=last.threads,
        webcam_cpu_percent=round(100 * (last.webcam_cpu_s - first.webcam_cpu_s) / seconds, 3),
        webcam_wakeups_a_s=round((last.webcam_wakeups - first.webcam_wakeups) / seconds, 2),
        looked_s=round(seconds, 1),
    )


def _by_doing(reads: Sequence[tuple[float, Use]], doing: Callable[[float], str]) -> dict[str, float]:
    seconds, cpu_s = defaultdict[str, float](float), defaultdict[str, float](float)
    for (from_s, before), (to_s, after) in pairwise(reads):
        what = doing((from_s + to_s) / 2)
        seconds[what] += to_s - from_s
        cpu_s[what] += after.cpu_s - before.cpu_s
    return {what: round(100 * cpu_s[what] / seconds[what], 3) for what in sorted(seconds)}


def medians_ms(commands: Mapping[str, tuple[Sequence[str], Mapping[str, str]]], times: int = 15) -> dict[str, float]:
    """Each command's median by the clock (ms), taken in turns so that all see the same other work."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, (command, environment) in commands.items():
            began_s = time.perf_counter()
            with tempfile.TemporaryFile() as out:
                subprocess.run(command, env=dict(environment), stdout=out, stderr=out, check=False)
            taken[name].append(1000 * (time.perf_counter() - began_s))
    return {name: round(statistics.median(values), 1) for name, values in taken.items()}
