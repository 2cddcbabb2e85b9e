"""A week's story played to the real live run: lives that are killed for real (SIGKILL), and what each of them held."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posture_watch import live
from posture_watch.answers import not_yet
from posture_watch.app import REMINDER
from posture_watch.notify.base import Notification
from soaking.bodies import bodies
from soaking.desk import CountingNotifier, Desk
from soaking.measuring import Held, hold_now
from soaking.told_camera import Use
from soaking.told_clock import ToldClock
from soaking.week_story import ENDS_A_LIFE, MONDAY_UTC, Off, Outage, Setting, Story, Trouble

TURN_S = 1.0
"""A turn of the loop takes so long when nothing is due: four times the program's own, for there are many."""
LOOKS_EVERY_S = 90.0
"""How often somebody looks whether a reminder is there (s)."""
AWAKE_S = 30.0
ANSWERS: Mapping[int, str] = {0: "break", 1: "snooze", 2: "not_now", 3: "wrong"}
"""By the number of the reminder; others are left alone."""
EACH = 7
HELD_EVERY_S = 1800.0
"""How often it is measured what is held, while somebody watches (s)."""
SETTINGS = "[reminders]\nsnooze_s = {n}\n"
STARTED, ENDED = 0, 77
"""A life that ended by itself leaves the second as its exit code: it was stopped."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody beside the monitor saw: reminders shown and answers given (a moment of the story, s; a number),
    and what was held when (by life)."""

    shown: tuple[tuple[float, str], ...]
    answers: tuple[tuple[float, int, str], ...]
    held: tuple[tuple[Held, ...], ...]
    lives: int
    kills: int


class _Witness:
    """A file in which it is written at once, so that a kill leaves it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, *what: object) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(what) + "\n")

    def read(self, kind: str) -> list[list[Any]]:
        if not self._path.exists():
            return []
        lines = [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]
        return [line[1:] for line in lines if line[0] == kind]


class _Screen(CountingNotifier):
    """Shows reminders to the witness."""

    def __init__(self, witness: _Witness, clock: ToldClock) -> None:
        super().__init__()
        self._witness, self._clock = witness, clock

    def _send(self, notification: Notification) -> None:
        super()._send(notification)
        if notification.slot == REMINDER:
            self._witness.note("shown", self._clock.passed_s, notification.title)


def play(story: Story, home: Path, use: Use) -> Told:
    """The whole week, in as many processes as it has lives. Raises AssertionError if one of them broke."""
    bodies()  # made once: each life has them
    witness = _Witness(home / "witness")
    lives = list(_lives(story))
    kills = 0
    for begin_s, ends in lives:
        kills += _lived(lambda begin_s=begin_s, ends=ends: _Life(story, home, use, witness).live(begin_s, ends))
    held: dict[int, list[Held]] = {}
    for life, *figures in witness.read("held"):
        held.setdefault(life, []).append(Held(*figures))
    return Told(
        tuple((at_s, title) for at_s, title in witness.read("shown")),
        tuple((at_s, number, choice) for at_s, number, choice in witness.read("answer")),
        tuple(tuple(one) for one in held.values()),
        len(lives),
        kills,
    )


def _lives(story: Story) -> list[tuple[float, Outage | None]]:
    """When each begins, and what ends it."""
    found, begin_s = list[tuple[float, Outage | None]](), 0.0
    for outage in story.outages:
        if outage.kind in ENDS_A_LIFE:
            found.append((begin_s, outage))
            begin_s = outage.end_s
    return [*found, (begin_s, None)]


def _lived(work: Callable[[], None]) -> bool:
    """In a process of its own; whether it was killed. Nothing else runs here while it is made."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # said here, and by the exit code to who waits
            traceback.print_exc()
            os._exit(1)
        os._exit(ENDED)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (ENDED, -signal.SIGKILL), f"a life ended with {code}"
    return code == -signal.SIGKILL


