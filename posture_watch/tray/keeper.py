"""When the monitor is started, left alone or killed. Pure decisions: a look comes in, one order goes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Answer = Literal["answered", "late", "silent", "none"]
"""``late``: it answers, but the loop that watches does not come round; ``silent``: something listens and says nothing;
``none``: nobody listens."""
Ending = Literal["stopped", "mistake", "crashed"]
"""``stopped``: on purpose, by whomever; ``mistake``: something the user has to mend first; else ``crashed``."""
Order = Literal["wait", "start", "kill"]
Plight = Literal["watching", "starting", "not_answering", "restarting", "stopped", "mistake"]

LONGEST_WAIT_S = 60.0
"""Between two starts of a monitor that keeps dying."""
STEADY_S = 60.0
"""A monitor that lived for so long has got over whatever killed the ones before."""
HANGS_AFTER_S = 7.5
"""Without an answer from one that has answered before, or without its loop coming round: longer than a log that another
program has locked makes it wait, and short enough for another to watch within 20 s. The tray shows so after
``TOLD_AFTER_S``."""
TOLD_AFTER_S = 6.0
STARTS_WITHIN_S = 120.0
"""The first answer: loading the model takes seconds, a camera that stalls half a minute a try."""
MISTAKE_RETRY_S = 120.0
"""After a mistake of the user's that no change of the settings file has mended."""
_LONGEST_LOOK_S = 5.0
"""What one look may add to a silence: a suspended or stopped tray has not been waiting, and no single look kills."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. ``at_s``: a clock that never goes back (s).

    ``pid`` of whoever answered. ``ours``: the monitor was started by a tray of this user. ``alive``: a process is known
    to be there, answering or not. ``ended``: how the one that was there ended, told once. ``settings_mark`` changes
    when the settings file does. ``late_s``: for how long the loop of one that is late has not come round.
    """

    at_s: float
    answer: Answer
    pid: int = 0
    ours: bool = True
    alive: bool = False
    ended: Ending | None = None
    settings_mark: object = None
    late_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is remembered from look to look. ``start_due_s`` None: nothing is to be started."""

    plight: Plight = "starting"
    start_due_s: float | None = 0.0
    failures: int = 0
    pid: int = 0
    answering_since_s: float | None = None
    silent_s: float = 0.0
    looked_s: float | None = None
    settings_mark: object = None

    @property
    def settled(self) -> bool:
        """Nothing will change by itself soon."""
        return self.plight in ("watching", "stopped") and not self.silent_s


def keep(before: Keeping, look: Look) -> tuple[Keeping, Order]:
    """One step. The order is carried out before the next look."""
    now = replace(before, looked_s=look.at_s)
    if look.answer == "answered":
        return _answered(now, look), "wait"
    if look.ended is not None:
        return _ended(now, look), "wait"
    if look.alive:
        gap_s = min(look.at_s - before.looked_s, _LONGEST_LOOK_S) if before.looked_s is not None else 0.0
        silent_s = before.silent_s + gap_s
        if look.answer == "late" and before.silent_s:
            silent_s = max(silent_s, look.late_s)  # it says itself for how long
        return _silent(replace(now, silent_s=silent_s), look)
    return _absent(now, look)


def asked_to_start(before: Keeping) -> Keeping:
    """The user wants it to watch again: at the next look, whatever went before."""
    return replace(before, start_due_s=0.0, failures=0, plight="starting")


def wait_s(failures: int) -> float:
    """Before the next start after so many deaths in a row (at least one): 1, 2, 4 … 60 s."""
    return min(LONGEST_WAIT_S, 2.0 ** min(failures - 1, 10))


def hangs_after_s(failures: int) -> float:
    """How long one may hang after so many deaths in a row: 7.5, 15, 30 … 120 s. A computer that is too busy for the
    first time is given the second, and is not kept busy with starts."""
    return min(STARTS_WITHIN_S, HANGS_AFTER_S * 2.0 ** min(failures, 10))


def _answered(now: Keeping, look: Look) -> Keeping:
    since_s = now.answering_since_s if now.pid == look.pid and now.answering_since_s is not None else look.at_s
    failures = 0 if look.at_s - since_s >= STEADY_S else now.failures
    return replace(
        now,
        plight="watching",
        pid=look.pid,
        answering_since_s=since_s,
        failures=failures,
        silent_s=0.0,
        start_due_s=None,
    )


def _ended(now: Keeping, look: Look) -> Keeping:
    gone = replace(now, pid=0, answering_since_s=None, silent_s=0.0, settings_mark=look.settings_mark)
    if look.ended == "stopped":
        return replace(gone, plight="stopped", start_due_s=None, failures=0)
    if look.ended == "mistake":
        return replace(gone, plight="mistake", start_due_s=look.at_s + MISTAKE_RETRY_S)
    failures = now.failures + 1
    return replace(gone, plight="restarting", failures=failures, start_due_s=look.at_s + wait_s(failures))


def _silent(now: Keeping, look: Look) -> tuple[Keeping, Order]:
    began = now.answering_since_s is not None
    if look.ours and now.silent_s >= (hangs_after_s(now.failures) if began else STARTS_WITHIN_S):
        return replace(now, plight="restarting", silent_s=0.0), "kill"
    if now.silent_s >= (TOLD_AFTER_S if began else STARTS_WITHIN_S):
        return replace(now, plight="not_answering"), "wait"
    return now, "wait"  # what is to be started, and is not ours, may yet go without ever having answered


def _absent(now: Keeping, look: Look) -> tuple[Keeping, Order]:
    mended = look.settings_mark != now.settings_mark
    if now.start_due_s is None or (look.at_s < now.start_due_s and not mended):
        return now, "wait"
    return replace(now, plight="starting", start_due_s=None, silent_s=0.0), "start"
