"""The figures of a run as lines for a terminal and as docs/footprint.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarking.history import WHOLE_MINUTES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "footprint.md"
SIDES = ("monitor", "open", "naive")
CPU_PERCENT, TIMES, ABOVE_MB, STATUS_TIMES, FIRST_S, OPEN_LATE_S = 0.6, 30.0, 25.0, 1.5, 3.0, 3.0
"""What is asked of it: docs/footprint.md says beside each figure whether it is reached."""
PERIOD_S = 15.0
BUSY_LOOKS_A_S = 9.5
"""Of the naive loop's ten: fewer means that the machine had other work."""
DOING = {
    "learning": "learning what upright is",
    "still": "still",
    "small": "small movements",
    "change": "changing posture",
    "away": "away",
}

Figures = Mapping[str, Any]
Rows = Iterator[tuple[str, ...]]


def table(figures: Figures) -> list[str]:
    """For a terminal."""
    lines = [f"{figures['machine']}, {figures['minutes']:g} minutes, {figures['commit']}, load {figures['load']}", ""]
    lines.append(f"{'':34}{'default':>12}{'open':>12}{'naive':>12}")
    lines += [f"{title:34}" + "".join(f"{cell:>12}" for cell in cells) for title, *cells in _costs(figures)]
    lines += ["", f"{'aimed at':54}{'default':>12}{'open':>12}"]
    lines += [f"{title:54}{a:>12}{b:>12}" for title, a, b in _aims(figures)]
    title = f"events of a frame every {figures['every_s']:g} s, and s later"
    lines += ["", f"{title:54}{'default':>12}{'open':>12}{'between':>12}"]
    lines += [f"{at:>8} {name:45}{a:>12}{b:>12}{c:>12}" for at, name, a, b, c in _events(figures)]
    lines += _extra(figures)
    return lines


def _costs(figures: Figures) -> Rows:
    """Rows: what, default, open, naive."""
    sides = [figures["sides"][name] for name in SIDES]
    yield "% of one core", *(f"{side['cpu_percent']:.2f}" for side in sides)
    for kind, words in DOING.items():
        if all(kind in side["cpu_percent_while"] for side in sides):
            yield f"  while {words}", *(f"{side['cpu_percent_while'][kind]:.2f}" for side in sides)
    yield "  the webcam's own thread, not in it", *(f"{side['webcam_cpu_percent']:.2f}" for side in sides)
    yield "looks a second", "", "", f"{figures['naive_looks_a_s']:.1f}"
    yield "naive costs so many times as much", *(f"{figures['ratio'][name]:.0f}" for name in SIDES[:2]), ""
    yield "wake-ups a second", *(f"{side['wakeups_a_s']:.1f}" for side in sides)
    yield "threads", *(str(side["threads"]) for side in sides)
    yield "resident memory, MB, median", *(f"{_median(side['resident_mb']):.0f}" for side in sides)
    yield "resident memory, MB, most", *(f"{side['peak_mb']:.0f}" for side in sides)
    yield "first judgement after, s", *(f"{_median(figures['first_judgement_s'][name]):.2f}" for name in SIDES[:2]), ""


def _aims(figures: Figures) -> Rows:
    """What is asked, and what default settings and the open camera came to."""

    def both(value: Mapping[str, float], most: float, form: str) -> tuple[str, ...]:
        return tuple(f"{value[name]:{form}} {'ok' if value[name] <= most else 'NO'}" for name in SIDES[:2])

    cpu = {name: figures["sides"][name]["cpu_percent"] for name in SIDES[:2]}
    yield f"below {CPU_PERCENT} % of a core", *both(cpu, CPU_PERCENT, ".2f")
    less = {name: -figures["ratio"][name] for name in SIDES[:2]}
    yield f"naive at least {TIMES:g} times as much", *(cell.lstrip("-") for cell in both(less, -TIMES, ".0f"))
    yield f"at most {ABOVE_MB:g} MB above a bare loop", *both(figures["above_bare_mb"], ABOVE_MB, ".0f")
    first = {name: max(figures["first_judgement_s"][name]) for name in SIDES[:2]}
    yield f"first judgement within {FIRST_S:g} s", *both(first, FIRST_S, ".2f")
    for name, times in figures["status_ratio"].items():
        yield (
            f"{name}: at most {STATUS_TIMES} bare Python",
            f"{times:.2f} {'ok' if times <= STATUS_TIMES else 'NO'}",
            "",
        )
    limits = {"monitor": PERIOD_S + OPEN_LATE_S, "open": OPEN_LATE_S}
    late = [
        f"{figures['found'][name]['latest_s']:+.1f} {'ok' if figures['found'][name]['latest_s'] <= limit else 'NO'}"
        for name, limit in limits.items()
    ]
    yield f"events at most {OPEN_LATE_S:g} s late, in bursts a period more", late[0], late[1]
    missed = [figures["found"][name]["missed"] for name in SIDES[:2]]
    yield f"events missed, of {figures['wanted']}", *(f"{n} {'NO' if n else 'ok'}" for n in missed)


