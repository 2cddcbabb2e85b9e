"""One benchmark: film, starts, the sides side by side, and what they found. Figures as plain data."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarking import sides
from benchmarking.day import day_kb
from benchmarking.film import FPS, Film, shoot
from benchmarking.judging import Comparison, Found, compared, every_frame, of_log
from benchmarking.processes import Meter
from benchmarking.stillness import of_clip, of_jpegs
from benchmarking.story import INTRO_S, Story
from posture_watch.paths import paths_below

STARTS = 3
SHARED = Path(os.environ.get("POSTURE_WATCH_SHARED", sides.ROOT.parent / "shared")) / "data"
LEAD_S = 1.0
"""The film begins so long after the sides were started, so that it is the same moment for all."""


def measured(folder: Path, story: Story, *, every_s: float, day_hours: float) -> dict[str, Any]:
    """All of it; prints what it is doing to stderr. ``day_hours``: of the simulated day; 0 for none."""
    minutes = round(story.length_s / 60, 1)
    _say(f"film of {minutes:g} minutes")
    film = _film(story, folder)
    camera = sides.Camera(folder)
    _say("starts")
    starts = _starts(camera, film, folder)
    _say(f"watching, until {time.strftime('%H:%M', time.localtime(time.time() + story.length_s))}")
    watched, began_utc = _side_by_side(camera, film, folder, starts["naive_mode"])
    load = round(os.getloadavg()[1], 2)
    more = _more(camera, film, folder, day_hours)
    _say("judging frame by frame")
    wanted = _every_frame(film, folder, every_s, 0)
    found = {name: compared(wanted, of_log(_log(folder, name), began_utc)) for name in ("monitor", "open")}
    found["between"] = compared(wanted, _every_frame(film, folder, every_s, round(every_s * FPS / 2)))
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "machine": _machine(),
        "session": "one" if os.environ.get("DBUS_SESSION_BUS_ADDRESS") else "none",
        "load": load,
        "minutes": minutes,
        "seed": story.seed,
        "real": story.real,
        "every_s": every_s,
        "shares": {kind: round(story.share(kind), 3) for kind in ("still", "small", "change", "away")},  # type: ignore[arg-type]
        **starts,
        "sides": {name: asdict(one) for name, one in watched.items()},
        "naive_looks_a_s": float((folder / "naive" / "printed.txt").read_text().split()[-4]),
        "ratio": {name: _ratio(watched, name) for name in ("monitor", "open")},
        "above_bare_mb": {
            name: round(max(watched[name].resident_mb) - max(watched["naive"].resident_mb), 1)
            for name in ("monitor", "open")
        },
        "wanted": len(wanted),
        "found": {name: _as_plain(one) for name, one in found.items()},
        **more,
    }


def _more(camera: sides.Camera, film: Film, folder: Path, day_hours: float) -> dict[str, Any]:
    """What does not need all sides: stages, how still the film is, the simulated day."""
    _say("stages")
    environment = camera.environment(film.path, folder / "stages", time.monotonic(), FPS)
    command = [sys.executable, str(Path(__file__).with_name("stages.py"))]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    more: dict[str, Any] = {"stages_ms": json.loads(said.stdout.splitlines()[-1]), "stirring": _stirring(film)}
    if day_hours:
        _say(f"a simulated day of {day_hours:g} hours, twice")
        more["day_kb"] = {use: day_kb(day_hours, use) for use in ("bursts", "open")}
    return more


def _stirring(film: Film) -> list[tuple[str, dict[str, float]]]:
    """Of the film's first second and a bit, and of the clips that are at hand."""
    first = [encoded for _, encoded in islice(film.encoded(first=20 * FPS), 2 * FPS)]
    rows = [("the film, sitting still", asdict(of_jpegs(first, FPS)))]
    clips = sorted((SHARED / "intel").glob("*.mkv"))
    measures = [of_clip(path) for path in clips]
    if measures:
        for words, pick in (("the quietest of the clips", min), ("the liveliest", max)):
            values = {key: pick(asdict(one)[key] for one in measures) for key in ("pixel", "cell", "cell_95")}
            rows.append((f"{words} ({len(measures)})", values))
    return rows


def _ratio(watched: dict[str, sides.Watched], name: str) -> float:
    return round(watched["naive"].cpu_percent / max(watched[name].cpu_percent, 1e-3), 1)


def _film(story: Story, folder: Path) -> Film:
    made, path = folder / "story.json", folder / "film"
    telling = json.dumps(asdict(story))
    if path.exists() and made.exists() and made.read_text() == telling:
        return Film(path, story)
    film = shoot(story, folder)
    made.write_text(telling)
    return film


