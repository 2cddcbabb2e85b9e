"""What the pose model says of one simulated person who sits well, sinks or tilts the head: noisy, a second apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from simulation.scenes import Trial, scenes_to_judge

from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmarks, Scene

Posture = Literal["upright", "slump", "tilt"]
MOVEMENTS: Mapping[Posture, tuple[str, float]] = {
    "upright": ("upright", 0),
    "slump": ("slump", 6),
    "tilt": ("head_tilt", 20),
}
"""Movement and size (cm, °) in the words of simulation.movements."""
SCENES = 120
"""Then the same noise comes again (s)."""
PERSON_SEED = 11


@dataclass(frozen=True, slots=True)
class Bodies:
    """``scenes`` by posture, to be given any moment."""

    scenes: Mapping[Posture, tuple[Scene, ...]]

    def seen(self, posture: Posture | None, at: Instant) -> Scene:
        """The person at ``at``, or an empty chair."""
        if posture is None:
            return replace(self.scenes["upright"][0], at=at, people=())
        scene = self.scenes[posture][int(at.mono_s) % SCENES]
        return replace(scene, at=at, people=tuple(Landmarks(dict(person.points)) for person in scene.people))


@cache
def bodies() -> Bodies:
    """The same person at every call."""
    return Bodies({posture: _scenes(*how) for posture, how in MOVEMENTS.items()})


def _scenes(movement: str, size: float) -> tuple[Scene, ...]:
    (scenes,) = scenes_to_judge(Trial(movement, size, 1, PERSON_SEED, mode="held", held_s=SCENES))
    return tuple(scenes)
