"""A charger that is pulled out and put in again while somebody sits there: nothing of the day is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from soaking.desk import Desk
from soaking.soak import FAR, MORNING_UTC
from soaking.told_camera import Use
from soaking.told_clock import ToldClock

from posture_watch.capture.frame import Frame
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.logged import Detail
from posture_watch.power.pace import Found
from posture_watch.store.log import Log

STILL = Instant(1005.0, MORNING_UTC, 0.0)
BATTERY, MAINS = Found(on_battery=True), Found(on_battery=False)
HOT, COOL = Found(celsius=95.0), Found(celsius=60.0)


class StillDesk(Desk):
    """The person there sits still as nobody does: what is measured changes with the posture alone."""

    def look(self, frame: Frame) -> Scene:
        return replace(super().look(replace(frame, at=STILL)), at=frame.at)

    @property
    def period_s(self) -> float:
        """What the fold is told."""
        return self.live._monitor.watcher.settings.sample_interval_s  # pyright: ignore[reportPrivateUsage]


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of it."""

    detail: Detail
    cameras: int
    periods_s: tuple[float, ...]
    """What the fold was told, each time it changed."""
    paces: tuple[str, ...]


def live(home: Path, use: Use, minutes: float, meddle: Callable[[Desk, ToldClock], None], *, more: str = "") -> Lived:
    """So many minutes at the desk, sitting well unless ``meddle`` arranges something else."""
    home.mkdir()
    (home / "config.toml").write_text(f'[camera]\nuse = "{use}"\n{more}')
    clock = ToldClock(MORNING_UTC)
    periods_s: list[float] = []
    paces: list[str] = []
    with StillDesk(home, clock, use) as desk:

        def note(_passed_s: float) -> None:
            if not periods_s or periods_s[-1] != desk.period_s:
                periods_s.append(desk.period_s)

        def ask() -> None:
            said = str(desk.ask("status")["pace"])
            if not paces or paces[-1] != said:
                paces.append(said)
            clock.at(clock.passed_s + 20, ask)

        clock.on_tick = note
        clock.at(20, ask)
        clock.at(minutes * 60, lambda: desk.ask("stop"))
        meddle(desk, clock)
        desk.live.run()
        cameras = desk.cameras
    with Log.open_readonly(desk.paths.database_file) as log:
        return Lived(log.detail(*FAR), cameras, tuple(periods_s), tuple(paces))


def found_at(desk: Desk, clock: ToldClock, *changes: tuple[float, Found]) -> None:
    """What battery and heat say from so many minutes on."""
    for minute, found in changes:
        clock.at(minute * 60, lambda found=found: setattr(desk, "found", found))


def sitting_s(lived: Lived) -> float:
    return sum(interval.duration_s for interval in lived.detail.intervals if interval.sitting)


@pytest.mark.parametrize("use", ["open", "bursts"])
def test_the_period_changes_and_all_that_was_sat_is_counted(tmp_path: Path, use: Use) -> None:
    plugs = [(2 + 1.5 * n, MAINS if n % 2 else BATTERY) for n in range(6)]
    lived = live(tmp_path / "home", use, 12, lambda desk, clock: found_at(desk, clock, *plugs))
    usual_s = 1.0 if use == "open" else 15.0
    assert lived.periods_s == (usual_s, 30.0) * 3 + (usual_s,)
    assert lived.paces == ("", "On battery: a look every 30 s, the camera is off in between") * 3 + ("",)
    assert lived.cameras == (7 if use == "open" else 1), "let go of in between, and kept again"
    assert sitting_s(lived) >= 12 * 60 - 45, "but for what had not been looked at when it was stopped"
    postures = {interval.posture for interval in lived.detail.intervals}
    assert postures <= {"good", "unknown"}, "no pace is an absence, and none is trouble with the camera"
    assert len({interval.start_utc for interval in lived.detail.intervals}) <= 3, "no gap cuts an interval"


@pytest.mark.parametrize("use", ["open", "bursts"])
def test_a_hold_goes_on_over_a_change(tmp_path: Path, use: Use) -> None:
    """Who tilts the head is told no later than a period after the hold, whatever the charger did meanwhile."""
    tilt_s, hold_s = 100.0, 150.0
    rule = f"[rules.head_tilt]\nenter_above = 8\nexit_below = 6\nhold_s = {hold_s}\n"

    def tilt(desk: Desk, clock: ToldClock) -> None:
        clock.at(tilt_s, lambda: setattr(desk, "posture", "tilt"))
        found_at(desk, clock, (2, BATTERY), (2.7, MAINS), (3.3, BATTERY), (4.1, MAINS))

    lived = live(tmp_path / "home", use, 6, tilt, more=rule)
    told_s = (lived.detail.reminders[0].due_utc - MORNING_UTC).total_seconds()
    assert hold_s - 2 <= told_s - tilt_s <= hold_s + 32


def test_heat_slows_it_down_until_it_has_cooled(tmp_path: Path) -> None:
    lived = live(
        tmp_path / "home", "bursts", 12, lambda desk, clock: found_at(desk, clock, (3, HOT), (6, COOL), (9, HOT))
    )
    assert lived.periods_s == (15.0, 30.0, 15.0, 30.0)
    assert "The processor is hot: a look every 30 s, the camera is off in between" in lived.paces


def test_who_does_not_want_it_gets_no_other_pace(tmp_path: Path) -> None:
    more = "[power]\nsave_battery = false\nhot_above_c = 0\n"
    lived = live(
        tmp_path / "home", "open", 8,
        lambda desk, clock: found_at(desk, clock, (2, Found(on_battery=True, celsius=110.0, slowed=True))), more=more,
    )  # fmt: skip
    assert lived.periods_s == (1.0,)
    assert lived.paces == ("",)
    assert lived.cameras == 1


def test_an_absence_on_battery_is_an_absence(tmp_path: Path) -> None:
    def leave(desk: Desk, clock: ToldClock) -> None:
        found_at(desk, clock, (3, BATTERY), (12, MAINS))
        clock.at(5 * 60, lambda: setattr(desk, "posture", None))
        clock.at(10 * 60, lambda: setattr(desk, "posture", "upright"))

    lived = live(tmp_path / "home", "open", 15, leave)
    away_s = sum(i.duration_s for i in lived.detail.intervals if i.posture == "away")
    assert abs(away_s - 300) <= 30.0
    assert abs(sitting_s(lived) - 600) <= 60.0
