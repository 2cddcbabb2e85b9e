"""A log in which some days have been lived: everything that an export has, in small."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posture_watch.core.baseline import Baseline, BaselinePlace, Rise
from posture_watch.core.diary import DiaryEntry, FollowUp
from posture_watch.core.events import (
    BoutEnded,
    Event,
    IntervalEnded,
    MinuteEnded,
    NoticeDue,
    ReminderDue,
    ReminderEnded,
    ReminderSkipped,
)
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute, Posture
from posture_watch.core.practice import Practised
from posture_watch.core.reading import Reading
from posture_watch.store.log import Log
from posture_watch.store.packing import BlockWriter
from posture_watch.store.rows import to_ms

T0 = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""A Monday; 08:00 in the town where it is lived."""
OFFSET_S = 3600.0
BREAK_S = 60.0
NOTHING_OPEN = Checkpoint(None, None)
POSTURES: tuple[Posture, ...] = ("good", "poor", "unknown", "standing", "away", "busy")


def at(seconds: float, offset_s: float = OFFSET_S) -> Instant:
    return Instant(seconds, T0 + timedelta(seconds=seconds), offset_s)


def baseline(made_s: float = 0.0) -> Baseline:
    place = BaselinePlace("camera:Webcam", "front", "image", 640, 480)
    medians, spreads = {"head_height_ratio": 2 / 3, "lean": -0.1}, {"head_height_ratio": 0.01, "lean": 0.003}
    return Baseline(place, medians, spreads, 50, at(made_s).utc, False, 0.4, 0.31, Rise(0.01, 0.02))


def minute(start: datetime, dice: random.Random, offset_s: float) -> Minute:
    good = round(dice.uniform(0, 60), 3)
    return Minute(
        start, offset_s, {"good": good, "poor": round(60 - good, 3)}, 60.0, {"slump_score": dice.uniform(-1, 1)},
        {"slump": round(60 - good, 3)}, 4, {"slump": round(60 - good, 3), "upright": good}, dice.random(),
    )  # fmt: skip


def live(path: Path, *, days: int = 3, seed: int = 1, offset_s: float = OFFSET_S, minutes: int = 40) -> None:
    """Some days of ``minutes`` minutes at the desk, of intervals of random length in every posture."""
    dice = random.Random(seed)
    with Log.open(path, now=at(0, offset_s)) as log:
        log.save_baseline(baseline())
        for day in range(days):
            log.append(_day(dice, day * 86_400.0, minutes, offset_s), NOTHING_OPEN)
            keep_readings(log, at(day * 86_400.0, offset_s))
        write_diary(log, days, offset_s)


NOTE = "=Reached for the „tea“,\n@desk; 'ouch'"


def entry(number: int, began_s: float, offset_s: float = OFFSET_S) -> DiaryEntry:
    """An episode in which everything is said; ``number`` makes it one of its own."""
    return DiaryEntry(
        f"{number:032x}", "spasm", at(began_s).utc, offset_s, at(began_s + 300.5).utc, ("lower_back", "left_leg"), 4, 7,
        1800.0, "sudden", ("sit", "bend_twist"), 3, ("heat", "moving"), f"{NOTE} {number}",
    )  # fmt: skip


def follow_up(number: int, of: int, at_s: float, offset_s: float = OFFSET_S) -> FollowUp:
    """The day after, of the entry ``of``."""
    key = f"f{number:031x}"
    return FollowUp(key, f"{of:032x}", at(at_s).utc, offset_s, 2, 3, ("moving",), over=True, note="Better.")


