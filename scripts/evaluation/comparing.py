"""Every rule on every frame, and the figures of each view: what the tables are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from evaluation.figures import Figures, Interval, Scored, figures_of, intervals_of
from evaluation.judging import Said, Split, judge, split
from evaluation.manifest import NEITHER_LABELS
from evaluation.peers import RULES, say
from evaluation.seen import Frame, Session
from posture_watch.core.settings import Settings

OURS = "posture-watch"


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


@dataclass(frozen=True, slots=True)
class Judged:
    """The scored frames of one session and each rule's word on them; ``all_said`` is ours on every frame."""

    session: Session
    split: Split
    frames: tuple[Frame, ...]
    said: dict[str, list[Said]]
    all_said: tuple[Said, ...]

    @property
    def ours(self) -> list[Said]:
        """Our own word on the scored frames."""
        return self.said[OURS]

    @property
    def name(self) -> str:
        """Subject and session."""
        return f"{self.session.subject} {self.session.name}".strip()


def judged(
    session: Session, baseline_frames: int, settings: Settings, *, peers: bool = True, strict: bool = False
) -> Judged | None:
    """One session by all rules; None if it has too few upright frames for the baseline."""
    parts = split(session, baseline_frames, strict=strict)
    if parts is None:
        return None
    first = [session.frames[i] for i in parts.baseline]
    scored = [session.frames[i] for i in parts.scored]
    every = tuple(judge(first, session.frames, settings))
    said = {OURS: [every[i] for i in parts.scored]}
    if peers:
        scenes = [frame.scene for frame in first]
        said |= {name: [say(rule, frame.scene, scenes) for frame in scored] for name, rule in RULES.items()}
    return Judged(session, parts, tuple(scored), said, every)


def compare(view: str, sessions: Sequence[Judged], *, settled: bool) -> Comparison | None:
    """The figures of every rule in one view; None without frames."""
    frames = [f for one in sessions for f in one.frames if counts(f) and (f.settled or not settled)]
    if not frames:
        return None
    lines: list[Line] = []
    for rule in sessions[0].said:
        groups = {one.name: scored_frames(one, rule, settled=settled) for one in sessions}
        lines.append(Line(rule, figures_of([s for group in groups.values() for s in group]), intervals_of(groups)))
    scope = "away from label changes" if settled else "all frames"
    return Comparison(view, scope, len(sessions), len(frames), sum(f.upright for f in frames), tuple(lines))


def figure_names() -> list[str]:
    """Names of the figures, in order."""
    return [f.name for f in fields(Figures)]


def counts(frame: Frame) -> bool:
    """Whether a frame is right or wrong to flag: leaning back is neither."""
    return frame.label not in NEITHER_LABELS


def scored_frames(one: Judged, rule: str = OURS, *, settled: bool = False) -> list[Scored]:
    """Truth and word on the frames of a session that count."""
    pairs = zip(one.frames, one.said[rule], strict=True)
    return [Scored(not f.upright, said) for f, said in pairs if counts(f) and (f.settled or not settled)]