def _events(figures: Figures) -> Rows:
    """Second of the film, event, seconds later by default, with the camera open, and by the frames between."""
    for rows in zip(*(figures["found"][name]["rows"] for name in ("monitor", "open", "between")), strict=True):
        yield f"{rows[0]['t_s']:.0f}", rows[0]["name"], *map(_later, rows)


def _extra(figures: Figures) -> list[str]:
    words = {"monitor": "default settings", "open": "the camera kept open", "between": "the frames between"}
    found = [(words[name], one) for name in words for one in figures["found"][name]["extra"]]
    return [f"only with {side}: {one['name']} at {one['t_s']:.0f} s" for side, one in found]


def _later(row: Mapping[str, Any]) -> str:
    return "never" if row["later_s"] is None else f"{row['later_s']:+.1f}"


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def page(figures: Figures) -> str:
    """docs/footprint.md."""
    parts = [
        _head(figures),
        _warnings(figures),
        _markdown(("", "default settings", "camera kept open", "naive loop, 10/s"), _costs(figures)),
        _COSTS_NOTE,
        "## What is asked of it",
        _markdown(("", "default settings", "camera kept open"), _aims(figures)),
        "## What is found",
        _FOUND.format(every_s=figures["every_s"]),
        _markdown(
            ("at, s", "event", "default settings: s later", "camera kept open: s later", "frames between: s later"),
            _events(figures),
        ),
        "\n".join(f"- {line}" for line in _extra(figures)) or "Neither side found anything else.",
        _memory(figures),
        _stages(figures),
        _stillness(figures),
        _NOT_TESTED.format(session=figures["session"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(heads: Sequence[str], rows: Rows) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _head(figures: Figures) -> str:
    shares = figures["shares"]
    return f"""# What it costs, and what it finds for that

Written by `python scripts/benchmark.py --page` on {figures["date"]} (version {figures["commit"]},
{figures["machine"]}, load of the machine {figures["load"]}); do not edit it by hand. Earlier runs are in
`docs/measured/benchmarks.jsonl`; `python scripts/benchmark.py --compare` puts the last two side by side, and
`--minutes 3` is a short look.

A film of {figures["minutes"]:g} minutes, made by a script with the seed {figures["seed"]}: the demo's portrait
at a desk, {shares["still"]:.0%} of the time still, {shares["small"]:.0%} with small movements (turns of the
head by 4 to 15°, nods, looking down, talking, hands at the keyboard and at the face, shifts by one or two
centimetres), {shares["change"] + shares["away"]:.0%} changing posture or away. Still is not a frozen picture:
chest and head move with the breath and sway by millimetres, the sensor has noise, the light flickers, drifts
and goes behind a cloud. A slump that is
kept for five and a half minutes (in films of 20 minutes and more) is still time too; tilts and leans that last less
than a minute count as change.

The film is shown in real time, 15 pictures a second as JPEGs of 640 × 480, to three processes at once, each
before a webcam of its own (the tests' `fakecam`, in the place of the driver): `posture-watch run` with no
settings file, `posture-watch run` with `use = "open"`, and a naive loop with nothing of ours in it, which grabs
every picture, decodes ten a second and runs the same model on them, one person, in the mode that is cheaper
here ({figures["naive_mode"]}: {figures["naive_ms"]["image"]} ms a frame in image mode,
{figures["naive_ms"]["video"]} in video mode). Processor time is the kernel's, of all threads and of children
that ended."""


def _warnings(figures: Figures) -> str:
    """What takes from these figures, if anything does."""
    said: list[str] = []
    if figures["minutes"] < WHOLE_MINUTES:
        said.append("**A short run:** the first minute, in which nothing is spared, and the posture are most of it.")
    if figures["naive_looks_a_s"] < BUSY_LOOKS_A_S:
        said.append(
            f"**A busy machine:** other work let the naive loop have {figures['naive_looks_a_s']:.1f} looks a second"
            " instead of ten, so it cost less than it would, and what is measured by the clock took longer."
        )
    return "\n\n".join(said)


_COSTS_NOTE = """Measured from the first judgement of all three to the end of the film. Wake-ups: times that a thread
slept and was woken (voluntary context switches). The thread that plays the webcam stands for hardware and driver, and
is left out of time and wake-ups on all sides. The naive loop is the bare landmarker loop for memory."""

_FOUND = """Frames of the same film, one every {every_s:g} s, were judged singly in the film's own time, by the same
model, fold and settings. Beside each event of that: how many seconds later (+) or sooner (−) the monitor had it
in real time. Reminders are what the user hears; the rest colours the tray and goes into the log. A hold begins
when the smoothed figure is over its limit, so noise moves it by a second or two either way:
the last column is the same judging by the frames that lie between those."""

_NOT_TESTED = """## What was not tested

- A real webcam, whose driver costs something too, and whose pictures have their own noise; other machines than this
  one; Windows and macOS.
- A busy desktop: what asking for locks, calls and full screens costs depends on the session it is run in, and there was
  {session} here. The tray is a process of its own (docs/tray.md) and not in these figures.
- A real person for an hour. The film is a portrait that is bent, and moves less richly than people do."""


_DAY = """A simulated day of {hours:.0f} hours ({use}; `scripts/soak.py`: all real but camera, model and clock),
one measure a minute: {first:.1f} MB at first, {hour:.1f} after an hour, {most:.1f} at most, {last:.1f} at the end."""

_STILLNESS = """Grey levels of 255 in the quieter half of the picture: the spread of a pixel's fine detail over time,
and how far the mean of a cell of 16 pixels goes within half a second (median, 95 %). The clips are of people before a
camera (Intel's sample videos). Video compression took most of their sensor's noise out, so the film has more of
it on purpose."""


def _memory(figures: Figures) -> str:
    rows: list[str] = []
    for name, words in (("monitor", "default settings"), ("open", "camera kept open"), ("naive", "naive loop")):
        series = figures["sides"][name]["resident_mb"]
        early = series[min(5, len(series) - 1)]
        rows.append(f"| {words} | {series[0]:.1f} | {early:.1f} | {max(series):.1f} | {series[-1]:.1f} |")
    lines = ["## Memory over time", "", "Resident, MB, one measure a minute of the film, camera and model in it:", ""]
    lines += ["| | first | after 5 minutes | most | last |", "|---|---:|---:|---:|---:|", *rows]
    for use, series in figures.get("day_kb", {}).items():
        mb = [kb / 1024 for kb in series]
        lines += [
            "",
            _DAY.format(
                hours=len(mb) / 60, use=use, first=mb[0], hour=mb[min(60, len(mb) - 1)], most=max(mb), last=mb[-1]
            ),
        ]
    return "\n".join(lines)


def _stages(figures: Figures) -> str:
    if "stages_ms" not in figures:
        return ""
    rows = iter([(name, f"{ms:.2f}") for name, ms in figures["stages_ms"].items()])
    starts = iter(
        [(f"`{name}`" if name != "bare" else _BARE, f"{ms:.0f}") for name, ms in figures["status_ms"].items()]
    )
    return "\n\n".join(
        (
            "## Stages and starts",
            "Processor milliseconds a frame, medians of 60 (the log write by the clock, waiting for the disk):",
            _markdown(("stage", "ms"), rows),
            "Milliseconds by the clock, medians of 15 starts taken in turns:",
            _markdown(("command", "ms"), starts),
        )
    )


_BARE = "`python -c 'import argparse, json, sqlite3'`"


def _stillness(figures: Figures) -> str:
    if "stirring" not in figures:
        return ""
    rows = iter(
        [(name, *(f"{one[key]:.2f}" for key in ("pixel", "cell", "cell_95"))) for name, one in figures["stirring"]]
    )
    return "\n\n".join(
        (
            "## How still the film is",
            _STILLNESS,
            _markdown(("", "pixel", "cell", "cell, 95 %"), rows),
        )
    )
