"""An hour of sitting through the real live run, with something done to its log meanwhile; what the log says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from soaking.desk import CountingNotifier, Desk
from soaking.soak import FAR, MORNING_UTC
from soaking.told_clock import ToldClock

from posture_watch.control.client import NotRunningError
from posture_watch.notify.base import Notification
from posture_watch.store.log import Log

HOUR_S, EVERY_S = 3600.0, 15.0
Act = tuple[float, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Hour:
    """Seconds of the log and of the monitor's own status at the end; problems, and titles of notifications."""

    logged_s: float
    minutes_s: float
    status_s: float
    problems: tuple[str, ...]
    titles: list[str]
    reminders: int


class TellingDesk(Desk):
    """Remembers the titles of what was shown."""

    def __init__(self, home: Path, clock: ToldClock, *, interval_s: float) -> None:
        super().__init__(home, clock, interval_s=interval_s)
        self.titles: list[str] = []
        self.notifier = Titles(self.titles)


class Titles(CountingNotifier):
    """Notes them in the list that it is given."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles = titles

    def _send(self, notification: Notification) -> None:
        super()._send(notification)
        self._titles.append(notification.title)


def problems_of(desk: Desk) -> list[str]:
    """As its status names them; its socket may be below what a test has covered."""
    try:
        return list(desk.ask("status")["problems"])
    except NotRunningError:
        return []


def sit(home: Path, acts: Sequence[Act], *, before: Callable[[Path], object] = lambda _: None) -> Hour:
    """``acts``: what is done and when (s). ``before`` gets the place of the log before anything is opened."""
    problems: list[str] = []
    desk = TellingDesk(home, ToldClock(MORNING_UTC), interval_s=EVERY_S)
    before(desk.paths.database_file)
    with desk:
        for passed_s, act in acts:
            desk.clock.at(passed_s, act)
        for passed_s in range(60, int(HOUR_S), 300):
            desk.clock.at(passed_s, lambda: problems.extend(problems_of(desk)))
        status: dict[str, float] = {}
        desk.clock.at(HOUR_S - 1, lambda: status.update(sitting_s=desk.ask("status")["sitting_s"]))
        desk.clock.at(HOUR_S, lambda: desk.ask("stop"))
        desk.live.run()
        titles = list(desk.titles)
    with Log.open_readonly(desk.paths.database_file) as log:
        detail = log.detail(*FAR)
        reminders = len(log.reminders(*FAR))
    return Hour(
        logged_s=sum(one.duration_s for one in detail.intervals if one.sitting),
        minutes_s=sum(one.sitting_s for one in detail.minutes),
        status_s=status["sitting_s"],
        problems=tuple(dict.fromkeys(problems)),
        titles=titles,
        reminders=reminders,
    )
