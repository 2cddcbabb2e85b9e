"""The landmark recording as text: one JSON object a line, a header first. docs/recording-format.md describes it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import POINT_NAMES, Landmark, Landmarks, Scene

FORMAT = "posture-watch-landmarks"
VERSION = 1

_HEADER_KEYS = {"format", "version", "width_px", "height_px", "mode", "interval_s"}
_SCENE_KEYS = {"t_s", "light", "people"}
_OPTIONAL_SCENE_KEYS = {"wall_s", "size_px", "frame_missing"}
_WALL_TOLERANCE_S = 0.1


class BadLine(ValueError):  # noqa: N818 (it is about a line)
    """A line that does not follow the format; says what was expected."""


class NewerVersion(BadLine):
    """A recording made by a newer posture_watch."""


@dataclass(frozen=True, slots=True)
class Header:
    """What holds for the whole recording: frame size (px), the pose mode and the seconds between samples."""

    width_px: int
    height_px: int
    mode: str
    interval_s: float

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError("width_px and height_px are at least 1")
        if not (math.isfinite(self.interval_s) and self.interval_s > 0):
            raise ValueError("interval_s is above 0")


def header_line(header: Header) -> str:
    """The first line, without its line end."""
    return _dump(
        {
            "format": FORMAT,
            "version": VERSION,
            "width_px": header.width_px,
            "height_px": header.height_px,
            "mode": header.mode,
            "interval_s": header.interval_s,
        }
    )


def scene_line(scene: Scene, header: Header, *, t_s: float, wall_s: float) -> str:
    """One scene: ``t_s`` and ``wall_s`` are seconds since the first one, by the monotonic and by the wall clock."""
    fields: dict[str, object] = {"t_s": t_s}
    if abs(wall_s - t_s) >= _WALL_TOLERANCE_S:
        fields["wall_s"] = round(wall_s, 3)
    if (scene.width_px, scene.height_px) != (header.width_px, header.height_px):
        fields["size_px"] = [scene.width_px, scene.height_px]
    if scene.frame_missing:
        fields["frame_missing"] = True
    fields["light"] = None if scene.light is None else round(scene.light, 3)
    fields["people"] = [_person(person) for person in scene.people]
    return _dump(fields)


def _person(person: Landmarks) -> dict[str, list[float]]:
    points = person.points
    return {
        name: [round(points[name].x_px, 2), round(points[name].y_px, 2), round(points[name].visibility, 3)]
        for name in POINT_NAMES
        if name in points
    }


def parse_header(line: str) -> Header:
    """Raises BadLine, or NewerVersion."""
    fields = _load(line)
    if fields.get("format") != FORMAT:
        raise BadLine(f'the first line must be a header with "format": "{FORMAT}"')
    version = fields.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise NewerVersion(f"it is of version {version}; this posture-watch reads up to version {VERSION}")
    if version != VERSION or isinstance(version, bool):
        raise BadLine(f"version must be {VERSION}, not {_shown(version)}")
    _check_keys(fields, _HEADER_KEYS, set())
    mode = fields["mode"]
    if not isinstance(mode, str):
        raise BadLine(f"mode must be a text, not {_shown(mode)}")
    try:
        return Header(
            _whole(fields["width_px"], "width_px"),
            _whole(fields["height_px"], "height_px"),
            mode,
            _number(fields["interval_s"], "interval_s"),
        )
    except ValueError as error:
        raise BadLine(str(error)) from error


def parse_scene(line: str, header: Header, start: Instant) -> Scene:
    """Raises BadLine. ``start`` is the moment at t_s = 0; the scene's mono_s is t_s itself."""
    fields = _load(line)
    _check_keys(fields, _SCENE_KEYS, _OPTIONAL_SCENE_KEYS)
    t_s = _number(fields["t_s"], "t_s")
    wall_s = _number(fields.get("wall_s", t_s), "wall_s")
    width, height = _size(fields.get("size_px", [header.width_px, header.height_px]))
    light, missing = fields["light"], fields.get("frame_missing", False)
    if not isinstance(missing, bool):
        raise BadLine(f"frame_missing must be true or false, not {_shown(missing)}")
    try:
        return Scene(
            at=Instant(t_s, start.shifted(wall_s).utc, start.utc_offset_s),
            width_px=width,
            height_px=height,
            people=tuple(_parse_person(person) for person in _list(fields["people"], "people")),
            light=None if light is None else _number(light, "light"),
            frame_missing=missing,
        )
    except OverflowError as error:
        raise BadLine("t_s or wall_s is too large for a date") from error
    except ValueError as error:
        raise BadLine(str(error)) from error


def _parse_person(value: object) -> Landmarks:
    if not isinstance(value, dict):
        raise BadLine(f"a person must be an object of points, not {_shown(value)}")
    points: dict[str, Landmark] = {}
    for name, triple in cast("dict[str, object]", value).items():
        numbers = [_number(v, name) for v in _list(triple, name)]
        if len(numbers) != 3:
            raise BadLine(f"{name} must be [x, y, visibility]")
        points[name] = Landmark(*numbers)
    return Landmarks(points)


def _dump(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, separators=(",", ":"), allow_nan=False)


def _load(line: str) -> dict[str, object]:
    try:
        fields = json.loads(line, parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadLine):
            raise
        raise BadLine("it is not a JSON object") from error
    if not isinstance(fields, dict):
        raise BadLine("it is not a JSON object")
    return cast("dict[str, object]", fields)


def _refuse_constant(name: str) -> NoReturn:
    raise BadLine(f"{name} is not a number")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadLine("a key stands in it twice")
    return fields


def _check_keys(fields: Mapping[str, object], required: set[str], optional: set[str]) -> None:
    missing, unknown = sorted(required - set(fields)), sorted(set(fields) - required - optional)
    if missing:
        raise BadLine(f"{', '.join(missing)} is missing")
    if unknown:
        raise BadLine(f"unknown key {', '.join(unknown)}")


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadLine(f"{name} must be a number, not {_shown(value)}")
    try:
        number = float(value)
    except OverflowError as error:
        raise BadLine(f"{name} is too large") from error
    if not math.isfinite(number):
        raise BadLine(f"{name} is too large")
    return number


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadLine(f"{name} must be a whole number, not {_shown(value)}")
    return value


def _size(value: object) -> tuple[int, int]:
    sides = [_whole(side, "size_px") for side in _list(value, "size_px")]
    if len(sides) != 2:
        raise BadLine("size_px must be [width, height]")
    return sides[0], sides[1]


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise BadLine(f"{name} must be a list, not {_shown(value)}")
    return cast("list[object]", value)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