def _starts(camera: sides.Camera, film: Film, folder: Path) -> dict[str, Any]:
    """What there is to measure before the film: first judgement, `status`, the naive loop's better mode."""
    first_s: dict[str, list[float]] = {"monitor": [], "open": []}
    status: dict[str, float] = {}
    for turn in range(STARTS):
        for name, config in (("monitor", ""), ("open", sides.OPEN)):
            environment = camera.environment(film.path, _fresh(folder / f"start-{name}"), time.monotonic(), FPS)
            with sides.monitor(environment, config) as process:
                first_s[name].append(round(sides.wait_until(lambda e=environment: sides.has_judged(e), process), 2))
                if turn == 0 and name == "monitor":
                    status = _status_ms(Path(environment["POSTURE_WATCH_HOME"]), folder)
    mode, ms = sides.cheaper_mode(camera.environment(film.path, folder / "modes", time.monotonic(), FPS))
    ratio = {name: round(status[name] / status["bare"], 2) for name in status if name != "bare"}
    return {
        "first_judgement_s": first_s,
        "status_ms": status,
        "status_ratio": ratio,
        "naive_mode": mode,
        "naive_ms": ms,
    }


def _status_ms(home: Path, folder: Path) -> dict[str, float]:
    """With the monitor of ``home`` running, and in a folder without one; the console script too, if installed."""
    running, alone = sides.plain(home), sides.plain(_fresh(folder / "nobody"))
    commands = {
        "bare": (sides.BARE, running),
        "status": ([*sides.PROGRAM, "status"], running),
        "status, no monitor": ([*sides.PROGRAM, "status"], alone),
    }
    script = Path(sys.executable).with_name("posture-watch")
    if script.exists():
        commands["status, console script"] = ([str(script), "status"], running)
    return sides.medians_ms(commands)


def _side_by_side(
    camera: sides.Camera, film: Film, folder: Path, mode: str
) -> tuple[dict[str, sides.Watched], datetime]:
    began_s = time.monotonic() + LEAD_S
    began = datetime.fromtimestamp(time.time() + LEAD_S, UTC)
    with ExitStack() as stack:
        processes: dict[str, subprocess.Popen[bytes]] = {}
        for name, config in (("monitor", ""), ("open", sides.OPEN)):
            environment = camera.environment(film.path, _fresh(folder / name), began_s, FPS)
            processes[name] = stack.enter_context(sides.monitor(environment, config))
        environment = camera.environment(film.path, _fresh(folder / "naive"), began_s, FPS)
        processes["naive"] = stack.enter_context(sides.naive(environment, mode))
        for name in ("monitor", "open"):
            home = {"POSTURE_WATCH_HOME": str(folder / name)}
            sides.wait_until(lambda home=home: sides.has_judged(home), processes[name])
        sides.wait_until(lambda: "ready" in (folder / "naive" / "printed.txt").read_text(), processes["naive"])
        meters = {name: Meter(process.pid) for name, process in processes.items()}
        reads = sides.watch(meters, began_s + film.story.length_s)

    def doing(mono_s: float) -> str:
        passed_s = mono_s - began_s
        return "learning" if passed_s < INTRO_S else film.story.part(passed_s).kind

    return {name: sides.summed_up(one, doing) for name, one in reads.items()}, began


def _every_frame(film: Film, folder: Path, every_s: float, first: int) -> list[Found]:
    """Kept beside a film that is kept."""
    known = folder / f"every-{every_s:g}s-{first}.json"
    telling = [asdict(film.story), _commit()]
    if known.exists() and (kept := json.loads(known.read_text()))["of"] == json.loads(json.dumps(telling)):
        return [Found(**one) for one in kept["found"]]
    found = every_frame(film, every_s, first)
    known.write_text(json.dumps({"of": telling, "found": [asdict(one) for one in found]}))
    return found


def _as_plain(one: Comparison) -> dict[str, Any]:
    return {
        "rows": [asdict(row) for row in one.rows],
        "extra": [asdict(extra) for extra in one.extra],
        "missed": len(one.missed),
        "latest_s": one.latest_s,
    }


def _log(folder: Path, name: str) -> Path:
    return paths_below(folder / name).database_file


def _fresh(home: Path) -> Path:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return home


def _commit() -> str:
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=sides.ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


def _machine() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    name = models[0].partition(":")[2].strip() if models else platform.machine()
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)