class _Life:
    """From a start to a kill or a stop."""

    def __init__(self, story: Story, home: Path, use: Use, witness: _Witness) -> None:
        self._story, self._home, self._witness = story, home, witness
        self._use: Use = use
        self._answered = 0
        self._settings = 300

    def live(self, begin_s: float, ends: Outage | None) -> None:
        """From ``begin_s`` on, until ``ends`` does that."""
        live.POLL_S = TURN_S
        setting = self._story.setting_at(begin_s)
        self._clock = ToldClock(MONDAY_UTC, utc_offset_s=setting.utc_offset_s, passed_s=begin_s)
        self._clock.shift_s = setting.shift_s
        self._number = int(begin_s)
        self._desk = Desk(self._home, self._clock, self._use)
        self._desk.notifier = _Screen(self._witness, self._clock)
        self._desk.posture = self._posture(begin_s)
        with self._desk:
            self._arrange(begin_s, ends)
            self._desk.live.run()

    def _arrange(self, begin_s: float, ends: Outage | None) -> None:
        until_s = ends.start_s if ends else self._story.end_s
        for stretch in self._story.stretches:
            self._at(stretch.start_s, begin_s, until_s, lambda at_s=stretch.start_s: self._do(at_s))
        self._do(begin_s)
        for outage in self._story.outages:
            if outage.kind not in ENDS_A_LIFE:
                self._at(outage.start_s, begin_s, until_s, lambda outage=outage: self._go_out(outage))
        for trouble in self._story.troubles:
            self._at(trouble.start_s, begin_s, until_s, lambda trouble=trouble: self._go_wrong(trouble))
        for setting in self._story.settings:
            self._at(setting.at_s, begin_s, until_s, lambda setting=setting: self._set_clock(setting))
        for moment_s in self._story.measured_s(HELD_EVERY_S):
            self._at(moment_s, begin_s, until_s, self._hold)
        self._clock.at(begin_s + LOOKS_EVERY_S, self._look)
        if ends is not None and ends.kind == "killed":
            self._clock.at(until_s, lambda: os.kill(os.getpid(), signal.SIGKILL))
        else:
            self._clock.at(until_s, lambda: self._desk.ask("stop") if ends is None else self._desk.live.stop())

    def _at(self, moment_s: float, begin_s: float, until_s: float, act: Callable[[], object]) -> None:
        if begin_s < moment_s < until_s:
            self._clock.at(moment_s, act)

    def _posture(self, at_s: float) -> Any:
        doing = self._story.doing_at(at_s)
        return "upright" if doing == "call" else None if doing in ("away", None) else doing

    def _do(self, at_s: float) -> None:
        self._desk.posture = self._posture(at_s)
        self._desk.busy = self._story.doing_at(at_s) == "call" and not self._desk.gone

    def _go_out(self, outage: Outage) -> None:
        seconds = outage.end_s - outage.start_s
        acts: Mapping[Off, Callable[[], object]] = {
            "asleep": lambda: self._sleep(outage, mono_goes_on=False),
            "asleep, clock goes on": lambda: self._sleep(outage, mono_goes_on=True),
            "locked": lambda: self._desk.set_around(locked=True),
            "paused": lambda: self._desk.ask("pause", seconds=seconds),
            "unplugged": lambda: self._unplug(outage, gone=True),
        }
        acts[outage.kind]()
        back: Mapping[Off, Callable[[], object]] = {
            "locked": lambda: self._desk.set_around(locked=False),
            "unplugged": lambda: self._unplug(outage, gone=False),
        }
        if outage.kind in back:
            self._clock.at(outage.end_s, back[outage.kind])

    def _unplug(self, outage: Outage, *, gone: bool) -> None:
        """Whoever had it in a call has it no longer."""
        self._desk.gone = gone
        self._do(outage.start_s if gone else outage.end_s)

    def _sleep(self, outage: Outage, *, mono_goes_on: bool) -> None:
        self._clock.sleep_through(outage.end_s - outage.start_s, mono_goes_on=mono_goes_on)
        self._do(outage.end_s)

    def _go_wrong(self, trouble: Trouble) -> None:
        desk, seconds = self._desk, trouble.end_s - trouble.start_s
        config = desk.paths.config_file
        self._settings += 1
        match trouble.kind:
            case "full disk":
                self._refuse("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823", seconds)
            case "read-only disk":
                self._refuse("PRAGMA query_only = 1", "PRAGMA query_only = 0", seconds)
            case "settings":
                config.write_text(SETTINGS.format(n=self._settings))
            case "broken settings":
                config.write_text(SETTINGS.format(n="'soon'"))
                self._clock.at(trouble.end_s, lambda: config.write_text(SETTINGS.format(n=self._settings)))
            case "camera settings":
                config.write_text(SETTINGS.format(n=self._settings) + f"[camera]\nwidth_px = {640 + self._settings}\n")
            case "snooze":
                desk.ask("snooze", seconds=seconds)
            case "recalibrate":
                desk.ask("recalibrate")

    def _refuse(self, refuse: str, take: str, seconds: float) -> None:
        """The log's own connection is told to: SQLite then fails as it does with the disk behind it."""
        db = self._desk.log._db  # pyright: ignore[reportPrivateUsage]
        db.execute(refuse)
        self._clock.at(self._clock.passed_s + seconds, lambda: db.execute(take))

    def _set_clock(self, setting: Setting) -> None:
        self._clock.shift_s, self._clock.utc_offset_s = setting.shift_s, setting.utc_offset_s

    def _look(self) -> None:
        """At the reminder, if there is one: it is answered as its number says."""
        now_s = self._clock.passed_s
        if any(o.start_s <= now_s < o.end_s + AWAKE_S for o in self._story.outages):  # nobody answers one of yesterday
            self._clock.at(now_s + AWAKE_S, self._look)
            return
        now = self._desk.ask("status")
        reminder: Mapping[str, Any] | None = now["reminder"]
        if reminder is not None and reminder["number"] != self._answered:
            self._answered = int(reminder["number"])
            choice = ANSWERS.get(self._answered % EACH)
            if choice is not None and self._accepted(self._desk.ask("answer", choice=choice)):
                self._witness.note("answer", self._clock.passed_s, self._answered, choice)
        self._clock.at(self._clock.passed_s + LOOKS_EVERY_S, self._look)

    def _accepted(self, reply: Mapping[str, Any]) -> bool:
        """Who asks is the loop itself here, which cannot carry anything out before it is answered."""
        return bool(reply["done"]) or reply["text"] == not_yet()

    def _hold(self) -> None:
        held = hold_now(self._clock.passed_s, self._desk.log.size_bytes)
        self._witness.note(
            "held", self._number, held.passed_s, held.memory_kb, held.objects, held.files, held.threads, held.log_kb
        )
