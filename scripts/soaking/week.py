"""A week played and compared: the log's figures of each day, and every moment of it, with the story that was played."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from posture_watch.core.intervals import Interval
from posture_watch.core.logged import Detail
from posture_watch.core.summary import DayFigures
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from soaking.soak import FAR
from soaking.told_camera import Use
from soaking.week_play import Told, play
from soaking.week_story import MONDAY_UTC, WINTER_S, Lived, Story, local_day, truth

BREAK_S = 60.0
LATE_S = {"bursts": 20.0, "open": 5.0}
"""So long after a change the log may still say what was before, or nothing: a period, a look, a checkpoint (s)."""
AWAY_S = 10.0
"""An absence that nobody could see through to here is not one yet."""


@dataclass(slots=True)
class Compared:
    """``wrong``: in words, what does not fit. ``worst_s``: how far a day's figure was off, by figure."""

    told: Told
    wrong: list[str] = field(default_factory=list[str])
    worst_s: dict[str, float] = field(default_factory=dict[str, float])
    counted: dict[str, float] = field(default_factory=dict[str, float])


def week(story: Story, home: Path, use: Use) -> Compared:
    """Play it below ``home`` and compare."""
    compared = Compared(play(story, home, use))
    database = paths_below(home).database_file
    with closing(sqlite3.connect(database)) as db:
        if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            compared.wrong.append("SQLite finds fault with the log")
    lived = truth(story)
    with Log.open_readonly(database) as log:
        detail = log.detail(*FAR)
        days = sorted({local_day(piece.start, piece.utc_offset_s) for piece in lived})
        figures = {f.day: f for f in log.figures(days[0], days[-1], break_s=BREAK_S)}
    late_s = LATE_S[use]
    compared.wrong += list(_overlaps(detail.intervals))
    released = [_wall(story, s) for t in story.troubles if "settings" in t.kind for s in (t.start_s, t.end_s)]
    compared.wrong += list(_moments(lived, detail.intervals, late_s, released))
    for day in days:
        _compare_day(compared, day, [p for p in _cut(lived) if local_day(p.start, p.utc_offset_s) == day],
                     figures.get(day), late_s,
                     sum(local_day(at, WINTER_S) == day for at in released))  # fmt: skip
    _compare_reminders(compared, story, detail)
    return compared


def _overlaps(intervals: Sequence[Interval]) -> Iterable[str]:
    for a, b in pairwise(intervals):
        if a.end_utc > b.start_utc:
            yield f"two intervals share time: {a} and {b}"


def _moments(
    lived: Sequence[Lived], intervals: Sequence[Interval], late_s: float, released: Sequence[datetime] = ()
) -> Iterable[str]:
    """Each piece of the truth, but for its edges, is all in the log and nothing else is; a camera that was let go of
    and taken again, for other settings, may cost a look."""
    for piece in lived:
        start, end = piece.start + timedelta(seconds=late_s), piece.end - timedelta(seconds=late_s)
        if piece.doing == "away":
            end -= timedelta(seconds=AWAY_S)
        if end <= start:
            continue
        inside = [i for i in intervals if i.start_utc < end and i.end_utc > start]
        right_s = sum(_shared_s(i, start, end) for i in inside if _fits(piece, i))
        lacks_s = (end - start).total_seconds() - right_s
        if lacks_s > 1.0 + late_s * sum(start <= moment <= end for moment in released):
            said = ", ".join(_said(i) for i in inside)
            when = f"{start:%a %H:%M:%S}-{end:%H:%M:%S}"
            yield f"{piece.doing} {when}: {lacks_s:.0f} s are told otherwise ({said or 'nothing'})"
    covered = [(p.start - timedelta(seconds=late_s), p.end + timedelta(seconds=late_s)) for p in lived]
    for i in intervals:
        outside_s = i.duration_s - _covered_s(i, covered)
        if outside_s > 1.0:
            yield f"{outside_s:.0f} s of {_said(i)}, when nobody watched"


def _said(interval: Interval) -> str:
    sitting = " sitting" if interval.sitting else ""
    return f"{interval.posture}{sitting} {interval.start_utc:%a %H:%M:%S}-{interval.end_utc:%H:%M:%S}"


def _fits(piece: Lived, interval: Interval) -> bool:
    if piece.sitting:
        return interval.sitting
    return interval.posture == ("busy" if piece.doing == "call" else "away")


def _shared_s(interval: Interval, start: datetime, end: datetime) -> float:
    return max(0.0, (min(interval.end_utc, end) - max(interval.start_utc, start)).total_seconds())


def _covered_s(interval: Interval, covered: Iterable[tuple[datetime, datetime]]) -> float:
    total_s, at = 0.0, interval.start_utc
    for first, last in sorted(covered):
        start, end = max(first, at), min(last, interval.end_utc)
        if start < end:
            total_s += (end - start).total_seconds()
            at = end
    return total_s


