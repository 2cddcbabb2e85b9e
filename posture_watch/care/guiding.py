"""A break as a sequence of timed stages. Pure: time enters as seconds of any clock that only rises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from posture_watch.care import breathing
from posture_watch.care.breathing import Breath, breath, whole_breaths_s
from posture_watch.care.exercise import Counted, Exercise, Side, words_of
from posture_watch.care.routine import Routine

READY_S = 8.0
"""To read what to do before the breathing begins (s; starting guess)."""
INTRO_S = 15.0
"""What is said before the first stage stands there for so long, unless somebody begins sooner (s)."""
LEAST_S = 5.0
"""What was left sooner counts as skipped (s)."""
JUMP_S = 5.0
"""A step of the clock longer than this is a computer that slept: nobody exercised meanwhile (s)."""

Kind = Literal["intro", "exercise", "breathing"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing to do for ``seconds``.

    ``key``: the exercise's, or "breathing". ``title``, ``steps``: English, to be retold. ``ready_s``: to read and to
    take the position before. ``repetitions``: how many, None where there are none; each is held for ``hold_s``.
    ``side``: the user's own. ``seen``: what a front camera sees of it. ``exercise``: None for breathing.
    """

    key: str
    title: str
    steps: tuple[str, ...]
    seconds: float
    ready_s: float = READY_S
    repetitions: int | None = None
    hold_s: float = 0.0
    side: Side | None = None
    seen: Counted | None = None
    kind: Kind = "exercise"
    exercise: Exercise | None = None

    def __post_init__(self) -> None:
        if not self.key or not self.title or not self.steps:
            raise ValueError("a stage has a key, a title and steps")
        if not self.seconds > 0 or self.ready_s < 0 or self.hold_s < 0:
            raise ValueError(f"{self.key} cannot take {self.ready_s} + {self.seconds} s, {self.hold_s} s of it held")
        if self.repetitions is not None and self.repetitions < 1:
            raise ValueError(f"{self.key} cannot be done {self.repetitions} times")


@dataclass(frozen=True, slots=True)
class Done:
    """A stage that was followed for ``seconds``, from ``began_s`` of the clock on."""

    stage: Stage
    began_s: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Guide:
    """``at``: the stage under way; ``gone_s``: of its time, negative while getting ready. ``last_s``: the clock when
    this was so. ``began_s``: the clock when its time began. ``done``: what was followed long enough, in order."""

    stages: tuple[Stage, ...]
    last_s: float
    at: int = 0
    gone_s: float = 0.0
    began_s: float = 0.0
    paused: bool = False
    done: tuple[Done, ...] = ()

    @property
    def stage(self) -> Stage | None:
        """The one under way; None when all is over."""
        return self.stages[self.at] if self.at < len(self.stages) else None

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.at >= len(self.stages)


@dataclass(frozen=True, slots=True)
class Pace:
    """A rhythm to follow where nothing is counted: repetition ``number``, ``hold`` while it is to be held."""

    number: int
    hold: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """What to do at this moment. ``number`` of ``all``: 0 for what is only said before. ``left_s``: of getting ready
    if ``ready``, else of the stage; ``share`` of it gone. ``following``: the stage after this one."""

    stage: Stage
    number: int
    all: int
    ready: bool
    left_s: float
    share: float
    paused: bool
    pace: Pace | None
    breath: Breath | None
    following: Stage | None


def stages_of(routine: Routine) -> tuple[Stage, ...]:
    """The routine's items in order, and its breathing."""
    stages = [
        Stage(
            key=item.exercise.key,
            title=item.exercise.name,
            steps=tuple(map(words_of, item.exercise.steps)),
            seconds=item.seconds,
            ready_s=item.ready_s,
            repetitions=item.repetitions if item.repetitions > 1 else None,
            hold_s=item.hold_s,
            side=item.side,
            seen=item.exercise.seen,
            exercise=item.exercise,
        )
        for item in routine.items
    ]
    if routine.breathing_s:
        stages.append(breathing_stage(routine.breathing_s - READY_S))  # the break takes no longer than was said
    return tuple(stages)


