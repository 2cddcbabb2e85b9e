"""What watching costs, beside a naive loop that runs the landmarker on ten frames a second: one run, one input.

    python scripts/benchmark.py [--seconds 60] [--json]

Needs Linux and a C compiler: both sides really watch, each in a process of its own, through the tests' fake webcam,
which shows the demo's portrait at 15 pictures a second. Processor time is the kernel's, of all threads.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MONITOR = (sys.executable, "-m", "posture_watch.cli")
SIDES = Path(__file__).with_name("benchmark_sides.py")
READY_WITHIN_S = 60.0
STATUS_RUNS = 11


@dataclass(frozen=True, slots=True)
class Cost:
    """One side. ``cpu_s_a_minute``: processor seconds a watched minute, from the first judgement on."""

    first_judgement_s: float
    cpu_s_until_then: float
    cpu_s_a_minute: float
    peak_mb: float
    watched_s: float


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each side watches (default: 60)")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    options = parser.parse_args()
    compiler = shutil.which("gcc") or shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        print("This needs Linux (/proc, the fake webcam) and a C compiler.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        environment = _webcam(Path(folder), compiler)
        figures = _measure(environment, Path(folder), options.seconds)
    print(json.dumps(figures, indent=2) if options.json else _table(figures))
    return 0


def _webcam(folder: Path, compiler: str) -> dict[str, str]:
    """The environment in which /dev/video0 shows the portrait."""
    library, frames = folder / "fakecam.so", folder / "frames"
    source = ROOT / "tests" / "rigs" / "fakecam.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl", "-lpthread"], check=True)
    frames.mkdir()
    drawing = (
        "import cv2, sys; from posture_watch.demo.puppet import draw; from posture_watch.demo.story import stance_at"
    )
    loop = "[cv2.imwrite(f'{sys.argv[1]}/{n:04}.jpg', draw(stance_at(0.0))) for n in range(15)]"
    plain = {**os.environ, "PYTHONPATH": str(ROOT), "POSTURE_WATCH_HOME": str(folder / "home")}
    subprocess.run([sys.executable, "-c", f"{drawing}; {loop}", frames], check=True, env=plain)
    return {**plain, "LD_PRELOAD": str(library), "FAKECAM_FRAMES": str(frames), "FAKECAM_FPS": "15"}


def _measure(environment: Mapping[str, str], folder: Path, seconds: float) -> dict[str, Any]:
    stages = json.loads(_output([sys.executable, str(SIDES), "stages"], environment))
    with _started([*MONITOR, "run", "--source", "0"], environment, folder / "ours.txt") as ours:
        mine = _watched(ours, lambda: _has_judged(environment), seconds)
        plain = {key: value for key, value in environment.items() if key != "LD_PRELOAD"}
        status_s = _median_s([*MONITOR, "status"], plain)
    bare_s = _median_s([sys.executable, "-c", "import argparse, json, sqlite3"], plain)
    printed = folder / "naive.txt"
    with _started([sys.executable, str(SIDES), "naive"], environment, printed) as naive:
        other = _watched(naive, lambda: "ready" in printed.read_text(), seconds)
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "ms_a_frame": stages,
        "posture_watch": asdict(mine),
        "naive_10_fps": asdict(other),
        "cpu_ratio": round(mine.cpu_s_a_minute / other.cpu_s_a_minute, 3),
        "status_ms": round(1000 * status_s),
        "python_with_imports_ms": round(1000 * bare_s),
    }


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], printed: Path) -> Generator[subprocess.Popen[bytes]]:
    with printed.open("wb") as out:
        process = subprocess.Popen(command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _watched(process: subprocess.Popen[bytes], judged: Callable[[], bool], seconds: float) -> Cost:
    """Wait for the first judgement, then for ``seconds``; what it cost."""
    began_s = time.monotonic()
    while not judged():
        if process.poll() is not None or time.monotonic() - began_s > READY_WITHIN_S:
            raise SystemExit(f"{process.args} did not get to its first judgement")
        time.sleep(0.02)
    first_s, first_cpu_s = time.monotonic(), _cpu_s(process.pid)
    time.sleep(seconds)
    watched_s, cpu_s = time.monotonic() - first_s, _cpu_s(process.pid) - first_cpu_s
    return Cost(
        round(first_s - began_s, 2),
        round(first_cpu_s, 2),
        round(cpu_s / watched_s * 60, 2),
        round(_peak_mb(process.pid), 1),
        round(watched_s, 1),
    )


def _has_judged(environment: Mapping[str, str]) -> bool:
    """Asked in this process: starting `status` again and again would disturb what is measured."""
    sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []
    from posture_watch.control.client import ask  # noqa: PLC0415
    from posture_watch.errors import UserError  # noqa: PLC0415
    from posture_watch.paths import user_paths  # noqa: PLC0415

    try:
        return bool(ask(user_paths(environment).runtime_folder, "status")["person"])
    except UserError:
        return False


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _median_s(command: list[str], environment: Mapping[str, str]) -> float:
    taken: list[float] = []
    for _ in range(STATUS_RUNS):
        began_s = time.perf_counter()
        _output(command, environment)
        taken.append(time.perf_counter() - began_s)
    return statistics.median(taken)


def _output(command: list[str], environment: Mapping[str, str]) -> str:
    return subprocess.run(command, env=dict(environment), check=True, capture_output=True, text=True).stdout


def _table(figures: Mapping[str, Any]) -> str:
    ours, naive = figures["posture_watch"], figures["naive_10_fps"]
    rows = [
        ("processor seconds a watched minute", "cpu_s_a_minute"),
        ("peak memory, MB", "peak_mb"),
        ("first judgement after, s", "first_judgement_s"),
        ("processor seconds until then", "cpu_s_until_then"),
        ("watched, s", "watched_s"),
    ]
    lines = [figures["machine"], "", f"{'':36}{'posture_watch':>14}{'naive, 10/s':>14}"]
    lines += [f"{title:36}{ours[key]:>14}{naive[key]:>14}" for title, key in rows]
    lines += [f"{'processor time against naive':36}{figures['cpu_ratio']:>14.1%}", "", "milliseconds a frame, by stage"]
    lines += [f"  {name.replace('_', ' '):34}{value:>14}" for name, value in figures["ms_a_frame"].items()]
    lines += ["", f"{'`status`, ms':36}{figures['status_ms']:>14}"]
    lines += [f"{'python -c import of three modules, ms':36}{figures['python_with_imports_ms']:>14}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
