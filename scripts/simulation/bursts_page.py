"""The page docs/bursts.md: the tables of both ways of looking, beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from simulation.bursts import BURSTS, OPEN, WAYS, Way
from simulation.bursts_stories import (
    ABSENCES,
    CAMERA,
    INNOCENT,
    LEARNT,
    POSTURES,
    WELL,
    WELL_S,
    Outcome,
    Results,
    Story,
)
from simulation.movements import MOVEMENTS
from simulation.tables import Table, as_markdown, percent

WORDS = Path(__file__).resolve().parent / "bursts_words.md"
"""What is written by hand: before the tables, and after "---" what stands behind them."""


def page(results: Results, command: str) -> str:
    """The whole page."""
    before, behind = WORDS.read_text(encoding="utf-8").split("\n---\n")
    parts = [
        "# Bursts against a frame a second",
        f"Written by `{command}`; do not edit it by hand.",
        before.strip(),
        "## Figures",
        as_markdown(tables(results)).strip(),
        behind.strip(),
    ]
    return "\n\n".join(parts) + "\n"


def tables(results: Results) -> list[Table]:
    """In the order of reading."""
    return [_well(results), _postures(results), _innocent(results), _absences(results), _camera(results)]


def _of(results: Results, story: Story, way: Way) -> Sequence[Outcome]:
    return results[story.name, way.name]


def _well(results: Results) -> Table:
    rows = [(story.name, way.name, *_well_cells(_of(results, story, way))) for story in (WELL, LEARNT) for way in WAYS]
    note = (
        f"{WELL_S / 60:.0f} minutes each, nothing happens. Alarms an hour: a rule of that level became active. Set-up "
        "moved: it was taken for moved although it was not. Taller: a learnt baseline gave way to a taller one. Known "
        "after: seconds until the baseline is learnt, median / longest; off: how far its head height is off the "
        "person's own, in shoulder widths (the slump limit is 0.072), median / largest."
    )
    columns = (
        "story", "looked at", "act alarms /h", "watch alarms /h", "judged", "set-up moved /h", "taller, people",
        "known after, s", "off",
    )  # fmt: skip
    return Table("Sitting well", note, columns, tuple(rows))


def _well_cells(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    hours = len(outcomes) * WELL_S / 3600
    reasons = Counter(reason for o in outcomes for reason, _ in o.changes)
    taller = sum(any(reason == "seen_more_upright" for reason, _ in o.changes) for o in outcomes)
    learnt = [seconds for o in outcomes for reason, seconds in o.changes if reason == "learnt"]
    off = [abs(o.learnt_off) for o in outcomes if o.learnt_off is not None]
    return (
        f"{sum(o.acts for o in outcomes) / hours:.2f}",
        f"{sum(o.watches for o in outcomes) / hours:.2f}",
        percent(sum(o.judged_s for o in outcomes) / sum(o.judged_s + o.unknown_s for o in outcomes)),
        f"{reasons['setup_moved'] / hours:.2f}",
        percent(taller / len(outcomes)),
        f"{median(learnt):.0f} / {max(learnt):.0f}" if learnt else "",
        f"{median(off):.3f} / {max(off):.3f}" if off else "",
    )


def _postures(results: Results) -> Table:
    rows: list[tuple[str, ...]] = []
    for story in POSTURES:
        told = [_of(results, story, way) for way in WAYS]
        later = _later(told[0], told[1])
        rows.append(
            (
                _named(story),
                *(percent(_share(outcomes, lambda o: bool(o.act_s))) for outcomes in told),
                *(_times([min(o.act_s.values()) for o in outcomes if o.act_s]) for outcomes in told[:2]),
                f"{median(later):+.0f} / {max(later):+.0f}" if later else "",
            )
        )
    note = (
        "Upright for two minutes, then the posture, in 4 to 30 s, for eight. Noticed: a rule that reminds became "
        "active in these minutes. After: seconds from the beginning of the movement, median / longest. Later: in "
        "bursts against a frame a second, of people whom both noticed by the same rule, median / most; a reminder may "
        "be one period (15 s) and a burst's own time later than its hold."
    )
    columns = (
        "posture", *(f"noticed: {way.name}" for way in WAYS), f"after, s: {OPEN.name}", f"after, s: {BURSTS.name}",
        "later, s",
    )  # fmt: skip
    return Table("Postures", note, columns, tuple(rows))


def _later(one: Sequence[Outcome], other: Sequence[Outcome]) -> list[float]:
    out: list[float] = []
    for a, b in zip(one, other, strict=True):
        first = min(a.act_s, key=lambda name: a.act_s[name], default=None)
        if first is not None and first in b.act_s:
            out.append(b.act_s[first] - a.act_s[first])
    return out


def _innocent(results: Results) -> Table:
    rows: list[tuple[str, ...]] = []
    for story in INNOCENT:
        told = [_of(results, story, way) for way in WAYS]
        rows.append(
            (
                _named(story),
                *(percent(_share(outcomes, lambda o: bool(o.act_s))) for outcomes in told),
                *(percent(_share(outcomes, lambda o: bool(o.watch_s))) for outcomes in told[:2]),
                *(f"{median(o.unknown_s for o in outcomes):.0f}" for outcomes in told[:2]),
                *(_followed(outcomes) for outcomes in told[:2]),
            )
        )
    note = (
        "Two minutes upright, then this, for eight minutes (glances for nine). Alarm: people of whom a rule that "
        "reminds became active; watch: one that colours the tray. Not judged: seconds after it, median. Followed: "
        "people whose baseline was carried along or learnt anew."
    )
    columns = (
        "what", *(f"alarm: {way.name}" for way in WAYS),
        *(f"{what}: {way.name}" for what in ("watch", "not judged, s", "followed") for way in WAYS[:2]),
    )  # fmt: skip
    return Table("What must not alarm", note, columns, tuple(rows))


def _followed(outcomes: Sequence[Outcome]) -> str:
    reasons = {"setup_moved", "light_changed", "learnt"}
    return percent(_share(outcomes, lambda o: any(r in reasons and s >= 0 for r, s in o.changes)))


def _absences(results: Results) -> Table:
    rows: list[tuple[str, ...]] = []
    for story in ABSENCES:
        gone_s = story.parts[1].seconds
        for way in (OPEN, BURSTS):
            outcomes = _of(results, story, way)
            logged = [sum(i.duration_s for i in o.intervals if i.posture == "away") for o in outcomes]
            shown = [o.shown_away_s for o in outcomes if o.shown_away_s is not None]
            back = [o.back_s - gone_s for o in outcomes if o.back_s is not None]
            rows.append(
                (
                    f"{gone_s:.0f} s",
                    way.name,
                    percent(_share(outcomes, lambda o: bool(o.bouts))),
                    _times(shown),
                    _times(back),
                    f"{min(logged):.0f} / {median(logged):.0f} / {max(logged):.0f}",
                )
            )
    note = (
        "Five minutes at the desk, gone for so long, and back. Break: people whose bout of sitting ended (a minute "
        "is a break). Shown away, and seen back: seconds after it was so, median / longest. Logged: seconds away, "
        "least / median / most."
    )
    columns = ("gone", "looked at", "break", "shown away, s", "seen back, s", "logged away, s")
    return Table("Getting up", note, columns, tuple(rows))


def _camera(results: Results) -> Table:
    rows: list[tuple[str, ...]] = []
    for story in CAMERA:
        for way in (OPEN, BURSTS):
            outcomes = _of(results, story, way)
            busy = [sum(i.duration_s for i in o.intervals if i.posture == "busy") for o in outcomes]
            sat = [sum(i.duration_s for i in o.intervals if i.sitting) for o in outcomes]
            truth_s = sum(part.seconds for part in story.parts if part.camera == "free")
            rows.append(
                (
                    story.name,
                    way.name,
                    percent(_share(outcomes, lambda o: bool(o.act_s))),
                    f"{min(busy):.0f} to {max(busy):.0f}",
                    f"{min(sat):.0f} to {max(sat):.0f} of {truth_s:.0f}",
                )
            )
    note = "Five minutes, then this, then four minutes. Busy and sitting: seconds as logged."
    return Table("The camera is gone", note, ("what", "looked at", "alarm", "busy, s", "sitting, s"), tuple(rows))


def _share(outcomes: Sequence[Outcome], flagged: Callable[[Outcome], bool]) -> float:
    return sum(flagged(o) for o in outcomes) / len(outcomes)


def _times(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.0f} / {max(seconds):.0f}" if seconds else "–"


def _named(story: Story) -> str:
    word = story.name.split(" ")[0]
    if word not in MOVEMENTS:
        return story.name
    size, _, how_often = story.name.removeprefix(word).strip().partition(", ")
    meaning = MOVEMENTS[word].meaning.split(":")[0].split(" for 6")[0].split(", 4 s")[0]
    return f"{meaning}, {size} {MOVEMENTS[word].unit}" + (f", {how_often}" if how_often else "")
