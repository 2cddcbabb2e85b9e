"""One soak: the day through the live run, measured at equal distances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from posture_watch.core.logged import Detail
from posture_watch.store.log import Log
from soaking.desk import Desk
from soaking.measuring import Held, hold_now
from soaking.person import Person
from soaking.told_camera import Use
from soaking.told_clock import ToldClock

MORNING_UTC = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
EVENING_UTC = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
"""Midnight comes in the middle of the day."""
OFFSET_S = 3600.0
FAR = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it. ``held``: one measure after each stretch of time."""

    held: tuple[Held, ...]
    detail: Detail
    statuses: int
    shown: int
    cameras: int


def soak(  # noqa: PLR0913  # the length and what kind of a day
    home: Path,
    hours: float,
    use: Use,
    *,
    every_s: float = 3600.0,
    start_utc: datetime = MORNING_UTC,
    told: Callable[[Held], None] = lambda _: None,
    meddle: Callable[[Desk], None] = lambda _: None,
) -> Soaked:
    """``told`` hears each measure as it is made; ``meddle`` may change the desk before the day begins."""
    clock = ToldClock(start_utc, utc_offset_s=OFFSET_S)
    held: list[Held] = []
    with Desk(home, clock, use) as desk:

        def measure() -> None:
            held.append(hold_now(clock.passed_s, desk.log.size_bytes))
            told(held[-1])
            clock.at(clock.passed_s + every_s, measure)

        clock.at(every_s, measure)
        person = Person(desk, hours * 3600 + 1)
        meddle(desk)
        desk.live.run()
        shown, cameras = desk.notifier.shown, desk.cameras
    with Log.open_readonly(desk.paths.database_file) as log:
        detail = log.detail(*FAR)
    return Soaked(tuple(held), detail, person.statuses, shown, cameras)
