"""What to change about light and camera, with what was measured. Relative to frame, body and noise: how bright a face
is says nothing, skin differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from posture_watch.core.baseline import Baseline
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.person import Figure, find_desk_person
from posture_watch.core.quality import ARM, EDGE, HIDDEN, SHAPE, SHOULDERS_OUT
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings

LEAST_SCENES = 4
"""Fewer pictures make no median worth telling."""
SCARCE_LIGHT = 2.0
"""Light within this factor of the least: half of it would be too dark (starting guess)."""
SMALL = 1.5
"""Body size within this factor of the least: a step back would lose the person (starting guess)."""
LARGE_SHARE = 0.9
"""Shoulders over this share of the frame's width: leaning in cuts them off (starting guess)."""
BESIDE_SHARE = 0.30
"""Head further from the middle than this share of the frame's width (starting guess)."""
JUMPS_RATIO = 0.025
"""Head over shoulders jumps from picture to picture, in shoulder widths: up to 0.018 in clear pictures, 0.02–0.06 in
noisy and dark ones (measured)."""
UNCLEAR_SHARE = 0.1
"""More unclear pictures than this are worth a word (starting guess)."""


@dataclass(frozen=True, slots=True)
class Advice:
    """``topic`` names it; ``found`` says what was measured, ``todo`` what would help, a sentence each."""

    topic: str
    found: str
    todo: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """The scenes, and who and what was found in them."""

    scenes: Sequence[Scene]
    settings: Settings
    figures: tuple[Figure, ...]
    samples: tuple[PostureSample, ...]

    def middle(self, of: Callable[[PostureSample], float | None]) -> float | None:
        """The median of what the samples have of it."""
        found = [value for value in map(of, self.samples) if value is not None]
        return median(found) if found else None


def advise(scenes: Sequence[Scene], settings: Settings, baseline: Baseline | None = None) -> tuple[Advice, ...]:
    """What would make these scenes of a person at the desk clearer; nothing if they will do.

    ``scenes`` are some seconds of one camera in the order of time, at most a second apart; ``settings`` as for the
    fold; ``baseline`` the one in use, to compare the light with. Callers print ``found`` and ``todo``.
    """
    if len(scenes) < LEAST_SCENES:
        return ()
    seen = _look(scenes, settings)
    return (*_light(seen, baseline), *_presence(seen), *_place(seen), *_clearness(seen))


def _look(scenes: Sequence[Scene], settings: Settings) -> _Seen:
    found = [(scene, find_desk_person(scene, settings.gate, None, None)) for scene in scenes]
    figures = [(scene, figure) for scene, figure in found if figure is not None]
    samples = [measure(figure.person, scene, settings.gate) for scene, figure in figures]
    return _Seen(scenes, settings, tuple(figure for _, figure in figures), tuple(s for s in samples if s is not None))


def _light(seen: _Seen, baseline: Baseline | None) -> Iterator[Advice]:
    lights = [scene.light for scene in seen.scenes if scene.light is not None]
    if not lights:
        return
    light, least = median(lights), seen.settings.gate.min_light
    lamp = "Switch on a lamp in front of you, or open the blinds; a window behind you makes it worse."
    if light < SCARCE_LIGHT * least:
        short = "too little" if light < least else "hardly enough"
        yield Advice("light", f"The picture's light is {light:.2f} of 1, {short}: the least is {least:.2f}.", lamp)
    elif baseline is not None and baseline.light and light * seen.settings.baseline.light_change_ratio < baseline.light:
        was = f"it was {baseline.light:.2f} when your upright posture was taken"
        yield Advice("light", f"The picture's light is {light:.2f} of 1; {was}.", lamp)


def _presence(seen: _Seen) -> Iterator[Advice]:
    missing = len(seen.scenes) - len(seen.figures)
    if missing > UNCLEAR_SHARE * len(seen.scenes):
        found = f"Nobody was found in {missing} of {len(seen.scenes)} pictures."
        yield Advice(
            "missed" if seen.figures else "nobody",
            found,
            "Sit where head and both shoulders are in the picture, with light on your face.",
        )


