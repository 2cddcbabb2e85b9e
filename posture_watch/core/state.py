"""What the fold remembers from one observation to the next. Changed nowhere but in the steps of the fold."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.core.baseline import Baseline
from posture_watch.core.events import Event, PostureChanged
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Posture
from posture_watch.core.loads import Strained
from posture_watch.core.monitor import MonitorState
from posture_watch.core.person import DeskPerson, Figure
from posture_watch.core.reference import Reference
from posture_watch.core.reminder_state import ReminderState
from posture_watch.core.sitting import Bout
from posture_watch.core.smoothing import Smoothed
from posture_watch.core.standing import Standing
from posture_watch.core.stillness import Still
from posture_watch.core.timeline import Timeline
from posture_watch.core.view import ViewState


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the fold remembers. ``seen_at`` is the last sight of the person, ``measured_at`` the last judged frame,
    ``whole_at`` the last one in which head and trunk were. ``ghost_since``: something like
    a person where nobody was. ``baselines_taken`` counts how often another baseline was taken up."""

    posture: Posture = "unknown"
    last: Instant | None = None
    seen_at: Instant | None = None
    measured_at: Instant | None = None
    whole_at: Instant | None = None
    empty_since: Instant | None = None
    ghost_since: Instant | None = None
    standing: Standing = Standing()
    person: DeskPerson | None = None
    bystanders: tuple[Figure, ...] = ()
    view: ViewState = ViewState()
    smoothed: Smoothed = Smoothed()
    reference: Reference = Reference()
    monitor: MonitorState = MonitorState()
    timeline: Timeline = Timeline()
    bout: Bout = Bout()
    strained: Strained = Strained()
    still: Still = Still()
    reminders: ReminderState = ReminderState()
    baselines_taken: int = 0
    frames_stopped: bool = False

    @property
    def checkpoint(self) -> Checkpoint:
        """What is open: the shell writes it every few seconds, so that a kill loses no more."""
        return self.timeline.checkpoint()


def begin(
    baselines: tuple[Baseline, ...] = (),
    *,
    bout: Bout | None = None,
    reminders: ReminderState | None = None,
    minutes: bool = True,
) -> EngineState:
    """A fresh state that knows these baselines; after a restart also the running bout and what was said so far.

    ``minutes`` False: no figures by the minute, for replays that ask about reminders only.
    """
    return EngineState(
        reference=Reference(known=baselines),
        timeline=Timeline(keeps_minutes=minutes),
        bout=bout or Bout(),
        reminders=reminders or ReminderState(),
    )


def become(state: EngineState, posture: Posture, at: Instant, since: Instant) -> tuple[EngineState, list[Event]]:
    """The state with this posture, and the fact if that is a change; ``since`` is when it really began."""
    if posture == state.posture:
        return state, []
    return replace(state, posture=posture), [PostureChanged(at, state.posture, posture, since)]
