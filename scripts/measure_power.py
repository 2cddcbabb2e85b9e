"""What longer periods between bursts cost and how late they notice, and what keeping the model's threads together does.

    python scripts/measure_power.py [--page] [--quick]

Shows one film to monitors with different periods at once, each before a fake webcam of its own: the demo's portrait
with a sensor's noise, still for four minutes, then tilting its head. Processor time is the kernel's, without the
webcam's thread. Needs Linux and a C compiler, and ten minutes (--quick: three). ``--page`` writes docs/power.md.
"""

# ruff: noqa: E501
# The page is text, whatever its lines are.

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import cv2  # noqa: E402  # after the path
import numpy as np  # noqa: E402
from benchmarking.processes import Meter  # noqa: E402
from benchmarking.sides import PROGRAM, Camera, plain  # noqa: E402

from posture_watch.demo.puppet import draw  # noqa: E402
from posture_watch.demo.story import Stance  # noqa: E402

PAGE = ROOT / "docs" / "power.md"
FPS, NOISE_SD, VARIANTS = 15, 2.5, 90
HOLD_S, STARTS_S = 30.0, 20.0
RULE = f"[rules.head_tilt]\nenter_above = 6\nexit_below = 4\nhold_s = {HOLD_S:g}\nrelease_s = 5\n"
"""A hold that is short beside the periods."""
WAYS: Mapping[str, str] = {
    "open, a look a second": 'use = "open"',
    **{f"bursts every {s} s": f'use = "bursts"\nperiod_s = {s}' for s in (15, 30, 60, 120)},
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds: still for ``still``, then tilted for ``tilted`` and upright for ``after``."""

    still: float
    tilted: float
    after: float

    @property
    def length(self) -> float:
        return self.still + self.tilted + self.after

    def is_tilted(self, at: float) -> bool:
        return self.still <= at < self.still + self.tilted


WHOLE, QUICK = Plan(246.0, 165.0, 135.0), Plan(66.0, 60.0, 40.0)
"""The tilt begins just after bursts of every period have looked: the worst moment for all of them."""


def film(plan: Plan, folder: Path) -> Path:
    """One picture of many noisy ones after the other, by chance."""
    rng = np.random.default_rng(7)
    kinds = [_noisy(Stance(tilt_deg=tilt), rng) for tilt in (0.0, -20.0)]
    path, sizes = folder / "film", [0]
    with path.open("wb") as file:
        for number in range(round(plan.length * FPS)):
            kind = kinds[plan.is_tilted(number / FPS)]
            sizes.append(file.write(kind[int(rng.integers(len(kind)))]))
    np.cumsum(sizes).astype(np.uint64).tofile(folder / "film.index")
    return path


def _noisy(stance: Stance, rng: np.random.Generator) -> list[bytes]:
    image = draw(stance).astype(np.float64)
    noisy = (np.clip(image + rng.normal(0.0, NOISE_SD, image.shape), 0, 255).astype(np.uint8) for _ in range(VARIANTS))
    return [cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes() for one in noisy]


def watched(plan: Plan, folder: Path) -> list[dict[str, Any]]:
    """A row a way: cost while still, and seconds from each tilt to its event."""
    camera, shown = Camera(folder), film(plan, folder)
    calibrated = folder / "calibrated"
    (calibrated).mkdir()
    words = ["calibrate", "--source", "0", "--seconds", "3"]
    before = camera.environment(shown, calibrated, time.monotonic(), FPS)
    subprocess.run([*PROGRAM, *words], env=before, check=True, capture_output=True)
    began_s, began_utc_s = time.monotonic() + 1.0, time.time() + 1.0
    running: dict[str, tuple[subprocess.Popen[bytes], Meter, Path]] = {}
    for name, use in WAYS.items():
        home = folder / name.replace(",", "").replace(" ", "-")
        shutil.copytree(calibrated, home)
        (home / "config.toml").write_text(f'[camera]\n{use}\n{RULE}[notifications]\nbackend = "off"\n')
        environment = camera.environment(shown, home, began_s, FPS)
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([*PROGRAM, "run", "--source", "0"], env=environment, stdout=quiet, stderr=quiet)
        running[name] = (process, Meter(process.pid), home)
    try:
        time.sleep(max(0.0, began_s + STARTS_S - time.monotonic()))
        first = {name: (time.monotonic(), meter.read()) for name, (_, meter, _) in running.items()}
        time.sleep(max(0.0, began_s + plan.still - time.monotonic()))
        last = {name: (time.monotonic(), meter.read()) for name, (_, meter, _) in running.items()}
        time.sleep(max(0.0, began_s + plan.length - time.monotonic()))
    finally:
        for process, _, _ in running.values():
            process.terminate()
            process.wait(20)
    rows: list[dict[str, Any]] = []
    for name, (_, _, home) in running.items():
        passed_s = last[name][0] - first[name][0]
        rows.append({
            "way": name,
            "cpu_percent": round(100 * (last[name][1].cpu_s - first[name][1].cpu_s) / passed_s, 3),
            "wakeups_a_s": round((last[name][1].wakeups - first[name][1].wakeups) / passed_s, 2),
            "noticed_s": _after(home, "held too long", began_utc_s + plan.still),
            "cleared_s": _after(home, "no longer", began_utc_s + plan.still + plan.tilted),
        })  # fmt: skip
    return rows


def _after(home: Path, words: str, since_s: float) -> float | None:
    """Seconds from ``since_s`` to the first event about the head's tilt, from the monitor's text log."""
    (log,) = home.rglob("*.log")
    for line in log.read_text().splitlines():
        found = re.match(rf"(\S+ \S+),(\d+) \w+ {words}: head tilted", line)
        if found:
            at_s = datetime.fromisoformat(found[1]).timestamp() + int(found[2]) / 1000
            if at_s >= since_s:
                return round(at_s - since_s, 1)
    return None


LOOKS = """
import json, os, sys, threading, time
from posture_watch.capture.clock import Clock
from posture_watch.demo.portrait import portrait
from posture_watch.opening import open_model
from posture_watch.pose.models import model_path
how, busy = sys.argv[1], int(sys.argv[2])
model, kept = open_model(model_path("lite"), "image", 3, cores=int(how) if how != "free" else None)
frame = portrait(Clock().now())
for _ in range(5): model.look(frame.image, frame.at)
def cores_of():
    return [len(os.sched_getaffinity(int(t))) for t in os.listdir("/proc/self/task")
            if open(f"/proc/self/task/{t}/comm").read().startswith("mediapipe")]
children = [os.spawnvp(os.P_NOWAIT, sys.executable, [sys.executable, "-c", "while True: pass"]) for _ in range(busy)]
took, used_s = [], time.process_time()
for _ in range(60):
    began = time.perf_counter(); model.look(frame.image, frame.at); took.append(time.perf_counter() - began)
used_s = time.process_time() - used_s
for child in children: os.kill(child, 9)
ms = [round(1000 * s, 1) for s in (used_s / 60, sorted(took)[30], max(took))]
print(json.dumps(dict(zip(("cpu_ms", "wall_ms", "slowest_ms"), ms), threads=len(cores_of()), each_may_use=max(cores_of()))))
model.close()
"""


def looks() -> list[dict[str, Any]]:
    """What a look of the model costs with and without its threads kept together, also while all cores are busy."""
    rows: list[dict[str, Any]] = []
    for busy in (0, os.cpu_count() or 1):
        for how in ("free", "1"):
            ran = subprocess.run(
                [sys.executable, "-c", LOOKS, how, str(busy)], env=plain(Path(tempfile.gettempdir())), check=True,
                capture_output=True, text=True,
            )  # fmt: skip
            name = "as the library does" if how == "free" else "kept to one core, low priority"
            rows.append({"threads are": name, "busy": busy, **json.loads(ran.stdout.splitlines()[-1])})
    return rows


PAGE_TEXT = """# Battery, heat, a limit, and the threads of the model

Made by `python scripts/measure_power.py --page` on {machine}; do not edit it by hand.

## What slows the monitor down

| what | from when on | then |
|---|---|---|
| on battery | the computer's own battery discharges (`/sys/class/power_supply`, `pmset -g batt`, `GetSystemPowerStatus`) | bursts, `power.slow_period_s` apart (30 s), also where `camera.use = "open"`: the camera is off in between |
| in heat | a sensor of the processor over `power.hot_above_c` (90 °C), until it is 5 °C cooler; on macOS, when the system itself slows the processor down | the same |
| over a limit | the monitor's own processor time over `power.cpu_limit_percent` of one core, on average over a minute or four looks; no limit by default | looks get further apart until it is kept, an open camera is taken for moments from 5 s on, to two minutes at most |

`status`, the tray and `doctor` say so while it is so. Nothing that was sat is lost by a change: what ends a longer wait is
still judged as one that was meant (`tests/live/test_pace.py` lives through chargers pulled out and put in again,
`tests/live/test_power.py` does it to a real monitor). While somebody watches (`watch`, `preview`) or the upright posture is
taken, the pace stays. A stream stays connected and is looked at every 5 s.

## What longer periods cost, and how late they notice

The demo's portrait with a sensor's noise on the userspace webcam at 15 pictures a second, to all monitors at once, each in
a process of its own. Sitting still; then the head tilts, with a hold of {hold} s, and comes back, with a
release of 5 s. Without the webcam's own thread.

{ways}

The longest that a reminder may be late is its hold, one period, and the two seconds of a burst. The tilt begins
six seconds after bursts of every period were due, so these are about the latest; a hold is looked at when it runs out.

Longer periods have another price that a tilt of a portrait does not show: somebody whose value wanders about a limit is
found over it by fewer looks, and a move of camera or chair is told less well ([bursts](bursts.md)). That is why 30 s are
for battery and heat, and not the default.

## The threads of the pose model

The library starts a thread for each core of the computer, whatever work there is. The monitor makes the model in a thread
that has lowered itself and keeps to `power.model_cores` (1, never all where there are two or more); the threads inherit both
and keep them (`tests/power/test_threads.py` reads on which core they run while three looks go on at once). The loop's own
thread and the one that drains the camera have a low priority (nice 10) too; those that notify, answer others and ask the
surroundings have not, so a browser that a notification opens has neither (`tests/live/test_on_screen.py` asks it).

{looks}

"Busy" are as many endless loops of usual priority as there are cores: then the looks give way, which takes them longer and
leaves the others the time.

## What was not tried

- Real laptops: batteries and sensors were folders like those of real ones. macOS and Windows were written from documentation.
- macOS has no way to keep threads to cores: there the loop's thread is of the class *utility*, the model's are not. Windows
  tells the heat of a processor to administrators only: there heat is not known.
- Desktops that put each session into a group of its own (autogroup, cgroups with weights): there a low priority counts
  within the group only.
"""


def page(figures: Mapping[str, Any]) -> str:
    """docs/power.md."""
    ways, rows = _ways(figures["ways"]), _looks(figures["looks"])
    return PAGE_TEXT.format(machine=figures["machine"], ways=ways, looks=rows, hold=f"{HOLD_S:g}")


def _ways(rows: list[dict[str, Any]]) -> str:
    heads = (
        "the camera is",
        "% of one core, still",
        "wake-ups a second",
        "tilted: event after, s",
        "later than the hold, s",
        "upright again: event after, s",
    )
    cells: list[tuple[str, ...]] = []
    for row in rows:
        noticed, cleared = row["noticed_s"], row["cleared_s"]
        late = "-" if noticed is None else f"{noticed - HOLD_S:+.0f}"
        first, second = ("-" if s is None else f"{s:.0f}" for s in (noticed, cleared))
        cells.append((row["way"], f"{row['cpu_percent']:.2f}", f"{row['wakeups_a_s']:.1f}", first, late, second))
    return _table(heads, cells)


def _looks(rows: list[dict[str, Any]]) -> str:
    heads = ("the model's threads are", "other programs", "threads", "cores each may use", "processor ms a look",
             "ms a look, median", "slowest")  # fmt: skip
    keys = ("threads", "each_may_use", "cpu_ms", "wall_ms", "slowest_ms")
    others = {True: "as they were", False: "busy"}
    return _table(heads, [(r["threads are"], others[not r["busy"]], *(str(r[k]) for k in keys)) for r in rows])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="store_true", help="write docs/power.md")
    parser.add_argument("--from-json", type=Path, metavar="FILE", help="write the page from what was printed before")
    parser.add_argument("--quick", action="store_true", help="a shorter film: periods of a minute and more tell little")
    options = parser.parse_args()
    if options.from_json:
        PAGE.write_text(page(json.loads(options.from_json.read_text())))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        ways = watched(QUICK if options.quick else WHOLE, Path(folder))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    figures = {"machine": machine, "ways": ways, "looks": looks()}
    print(json.dumps(figures, indent=2))
    if options.page:
        PAGE.write_text(page(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