def _place(seen: _Seen) -> Iterator[Advice]:
    if not seen.figures:
        return
    width_px, height_px = seen.scenes[-1].width_px, seen.scenes[-1].height_px
    size = median(figure.size_px for figure in seen.figures) / min(width_px, height_px)
    least = seen.settings.gate.min_shoulder_share
    if size < SMALL * least:
        found = f"You are small: shoulders {100 * size:.0f} % of the picture, at least {100 * least:.0f} are needed."
        yield Advice("small", found, "Move the camera nearer, or zoom in.")
    wide = seen.middle(lambda s: s.values.get("shoulder_scale_ratio"))
    if wide is not None and wide > LARGE_SHARE:
        found = f"You are very near: shoulders {100 * wide:.0f} % of the picture's width."
        yield Advice("large", found, "Move the camera, or yourself, back a little.")
    head_x_px = seen.middle(lambda s: s.values.get("head_x_px"))
    if head_x_px is not None and abs(head_x_px / width_px - 0.5) > BESIDE_SHARE:
        side = "left" if head_x_px < width_px / 2 else "right"
        found = f"Your head is {100 * abs(head_x_px / width_px - 0.5):.0f} % of the picture's width from its middle."
        yield Advice("beside", found, f"Turn the camera until you are in the middle: you are at the picture's {side}.")
    yield from _direction(seen)


def _direction(seen: _Seen) -> Iterator[Advice]:
    between = sum(sample.view == "between" for sample in seen.samples)
    todo = "Put it right in front of you, or right at your side."
    if between * 2 > len(seen.samples):
        found = f"The camera sees you at an angle in {between} of {len(seen.samples)} pictures: neither front nor side."
        yield Advice("angle", found, todo)
        return
    turn_deg = seen.middle(lambda s: None if s.view == "side" else s.values.get("head_turn_deg"))
    if turn_deg is not None and abs(turn_deg) > seen.settings.gate.max_turn_deg:
        yield Advice("angle", f"You look {abs(turn_deg):.0f}° past the camera.", todo)


WHAT_TO_DO = {
    EDGE: ("edge", "Tilt the lid or turn the camera until there is room around your head."),
    SHOULDERS_OUT: (
        "shoulders",
        "Tilt the lid forward, or move the camera back, until both shoulders are in the picture.",
    ),
    ARM: ("arm", "Take hands and arms from before your face for a moment."),
    HIDDEN: ("unclear", "Let light fall on your face from the front, and nothing hide it; wipe the lens."),
    SHAPE: ("unclear", "Let light fall on your face from the front, and nothing hide it; wipe the lens."),
}


def _clearness(seen: _Seen) -> Iterator[Advice]:
    least = seen.settings.gate.min_quality
    doubts = [sample.doubt for sample in seen.samples if sample.quality < least]
    if len(doubts) > UNCLEAR_SHARE * len(seen.samples):
        worst = max(set(doubts), key=doubts.count)
        topic, todo = WHAT_TO_DO[worst]
        found = f"In {doubts.count(worst)} of {len(seen.samples)} pictures {worst}."
        yield Advice(topic, found, todo)
    jumps = jump_ratio(seen.samples)
    if jumps is not None and jumps > JUMPS_RATIO:
        found = f"What is seen jumps by {jumps:.3f} shoulder widths from picture to picture (usual: {JUMPS_RATIO})."
        yield Advice("jumps", found, "Keep still for a moment; if you did, more light makes the picture less noisy.")


def jump_ratio(samples: Sequence[PostureSample]) -> float | None:
    """How far a picture's head height over the shoulders is from the middle of its neighbours', in shoulder widths: the
    median. Slow movement takes no part in it. None for less than three such neighbourhoods."""
    heights = [s.values["head_drop_ratio"] for s in samples if "head_drop_ratio" in s.values]
    offs = [abs(b - (a + c) / 2) for a, b, c in zip(heights, heights[1:], heights[2:], strict=False)]
    return median(offs) if len(offs) >= 3 else None
