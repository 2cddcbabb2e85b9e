"""What a guided break says at a moment, for window and terminal alike. Says no more than the camera saw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from posture_watch.care.counting import FAINT
from posture_watch.care.exercise import Side
from posture_watch.care.guiding import Cue, Stage
from posture_watch.commands.leading import Now
from posture_watch.commands.sighting import Sighting, movement
from posture_watch.core.practice import Practised
from posture_watch.core.words import duration
from posture_watch.terminal.bars import clock
from posture_watch.texts import retold, text

AWAY_LEAST_S = 3.0


@dataclass(frozen=True, slots=True)
class Told:
    """``title`` with its side; ``place`` "2 / 4"; ``left`` "0:32" of ``length``; ``order`` the one thing to do now;
    ``count`` how often; ``camera`` what it can see of this; ``following`` what comes next. ``share`` of the stage, or
    how full the lungs are, 0 to 1, if ``breathing``. ``key``: of the exercise to be shown,
    empty without one, and its ``side``. ``intro``: nothing is to be done yet."""

    title: str
    place: str
    left: str
    length: str
    order: str
    count: str
    camera: str
    steps: tuple[str, ...]
    following: str
    share: float
    key: str
    side: Side | None
    intro: bool
    breathing: bool


def told(now: Now, *, camera: bool) -> Told | None:
    """In words; None when all is over. ``camera``: whether one was wanted and is not given up."""
    cue = now.cue
    if cue is None:
        return None
    shown = cue.following if cue.stage.kind == "intro" else cue.stage
    last = text("This is the last one.") if cue.all > 1 else ""
    following = text("Next: {what}", what=titled(cue.following)) if cue.following else last
    return Told(
        title=titled(cue.stage),
        place=f"{cue.number} / {cue.all}" if cue.number and cue.all > 1 else "",
        left=clock(math.ceil(cue.left_s)),
        length=clock(cue.stage.seconds),
        order=_order(cue, now.sighting),
        count="" if cue.ready else _count(cue, now.sighting),
        camera=_camera(cue.stage, now.sighting, wanted=camera),
        steps=tuple(retold(step) for step in cue.stage.steps),
        following=following,
        share=cue.breath.fullness if cue.breath else cue.share,
        key=shown.key if shown is not None and shown.kind == "exercise" else "",
        side=shown.side if shown is not None else None,
        intro=cue.stage.kind == "intro",
        breathing=cue.breath is not None and not cue.ready,
    )


def titled(stage: Stage) -> str:
    """The name and, where it has one, the side."""
    sides = {"left": text("left side"), "right": text("right side")}
    name = retold(stage.title)
    return f"{name}, {sides[stage.side]}" if stage.side else name


def _order(cue: Cue, sighting: Sighting | None) -> str:
    if cue.paused:
        return text("Paused")
    if cue.stage.kind == "intro":
        return text("Begins by itself; Enter: at once")
    if cue.ready:
        return text("Get ready")
    return _order_under_way(cue, sighting)


def _order_under_way(cue: Cue, sighting: Sighting | None) -> str:
    if cue.breath is not None:
        return text("Breathe in") if cue.breath.phase == "in" else text("Breathe out")
    if _is_all_counted(cue, sighting):
        return text("All done: Enter goes on")
    if cue.pace is None or cue.stage.hold_s <= 1.0:
        return text("Go on")
    if sighting is not None and sighting.holding_s > 0.0:
        left_s = math.ceil(cue.stage.hold_s - sighting.holding_s)
        return text("Hold: {seconds} s", seconds=left_s) if left_s > 0 else text("Let go")
    if sighting is not None and sighting.repetitions:  # the user's own rhythm is as good
        return text("Go on")
    return text("Hold") if cue.pace.hold else text("Let go")


def _is_all_counted(cue: Cue, sighting: Sighting | None) -> bool:
    asked, seen = cue.stage.repetitions, sighting.repetitions if sighting is not None else None
    return asked is not None and seen is not None and seen >= asked


def _count(cue: Cue, sighting: Sighting | None) -> str:
    if sighting is not None and movement(cue.stage) is not None:
        if sighting.repetitions is not None:
            of = cue.stage.repetitions or 1
            return text("{count} of {all} counted", count=sighting.repetitions, all=of)
        if sighting.away_s >= AWAY_LEAST_S:
            return text("Away for {time}", time=clock(sighting.away_s))
        if sighting.up:
            return text("You are up")
    if cue.pace is None:
        return ""
    return text("about {number} of {all}", number=cue.pace.number, all=cue.stage.repetitions or 1)


def _camera(stage: Stage, sighting: Sighting | None, *, wanted: bool) -> str:
    if stage.kind != "exercise":
        return ""
    asked = movement(stage)
    if asked is None:
        return text("The camera cannot see this one: go by the clock.")
    if not wanted or sighting is None:
        return text("The camera is off: go by the clock.")
    if not sighting.hint and asked.movement in FAINT:
        return text("The camera counts along. It misses many of these: your own count is the one that matters.")
    return sighting.hint or {
        "repetitions": text("The camera counts along."),
        "leaving": text("The camera sees that you walk away."),
    }.get(stage.seen or "", text("The camera sees that you get up, not the movement itself."))


def summary(rows: Sequence[Practised], titles: dict[str, str]) -> list[str]:
    """A line an exercise: how long, and how often where it was counted. English ``titles`` by key."""
    if not rows:
        return [text("Nothing was noted. The next change of position is as good as any.")]
    return [
        _line(key, [row for row in rows if row.exercise == key], titles)
        for key in dict.fromkeys(r.exercise for r in rows)
    ]


def _line(key: str, rows: Sequence[Practised], titles: dict[str, str]) -> str:
    what, time = retold(titles[key]), retold(duration(sum(row.seconds for row in rows)))
    counted = [row.counted for row in rows if row.counted is not None]
    often = [text("{count} counted", count=sum(counted))] if counted else []
    return f"{what}: {', '.join([time, *often])}"
