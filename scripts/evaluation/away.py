"""Who leaves and comes back: upright frames of a session, a minute of a room without anybody, the same frames again.

Through the live fold, a frame a second; the empty frames are the manifest's own, brought to the session's size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluation.judging import INTERVAL_S
from evaluation.manifest import Row
from evaluation.seen import Eyes, Session
from evaluation.stored import START
from posture_watch.config import Config, build_settings
from posture_watch.core.calibration import baselines_of, measured_of
from posture_watch.core.engine import advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.settings import Settings

HERE_S, EMPTY_S = 30, 60


@dataclass(frozen=True, slots=True)
class AwayFigures:
    """One session. Seconds from the first empty frame until *away* is shown, and from the first frame with somebody
    until it no longer is (0: at once); infinite if never. ``ghosts``: share of the empty frames with somebody there."""

    view: str
    name: str
    gone_after_s: float
    back_after_s: float
    ghosts: float


def away_figures(sessions: Sequence[Session], rows: Sequence[Row], eyes: Eyes, config: Config) -> list[AwayFigures]:
    """A line a session; none if the manifest has no empty picture or clip."""
    empty = [scene for row in rows if row.empty for scene in _scenes(row, eyes)]
    if not empty:
        return []
    settings = build_settings(config, camera="evaluation", mode="image", sample_interval_s=INTERVAL_S)
    return [_one(session, empty, settings) for session in sessions]


def _scenes(row: Row, eyes: Eyes) -> list[Scene]:
    return eyes.clip(row.path, INTERVAL_S) if row.clip else eyes.scenes(row.path)


def _one(session: Session, empty: Sequence[Scene], settings: Settings) -> AwayFigures:
    upright = [frame.scene for frame in session.frames if frame.upright and frame.scene.people]
    state = begin(baselines_of(measured_of(upright, settings), settings))
    nobody = [resized(scene, upright[0]) for scene in empty]
    day = [*_repeated(upright, HERE_S), *_repeated(nobody, EMPTY_S), *_repeated(upright, HERE_S)]
    judgements: list[Judgement] = []
    for number, scene in enumerate(day):
        state, judgement, _ = advance(state, replace(scene, at=START.shifted(number * INTERVAL_S)), settings)
        judgements.append(judgement)
    here = [judgement.posture != "away" for judgement in judgements]
    return AwayFigures(
        session.view,
        f"{session.subject} {session.name}".strip(),
        _until(here[HERE_S : HERE_S + EMPTY_S], wanted=False),
        _until(here[HERE_S + EMPTY_S :], wanted=True),
        sum(j.person for j in judgements[HERE_S : HERE_S + EMPTY_S]) / EMPTY_S,
    )


def resized(scene: Scene, like: Scene) -> Scene:
    """The scene in a frame of another size."""
    kx, ky = like.width_px / scene.width_px, like.height_px / scene.height_px
    people = tuple(
        Landmarks({n: Landmark(p.x_px * kx, p.y_px * ky, p.visibility) for n, p in person.points.items()})
        for person in scene.people
    )
    return replace(scene, width_px=like.width_px, height_px=like.height_px, people=people)


def _repeated(scenes: Sequence[Scene], count: int) -> list[Scene]:
    return [scenes[number % len(scenes)] for number in range(count)]


def _until(here: Sequence[bool], *, wanted: bool) -> float:
    return here.index(wanted) * INTERVAL_S if wanted in here else math.inf
