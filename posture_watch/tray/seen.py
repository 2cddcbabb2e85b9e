"""What the tray shows, out of what the monitor answered. Pure: no Qt, no clock. Whatever is not known is not good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from posture_watch.texts import retold, text
from posture_watch.tray.keeper import Plight

Shown = Literal[
    "good", "soon", "change", "gentle", "away", "paused", "busy", "trouble", "locked", "starting", "unknown", "stopped"
]
SHOWN: tuple[Shown, ...] = (
    "good", "soon", "change", "gentle", "away", "paused", "busy", "trouble", "locked", "starting", "unknown",
    "stopped",
)  # fmt: skip
"""Every icon there is."""

_OF_STATE: dict[str, Shown] = {
    "good": "good",
    "poor": "change",
    "gentle": "gentle",
    "away": "away",
    "standing": "away",
    "paused": "paused",
    "camera_busy": "busy",
    "camera_trouble": "trouble",
    "locked": "locked",
}
_MORNING_HOUR = 6
_SHORTEST_NIGHT = timedelta(hours=4)
_LONGEST_TOOLTIP = 240


@dataclass(frozen=True, slots=True)
class OpenReminder:
    """The reminder that waits for an answer. ``snoozes_left`` below one: it cannot be put off again; ``snooze``: for
    how long, in words."""

    title: str
    message: str
    snoozes_left: int
    snooze: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that icon, tooltip, menu and the *why?* window show. Empty words are not shown at all."""

    shown: Shown
    headline: str
    camera_on: bool = False
    today: str = ""
    camera: str = ""
    notes: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    reminder: OpenReminder | None = None
    answering: bool = False
    paused: bool = False
    snoozed: bool = False
    gentle: bool = False
    """These are gentler days."""
    may_be_wrong: bool = False
    """The last reminder is gone, and not so long ago that nobody remembers it."""

    @property
    def tooltip(self) -> str:
        """Title, headline and figures; short enough for every system."""
        lines = [f"posture_watch: {self.headline}", self.today, self.camera, *self.notes]
        words = "\n".join(line for line in lines if line)
        return words if len(words) <= _LONGEST_TOOLTIP else words[: _LONGEST_TOOLTIP - 1].rstrip() + "…"

    @property
    def watching(self) -> bool:
        """Whether orders that need a watching monitor make sense."""
        return self.answering and not self.paused


def seen_of(status: Mapping[str, Any], now: datetime) -> Seen:
    """What a monitor that answered is shown as. ``now`` is local and aware. Keys of another version may be missing."""
    reminder = _reminder(status)
    state = str(status.get("state", ""))
    shown = "change" if reminder and state not in ("paused", "locked") else _OF_STATE.get(state, "unknown")
    if shown == "change" and status.get("attention") and not reminder:
        shown = "soon"
    paused_until = _moment(status.get("paused_until"))
    headline = _words(status, "text") or text("Running")
    if paused_until and status.get("lent") is not True:
        headline = text("Paused until {time}; the camera is off", time=clock_time(paused_until, now))
    today = status.get("today")
    camera_on = status.get("camera_on") is True
    return Seen(
        shown,
        headline,
        camera_on=camera_on,
        today=_words(cast(Mapping[str, Any], today), "text") if isinstance(today, Mapping) else "",
        camera=_camera(status, headline, camera_on),
        notes=_notes(status, now),
        why=_list(status, "why"),
        reminder=reminder,
        answering=True,
        paused=state == "paused",
        gentle=_moment(status.get("gentle_until")) is not None,
        may_be_wrong=reminder is None and status.get("may_be_wrong") is True,
        snoozed=bool(_moment(status.get("snoozed_until")) or _moment(status.get("break_until"))),
    )


def seen_without(plight: Plight, last_words: str = "") -> Seen:
    """What is shown while no monitor answers. ``last_words``: what the last one said when it gave up."""
    if plight == "starting":
        return Seen("starting", text("Starting"))
    if plight == "not_answering":
        return Seen("trouble", text("The monitor does not answer"))
    if plight == "stopped":
        return Seen("stopped", text("Not watching"))
    if plight == "mistake":
        notes = tuple(line for line in last_words.strip().splitlines() if line)
        return Seen("trouble", text("The monitor cannot start"), notes=notes or (text("It gave no reason."),))
    return Seen("starting", text("The monitor ended by itself; it starts again in a moment"))


def _words(status: Mapping[str, Any], key: str) -> str:
    found = status.get(key)
    return retold(found.strip()) if isinstance(found, str) else ""


def _list(status: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = status.get(key)
    return tuple(retold(str(entry)) for entry in cast(list[object], found)) if isinstance(found, list) else ()


def _camera(status: Mapping[str, Any], headline: str, camera_on: bool) -> str:
    words = _words(status, "camera")
    light = text("Camera on") if camera_on else text("Camera off")
    return f"{light} · {words}" if words not in ("", headline) and status.get("camera_state") != "off" else light


def _notes(status: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    notes: list[str] = []
    if pace := _words(status, "pace"):
        notes.append(pace)
    if silent := _words(status, "silent"):
        notes.append(text("Reminders wait: {why}", why=silent))
    if until := _moment(status.get("snoozed_until")):
        notes.append(text("No reminders until {time}", time=clock_time(until, now)))
    if until := _moment(status.get("gentle_until")):
        last = until - timedelta(seconds=1)
        notes.append(text("Gentler days until the end of {day}", day=f"{last:%Y-%m-%d}"))
    if suggestion := _words(status, "suggestion"):
        notes.append(suggestion)
    return (*notes, *_list(status, "problems"))


def _reminder(status: Mapping[str, Any]) -> OpenReminder | None:
    found = status.get("reminder")
    if not isinstance(found, Mapping):
        return None
    reminder = cast(Mapping[str, Any], found)
    left = status.get("snoozes_left")
    snoozes_left = left if isinstance(left, int) else 1
    title = _words(reminder, "title") or text("Time to change position")
    snooze = _words(status, "snooze") or "10 min"
    return OpenReminder(title, _words(reminder, "message"), snoozes_left, snooze)


def _moment(unix_s: object) -> datetime | None:
    if isinstance(unix_s, bool) or not isinstance(unix_s, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(unix_s).astimezone()
    except (OverflowError, OSError, ValueError):
        return None


def clock_time(moment: datetime, now: datetime) -> str:
    """ "14:30", with the day if that is not today's."""
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%Y-%m-%d %H:%M}"


def next_morning(now: datetime) -> datetime:
    """When "until tomorrow" ends: the first 06:00 that is at least four hours away. Local and aware, as ``now`` is.

    Whoever says so at one in the night means this morning; at five, they have begun the day.
    """
    day = now.date()
    while True:
        morning = datetime(day.year, day.month, day.day, _MORNING_HOUR).astimezone()
        if morning - now >= _SHORTEST_NIGHT:
            return morning
        day += timedelta(days=1)