def _cut(lived: Iterable[Lived]) -> Iterable[Lived]:
    """At the user's midnight."""
    for piece in lived:
        offset = timedelta(seconds=piece.utc_offset_s)
        start = piece.start
        last = local_day(piece.end - timedelta(microseconds=1), piece.utc_offset_s)
        while local_day(start, piece.utc_offset_s) != last:
            local = start + offset
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - offset
            yield Lived(piece.doing, start, midnight, piece.utc_offset_s)
            start = midnight
        yield Lived(piece.doing, start, piece.end, piece.utc_offset_s)


def _compare_day(
    compared: Compared, day: date, own: Sequence[Lived], found: DayFigures | None, late_s: float, released: int
) -> None:
    if found is None:
        compared.wrong.append(f"{day}: nothing in the log")
        return
    asked = {
        "sitting": (found.sitting_s, [p.sitting for p in own]),
        "away": (found.seconds["away"], [p.doing == "away" for p in own]),
        "busy": (found.seconds["busy"], [p.doing == "call" for p in own]),
    }
    for name, (told_s, kinds) in asked.items():
        true_s = sum(p.seconds for p, is_so in zip(own, kinds, strict=True) if is_so)
        edges = 2 + released + sum(a != b for a, b in pairwise(kinds)) + _gaps(own)
        off_s = told_s - true_s
        compared.worst_s[name] = max(compared.worst_s.get(name, 0.0), abs(off_s))
        compared.counted[name] = compared.counted.get(name, 0.0) + true_s
        if abs(off_s) > edges * late_s:
            compared.wrong.append(f"{day}: {name} {told_s:.0f} s, truly {true_s:.0f} s ({edges} changes)")
    unknown_s = found.seconds["unknown"]
    compared.worst_s["unknown"] = max(compared.worst_s.get("unknown", 0.0), unknown_s)
    compared.counted["poor, told"] = compared.counted.get("poor, told", 0.0) + found.seconds["poor"]
    truly = sum(p.seconds for p in own if p.doing in ("slump", "tilt"))
    compared.counted["sunk or tilted"] = compared.counted.get("sunk or tilted", 0.0) + truly
    least, most = _breaks(own, late_s)
    compared.counted["breaks"] = compared.counted.get("breaks", 0) + found.breaks
    if not least <= found.breaks <= most:
        compared.wrong.append(f"{day}: {found.breaks} breaks, truly {least} to {most}")


def _gaps(own: Sequence[Lived]) -> int:
    return 2 * sum(b.start != a.end for a, b in pairwise(own))


def _breaks(own: Sequence[Lived], late_s: float) -> tuple[int, int]:
    """At least and at most so many: pauses between sitting in which somebody was seen to be away for a minute."""
    least = most = 0
    rest: list[Lived] = []
    sat = False
    for piece in own:
        if not piece.sitting:
            rest += [piece] if piece.doing == "away" else []
            continue
        if sat and rest:
            least += sum(max(0.0, p.seconds - 2 * late_s - AWAY_S) for p in rest) >= BREAK_S
            most += sum(p.seconds + 2 * late_s for p in rest) >= BREAK_S
        rest, sat = [], True
    return least, most


def _compare_reminders(compared: Compared, story: Story, detail: Detail) -> None:
    """Each that was shown is in the log and no other; each answer is what came of it."""
    told = compared.told
    shown = [_wall(story, at_s) for at_s, _ in told.shown]
    logged = [r.due_utc for r in detail.reminders]
    compared.counted["reminders"] = len(shown)
    compared.counted["answers"] = len(told.answers)
    if len(shown) != len(logged):
        compared.wrong.append(f"{len(shown)} reminders were shown, {len(logged)} are in the log")
    outcomes = {"break": "break", "snooze": "snoozed", "not_now": "not_now", "wrong": "wrong"}
    for at_s, number, choice in told.answers:
        at = _wall(story, at_s)
        near = [r for r in detail.reminders if r.number == number and abs((r.due_utc - at).total_seconds()) < 3600]
        if [r.outcome for r in near] != [outcomes[choice]]:
            came = [r.outcome for r in near]
            compared.wrong.append(f"reminder {number} of {at:%a %H:%M} was answered {choice}: {came}")
    by_answer = sum(r.outcome in outcomes.values() for r in detail.reminders)
    if by_answer != len(told.answers):
        compared.wrong.append(f"{len(told.answers)} answers were given, {by_answer} are in the log")


def _wall(story: Story, at_s: float) -> datetime:
    return MONDAY_UTC + timedelta(seconds=at_s + story.setting_at(at_s).shift_s)
