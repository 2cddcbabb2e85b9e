"""The present of a running monitor for `status`: one JSON object, in English, which every outlet retells."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, get_args

from posture_watch import __version__
from posture_watch.camera_switch import Off
from posture_watch.capture.source import SourceState
from posture_watch.core.answering import late_wrong
from posture_watch.core.engine import EngineState
from posture_watch.core.holding_back import earliest_s
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.reminder_state import Reminded
from posture_watch.core.rules import Kind
from posture_watch.core.settings import Settings
from posture_watch.core.summary import DayFigures
from posture_watch.core.words import duration
from posture_watch.heart import LATE_AFTER_S
from posture_watch.terminal.now import gentle_text, next_reminder, posture_text
from posture_watch.terminal.rule_now import rules_now
from posture_watch.terminal.sentences import SKIPS
from posture_watch.terminal.why import why_lines

TROUBLE = ("absent", "forbidden", "stalled", "unplugged", "bad_data")
OFF_TEXTS: dict[Off, str] = {
    "paused": "Paused, the camera is off",
    "locked": "The screen is locked, the camera is off",
    "asleep": "The computer goes to sleep, the camera is off",
}
LENT = "another posture-watch command looks through the camera"
LENT_HEADLINE = "Paused: another posture-watch command looks through the camera"
HANGS = "The monitor hangs: nothing is watched"
SUGGEST_AFTER = 3
"""So many reminders called wrong within two weeks are no accident (starting guess)."""


@dataclass(frozen=True, slots=True)
class Present:
    """All that `status` is made of. ``judgement`` is None before the first picture and while the camera is off.
    ``attended``: the camera would be off most of the time, but is held open for somebody who watches."""

    now: Instant
    state: EngineState
    settings: Settings
    judgement: Judgement | None
    source: SourceState
    camera_on: bool
    attended: bool
    off: Off | None
    paused_until_s: float | None
    today: DayFigures | None
    reminders_today: int
    wrong_lately: int
    problems: tuple[str, ...]
    calibrating: bool
    gentle_until: datetime | None = None
    lent: bool = False
    """Paused, because another command of ours looks through the camera."""
    pace: str = ""
    """Why it looks more seldom than configured, a sentence; "" if it does not."""
    late_s: float = 0.0
    """By how long the loop that looks is overdue (s)."""

    @property
    def hangs(self) -> bool:
        """What was seen before is not the present any more."""
        return self.late_s >= LATE_AFTER_S

    def as_json(self) -> Mapping[str, Any]:
        """Words and numbers, JSON all through."""
        judgement, state = self._seen(), self.state
        return {
            "text": HANGS if self.hangs else self._headline(),
            "state": "unknown" if self.hangs else self._state(),
            "attention": self._is_attention(judgement),
            "paused_until": self.paused_until_s,
            "person": bool(judgement and judgement.person),
            "sitting": duration(state.bout.sitting_s),
            "sitting_s": state.bout.sitting_s,
            "strain": None if judgement is None or judgement.strain is None else round(judgement.strain, 1),
            "still_s": judgement.still_s if judgement else None,
            "over": list(judgement.over) if judgement else [],
            "active_rules": list(judgement.active) if judgement else [],
            "deviations": {n: round(v, 4) for n, v in judgement.deviations.items()} if judgement else {},
            "next_reminder": self._next_reminder(judgement),
            "reminders_today": self.reminders_today,
            "wrong_today": sum(g.outcome == "wrong" for g in self._given_today()),
            "suggestion": self._suggestion(),
            "camera": self._camera(),
            "camera_state": "off" if self.off else self.source.kind,
            "lent": self.lent,
            "late_s": round(self.late_s, 1),
            "camera_on": self.camera_on,
            "pace": self.pace,
            "baseline": baseline_text(self._provisional(judgement)),
            "today": self._today(),
            "why": self._why(),
            "problems": list(self.problems),
            "calibrating": self.calibrating,
            "gentle_until": self.gentle_until.timestamp() if self.gentle_until else None,
            **self._speaking(),
            "pid": os.getpid(),
            "version": __version__,
        }

    def as_watched(self, now: Instant) -> Mapping[str, Any]:
        """The same for `watch`, with every rule in force; without today's figures, which cost a look into the log."""
        judgement = self._seen()
        return {
            **self.as_json(),
            "view": judgement.view if judgement else None,
            "seen_s_ago": now.gap_since(judgement.at) if judgement else None,
            "attended": self.attended and not self.off,
            "earliest": {kind: self._earliest_s(kind) for kind in get_args(Kind)},
            "rules": [asdict(rule) for rule in rules_now(judgement, self.settings)],
        }

    def _seen(self) -> Judgement | None:
        """What was judged last, unless the camera has told nothing since, or nobody has asked it."""
        return None if self.hangs or self.source.kind in TROUBLE or self.source.kind == "busy" else self.judgement

    def _provisional(self, judgement: Judgement | None) -> bool | None:
        """Whether the upright posture was learnt in passing; also while nobody is judged."""
        if judgement is not None:
            return judgement.provisional
        reference = self.state.reference
        known = [reference.current] if reference.current else list(reference.known)
        return all(baseline.provisional for baseline in known) if known else None

    def _earliest_s(self, kind: Kind) -> float | None:
        return earliest_s(self.state.reminders, kind, self.now, self.settings.reminders)

    def _next_reminder(self, judgement: Judgement | None) -> str:
        """Nothing is promised while something asks for silence: nobody knows when that ends."""
        if judgement is None or self.settings.hush is not None:
            return ""
        return next_reminder(judgement, self.settings, self._earliest_s)

    def _is_attention(self, judgement: Judgement | None) -> bool:
        """Whether it will soon be time: never on gentler days, which say nothing about posture."""
        poor = judgement is not None and judgement.posture == "poor" and not self._acting(judgement)
        return poor and self.gentle_until is None

    def _acting(self, judgement: Judgement) -> bool:
        """Whether a rule that reminds is active: watch rules only show that it will soon be time."""
        return any(rule.level == "act" and rule.name in judgement.active for rule in self.settings.rules)

    def _speaking(self) -> dict[str, Any]:
        """Whether and why reminders wait, and the one that is open."""
        reminders, policy = self.state.reminders, self.settings.reminders
        quiet_s = reminders.quiet_for_s(self.now)
        shown = reminders.open
        hush = self.settings.hush
        silent = SKIPS[hush] if hush else SKIPS["on_break"] if quiet_s and reminders.on_break else ""
        return {
            "silent": silent,
            "snoozed_until": self.now.utc.timestamp() + quiet_s if quiet_s and not reminders.on_break else None,
            "break_until": self.now.utc.timestamp() + quiet_s if quiet_s and reminders.on_break else None,
            "snooze": duration(policy.snooze_s),
            "snoozes_left": max(0, policy.snoozes - reminders.snoozes),
            "may_be_wrong": shown is not None or late_wrong(reminders, self.now) is not None,
            "reminder": None
            if shown is None
            else {"number": shown.number, "kind": shown.kind, "title": shown.title, "message": shown.message},
        }

    def _state(self) -> str:
        if self.off:
            return "locked" if self.off == "asleep" else self.off
        if self.source.kind == "busy":
            return "camera_busy"
        if self.source.kind in TROUBLE:
            return "camera_trouble"
        if self.judgement is None:
            return "unknown"
        if self.judgement.posture in ("good", "poor") and self.gentle_until is not None:
            return "gentle"
        return "camera_busy" if self.judgement.posture == "busy" else self.judgement.posture

    def _camera(self) -> str:
        if self.lent:
            return LENT
        return f"off ({self.off})" if self.off else self.source.text.rstrip(".")

    def _headline(self) -> str:
        if self.lent:
            return LENT_HEADLINE
        if self.off:
            return OFF_TEXTS[self.off]
        if self.calibrating:
            return "Sit well and look at the screen: your upright posture is being taken"
        if self.source.kind in TROUBLE or self.source.kind == "busy":
            return self.source.text.rstrip(".")
        if self.judgement is None:
            return "Waiting for the first picture"
        gentle = self.gentle_until is not None
        words = gentle_text(self.judgement) if gentle else posture_text(self.judgement, self.settings)
        return words[:1].upper() + words[1:]

    def _why(self) -> list[str]:
        if self.off or self.judgement is None or self._seen() is None:
            return [f"{HANGS if self.hangs else self._headline()}."]
        lines = why_lines(self.judgement, self.settings, self._earliest_s)
        silent = self._speaking()["silent"]
        return [lines[0], f"Reminders wait: {silent}.", *lines[1:]] if silent else lines

    def _suggestion(self) -> str:
        if self.wrong_lately < SUGGEST_AFTER:
            return ""
        return "Several reminders were wrong: posture-watch tune shows what other limits would have said"

    def _given_today(self) -> list[Reminded]:
        return [given for given in self.state.reminders.given if given.at.local_date == self.now.local_date]

    def _today(self) -> dict[str, Any]:
        """Today's figures. ``since_break_s`` counts from the first sight after the last break."""
        start = self.state.bout.start
        since_s = self.now.gap_since(start) if start else 0.0
        sitting_s = self.today.sitting_s if self.today else 0.0
        judged_s = self.today.judged_s if self.today else 0.0
        share = self.today.seconds.get("good", 0.0) / judged_s if self.today and judged_s > 0 else None
        text = f"Sitting {duration(sitting_s)} today · {duration(since_s)} since a break"
        if share is not None:
            text += f" · upright {round(100 * share)} %"
        judgement = self._seen()
        if judgement is not None and judgement.strain is not None and not self.off:
            text += f" · load {round(judgement.strain)} of 100"
        return {"sitting_s": sitting_s, "since_break_s": since_s, "good_share": share, "text": text}


def baseline_text(provisional: bool | None) -> str:
    """Where the upright posture comes from."""
    if provisional is None:
        return "not known yet; sit well for a minute, or run posture-watch calibrate"
    return "provisional, learnt in passing (posture-watch calibrate sets your own)" if provisional else "calibrated"
