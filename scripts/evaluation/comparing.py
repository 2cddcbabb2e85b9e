"""Every rule on every frame, and the figures of each view: what the tables are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from evaluation.figures import Figures, Interval, Scored, figures_of, intervals_of, recall_by_label
from evaluation.judging import Said, judge, split
from evaluation.peers import RULES, say
from evaluation.seen import Frame, Session
from posture_watch.core.settings import Settings

OURS = "posture-watch"
WORSE_BASELINES = (1, 3, 5, 10, 20)
"""Numbers of upright frames that a baseline is taken from."""


@dataclass(frozen=True, slots=True)
class Line:
    """One rule's figures and their intervals."""

    rule: str
    figures: Figures
    intervals: dict[str, Interval]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rules on one choice of frames: all scored ones, or those that are settled."""

    view: str
    scope: str
    sessions: int
    frames: int
    upright: int
    lines: tuple[Line, ...]
    flagged_by_label: dict[str, float]


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """Our figures with another number of baseline frames; ``sessions`` are those that have so many upright frames."""

    view: str
    baseline_frames: int
    sessions: int
    frames: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Judged:
    """The scored frames of one session and each rule's word on them."""

    session: Session
    frames: tuple[Frame, ...]
    said: dict[str, list[Said]]


def judged(session: Session, baseline_frames: int, settings: Settings, *, peers: bool = True) -> Judged | None:
    """One session by all rules; None if it has too few upright frames for the baseline."""
    parts = split(session, baseline_frames)
    if parts is None:
        return None
    first, scored = parts
    said = {OURS: judge(first, scored, settings)}
    if peers:
        scenes = [frame.scene for frame in first]
        said |= {name: [say(rule, frame.scene, scenes) for frame in scored] for name, rule in RULES.items()}
    return Judged(session, tuple(scored), said)


def compare(view: str, sessions: Sequence[Judged], *, settled: bool) -> Comparison | None:
    """The figures of every rule in one view; None without frames."""
    frames = [f for one in sessions for f in one.frames if f.settled or not settled]
    if not frames:
        return None
    lines: list[Line] = []
    for rule in sessions[0].said:
        groups = {f"{one.session.subject} {one.session.name}": _scored(one, rule, settled=settled) for one in sessions}
        lines.append(Line(rule, figures_of([s for group in groups.values() for s in group]), intervals_of(groups)))
    ours = [s for one in sessions for s in _scored(one, OURS, settled=settled)]
    return Comparison(
        view,
        "away from label changes" if settled else "all frames",
        len(sessions),
        len(frames),
        sum(f.upright for f in frames),
        tuple(lines),
        recall_by_label(ours, [f.label for f in frames]),
    )


def worse_baselines(view: str, sessions: Sequence[Session], settings: Settings) -> list[BaselineLine]:
    """Our figures with baselines of fewer and more frames."""
    lines: list[BaselineLine] = []
    for count in WORSE_BASELINES:
        done = [one for s in sessions if (one := judged(s, count, settings, peers=False)) is not None]
        scored = [frame for one in done for frame in _scored(one, OURS, settled=False)]
        if scored:
            lines.append(BaselineLine(view, count, len(done), len(scored), figures_of(scored)))
    return lines


def figure_names() -> list[str]:
    """Names of the figures, in order."""
    return [f.name for f in fields(Figures)]


def _scored(one: Judged, rule: str, *, settled: bool) -> list[Scored]:
    pairs = zip(one.frames, one.said[rule], strict=True)
    return [Scored(not frame.upright, said) for frame, said in pairs if frame.settled or not settled]