def write_diary(log: Log, days: int, offset_s: float) -> None:
    """On the first day a spasm with a follow-up a day later, of which the hours before were kept, and on each day one
    without a word more than its beginning, and an exercise. The number 2 is of an entry that was deleted."""
    log.diary.save(entry(1, 1900.0, offset_s))
    log.diary.save(entry(2, 1950.0, offset_s))
    log.diary.drop(entry(2, 0).key)
    log.diary.save_follow_up(follow_up(1, 1, 86_400.0, offset_s))
    for day in range(days):
        began = at(day * 86_400.0 + 2000)
        log.diary.save(DiaryEntry(f"{day + 16:032x}", "pain", began.utc, offset_s, began.utc))
        log.diary.note_practice(
            [
                Practised(began.utc, offset_s, "break", "chin_tuck", 40.0, 5),
                Practised(began.utc, offset_s, "strength", "bridge", 62.5),
            ]
        )
    for back, is_case in ((0, True), (3, False)):
        log._db.execute(  # pyright: ignore[reportPrivateUsage]
            "INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?)",
            (
                entry(1, 0).key, to_ms(at(1900.0).utc), to_ms(at(1900.0 - 7200 - back * 86_400).utc), is_case, 1200.25,
                5000.125,
            ),
        )  # fmt: skip


def _day(dice: random.Random, begin: float, minutes: int, offset_s: float) -> list[Event]:
    end, then, events = begin + 60.0 * minutes, begin, list[Event]()
    while then < end:
        until = min(end, then + round(dice.uniform(5, 600), 3))
        posture = dice.choice(POSTURES)
        told = Interval(at(then).utc, at(until).utc, posture, posture in ("good", "poor", "unknown"), offset_s)
        events.append(IntervalEnded(at(until, offset_s), told))
        then = until
    for number in range(minutes):
        start = at(begin + 60 * number)
        events.append(MinuteEnded(start.shifted(60), minute(start.utc, dice, offset_s)))
    first, shown = at(begin, offset_s), at(begin + 700, offset_s)
    events += [
        BoutEnded(at(end, offset_s), first, at(end, offset_s), dice.uniform(100, 60.0 * minutes)),
        ReminderDue(shown, 1, "posture", ("slump", "=own"), "Time to change position", "Sit back, „please“.\nThanks"),
        ReminderEnded(at(begin + 731.5, offset_s), 1, shown, dice.choice(("moved", "wrong", "ignored"))),
        ReminderDue(at(begin + 900, offset_s), 2, "move", ("sitting",), "Time to move", "Stand up."),
        ReminderSkipped(at(begin + 950, offset_s), "posture", ("slump",), "quiet_hours"),
        NoticeDue(at(begin + 5, offset_s), "provisional", "Learning how you sit."),
    ]
    return events


def keep_readings(log: Log, start: Instant) -> None:
    """A block of readings, as the log keeps them."""
    block = BlockWriter(start)
    for second in range(0, 240, 15):
        block.add(Reading(start.shifted(second), "measured", {"slump_score": second / 50}))
    log._db.execute(  # pyright: ignore[reportPrivateUsage]
        "INSERT INTO readings (start_utc, run, end_utc, open, utc_offset_s, entries) VALUES (?, 1, ?, 0, ?, ?)",
        (to_ms(start.utc), block.end_ms, start.utc_offset_s, block.packed(closed=True)),
    )


def tables_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, for comparing two logs; row ids and what numbers they have aside."""
    columns = {
        "runs": "started_utc, version, ended_utc, clean",
        "readings": "start_utc, end_utc, open, utc_offset_s, entries",
        "reminders": "due_utc, number, utc_offset_s, kind, rules, title, message, outcome, outcome_utc",
        "baselines": "camera, view, mode, width_px, height_px, medians, spreads, frames, made_utc, provisional, light,"
        " full_slump_ratio, rise_over_ratio, rise_frame_ratio",
    }
    names = (
        "runs", "baselines", "days", "intervals", "minutes", "bouts", "reminders", "skips", "notices", "readings",
        "diary", "follow_ups", "exposures", "practice",
    )  # fmt: skip
    with Log.open_readonly(path) as log:
        db = log._db  # pyright: ignore[reportPrivateUsage]
        return {
            name: sorted(tuple(row) for row in db.execute(f"SELECT {columns.get(name, '*')} FROM {name}"))
            for name in names
        }
