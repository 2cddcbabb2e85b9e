"""A guided break with a clock and a camera of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from posture_watch.capture.clock import Clock
from posture_watch.care.guiding import Stage, intro_stage
from posture_watch.commands.guide_words import Told, told
from posture_watch.commands.leading import Leading, Now
from posture_watch.commands.sighting import Sighting
from posture_watch.core.instant import Instant
from posture_watch.core.practice import Practised

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TUCK = Stage("chin_tuck", "Chin tucks", ("Hold.",), 56.0, 4.0, repetitions=8, hold_s=5.0, seen="repetitions")
LEAN = Stage("thoracic_extension", "Lean back", ("Lean.",), 48.0, 4.0, repetitions=8, hold_s=3.0)
WALK = Stage("walk", "Walk about", ("Walk.",), 60.0, 6.0, seen="leaving")
EXTEND = Stage(
    "standing_extension", "Bend backwards", ("Bend.",), 40.0, 4.0, repetitions=8, hold_s=1.0, seen="standing"
)
HEAD = intro_stage("A break", ("You have sat for long.",))


class OurClock(Clock):
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.at_s = 50.0

    def mono_s(self) -> float:
        return self.at_s

    def now(self) -> Instant:
        return Instant(self.at_s, NOON + timedelta(seconds=self.at_s - 50.0), 3600.0)


class OurEyes:
    """Says what it is told to say."""

    def __init__(self) -> None:
        self.sighting = Sighting(0)
        self.asked: list[str] = []
        self.closed = False

    def watch_for(self, number: int, stage: Stage) -> None:
        self.asked.append(stage.key)
        self.sighting = Sighting(number, 0 if stage.seen == "repetitions" else None)

    def see(self, **seen: object) -> None:
        self.sighting = replace(self.sighting, **seen)  # type: ignore[arg-type]

    def newest(self) -> Sighting:
        return self.sighting

    def close(self, within_s: float) -> bool:
        self.closed = True
        return within_s >= 0


class Led:
    """A break under way."""

    def __init__(self, *stages: Stage, eyes: OurEyes | None = None, over: Callable[[], object] = bool) -> None:
        self.clock, self.rows = OurClock(), list[Practised]()
        self.camera = eyes is not None
        self.leading = Leading("break", stages, eyes=eyes, note=self.rows.append, clock=self.clock, over=over)

    def live(self, seconds: float) -> Now:
        for _ in range(round(4 * seconds)):
            self.clock.at_s += 0.25
            self.leading.now()
        return self.leading.now()

    def told(self, seconds: float = 0.0) -> Told:
        found = told(self.live(seconds), camera=self.camera)
        assert found is not None
        return found