def breathing_stage(seconds: float) -> Stage:
    """Slow breathing for as many whole breaths as fit into ``seconds``."""
    return Stage("breathing", "Slow breathing", breathing.STEPS, whole_breaths_s(seconds), kind="breathing")


def intro_stage(title: str, said: tuple[str, ...]) -> Stage:
    """What is said before: why these, and what to mind. Nothing is done in it."""
    return Stage("intro", title, said, INTRO_S, 0.0, kind="intro")


def begin(stages: tuple[Stage, ...], now_s: float) -> Guide:
    """At the first of ``stages`` (at least one), getting ready."""
    if not stages:
        raise ValueError("there is nothing to guide through")
    return _entered(Guide(stages, now_s), 0, now_s)


def advance(guide: Guide, now_s: float) -> Guide:
    """The same at ``now_s``: stages whose time is over are done."""
    passed_s = now_s - guide.last_s
    if guide.over or guide.paused or not 0.0 <= passed_s <= JUMP_S:
        return replace(guide, last_s=now_s)
    began_s = guide.began_s
    if guide.gone_s < 0.0 <= guide.gone_s + passed_s:
        began_s = now_s - (guide.gone_s + passed_s)
    guide = replace(guide, last_s=now_s, gone_s=guide.gone_s + passed_s, began_s=began_s)
    stage = guide.stage
    if stage is not None and guide.gone_s >= stage.seconds:
        return _left(guide, now_s, stage.seconds)
    return guide


def skip(guide: Guide, now_s: float) -> Guide:
    """On to the next stage; one that was followed for a moment counts for as long as it was."""
    guide = advance(guide, now_s)
    return guide if guide.over else _left(replace(guide, paused=False), now_s, guide.gone_s)


def pause(guide: Guide, now_s: float) -> Guide:
    """Stand still, or go on if it does."""
    guide = advance(guide, now_s)
    return guide if guide.over else replace(guide, paused=not guide.paused)


def end(guide: Guide, now_s: float) -> Guide:
    """Over now; what is under way counts for as long as it was followed."""
    guide = advance(guide, now_s)
    return guide if guide.over else replace(_left(guide, now_s, guide.gone_s), at=len(guide.stages))


def cue(guide: Guide) -> Cue | None:
    """What to show; None when all is over."""
    stage = guide.stage
    if stage is None:
        return None
    ready, gone_s = guide.gone_s < 0.0, max(0.0, guide.gone_s)
    following = guide.stages[guide.at + 1] if guide.at + 1 < len(guide.stages) else None
    said = sum(one.kind == "intro" for one in guide.stages)
    return Cue(
        stage=stage,
        number=max(0, guide.at + 1 - said),
        all=len(guide.stages) - said,
        ready=ready,
        left_s=-guide.gone_s if ready else stage.seconds - gone_s,
        share=gone_s / stage.seconds,
        paused=guide.paused,
        pace=_pace(stage, gone_s),
        breath=breath(gone_s) if stage.kind == "breathing" else None,
        following=following,
    )


def _pace(stage: Stage, gone_s: float) -> Pace | None:
    if stage.repetitions is None:
        return None
    each_s = stage.seconds / stage.repetitions
    number, into_s = divmod(gone_s, each_s)
    return Pace(min(stage.repetitions, int(number) + 1), stage.hold_s > 0.0 and into_s < stage.hold_s)


def _entered(guide: Guide, at: int, now_s: float) -> Guide:
    ready_s = guide.stages[at].ready_s if at < len(guide.stages) else 0.0
    return replace(guide, at=at, gone_s=-ready_s, began_s=now_s + ready_s, last_s=now_s)


def _left(guide: Guide, now_s: float, followed_s: float) -> Guide:
    stage = guide.stage
    assert stage is not None
    done = guide.done
    if stage.kind != "intro" and followed_s >= min(LEAST_S, stage.seconds):
        done = (*done, Done(stage, guide.began_s, followed_s))
    return _entered(replace(guide, done=done), guide.at + 1, now_s)
