"""Ready data sets for whoever works on rules: scenes of simulated people, upright and then in a posture.

    from simulation.dataset import samples
    for baseline, test in samples("slouch", 0.21, people=100, seed=1):
        ...  # both are lists of Scene, a second apart; test has one frame, or `frames` of them

Movements and their sizes stand in ``simulation.movements.MOVEMENTS``; "upright" and "reseated" must not be flagged.
"""

from __future__ import annotations

from posture_watch.core.landmarks import Scene
from simulation.scenes import Trial, baseline_scenes, scenes_to_judge


def samples(  # noqa: PLR0913  # what may be chosen
    movement: str,
    size: float,
    people: int,
    seed: int,
    *,
    frames: int = 1,
    baseline_frames: int = 5,
    wider: bool = False,
    side: bool = False,
    noise: str = "stated",
    live: bool = False,
) -> list[tuple[list[Scene], list[Scene]]]:
    """(baseline scenes, test scenes) of each person; ``live`` ones begin with 20 s upright and the way there.

    The same arguments give the same scenes; the same seed gives the same people whatever they do.
    """
    mode = "live" if live else "held" if frames > 1 else "frame"
    trial = Trial(movement, size, people, seed, mode, baseline_frames, wider, side, noise, held_s=frames)
    return list(zip(baseline_scenes(trial), scenes_to_judge(trial), strict=True))
