"""Two peers with the memory they have of their own: means, drift and holds, on frames a second apart.

Simplified: a frame here is a second, not a seventh or a twentieth of one, so that dorso-linux, which counts frames,
waits for longer than on a desk. A frame without the points is passed over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import mean

from evaluation.peer_person import Person, person_of
from evaluation.peers import upsit_baseline, upsit_share
from posture_watch.core.landmarks import Scene

DORSO_LIMIT = 0.03
DORSO_MEAN, DORSO_ENTER, DORSO_LEAVE = 5, 8, 5
UPSIT_SHARE = 0.2
"""Of a new sample in the running mean."""
UPSIT_HOLD_S = 4.0
UPSIT_BETTER, UPSIT_WORSE = 0.35, 0.0035
"""How much of the way the baseline drifts in a second."""
Watch = Callable[[Sequence[Scene], Sequence[Scene]], list[bool]]
"""Scenes a second apart, and those of the baseline → whether the alarm is on in each."""


def dorso_in_time(scenes: Sequence[Scene], upright: Sequence[Scene]) -> list[bool]:
    """Mean of the last five nose heights over the baseline by 3 %, eight frames running; off after five under it."""
    base = mean(p.points["nose"][1] for p in _people(upright)) if _people(upright) else None
    recent: deque[float] = deque(maxlen=DORSO_MEAN)
    on, run = False, 0
    states: list[bool] = []
    for scene in scenes:
        person = person_of(scene)
        if base is not None and person is not None and "nose" in person.points:
            recent.append(person.points["nose"][1])
            low = mean(recent) - base > DORSO_LIMIT
            run = run + 1 if low != on else 0
            if run >= (DORSO_LEAVE if on else DORSO_ENTER):
                on, run = not on, 0
        states.append(on)
    return states


def upsit_in_time(scenes: Sequence[Scene], upright: Sequence[Scene]) -> list[bool]:
    """Running means of clearance and head size, a baseline that drifts while all is well, four seconds' hold."""
    first = _people(upright)
    states: list[bool] = []
    if not first:
        return [False] * len(scenes)
    base = upsit_baseline(first)
    smooth: Person | None = None
    since: float | None = None
    on = False
    for scene in scenes:
        person = person_of(scene)
        if person is not None:
            smooth = person if smooth is None else _towards(smooth, person)
            try:
                share, clearance, head = upsit_share(smooth, base)
            except (KeyError, ZeroDivisionError):
                states.append(on)
                continue
            now_s = scene.at.mono_s
            since = (since if since is not None else now_s) if share >= 1 else None
            on = since is not None and now_s - since >= UPSIT_HOLD_S
            if share < 1:
                base = (_drift(base[0], clearance, better_up=True), _drift(base[1], head, better_up=False))
        states.append(on)
    return states


def _towards(smooth: Person, person: Person) -> Person:
    points = {
        name: (x + UPSIT_SHARE * (at[0] - x), y + UPSIT_SHARE * (at[1] - y))
        for name, (x, y) in smooth.points.items()
        if (at := person.points.get(name)) is not None
    }
    return replace(person, points={**person.points, **points})


def _drift(base: float, value: float, *, better_up: bool) -> float:
    better = value > base if better_up else value < base
    return base + (UPSIT_BETTER if better else UPSIT_WORSE) * (value - base)


def _people(scenes: Sequence[Scene]) -> list[Person]:
    return [p for p in map(person_of, scenes) if p is not None and "nose" in p.points]


IN_TIME: dict[str, Watch] = {"dorso-linux, own hold": dorso_in_time, "UpSit, own hold": upsit_in_time}
