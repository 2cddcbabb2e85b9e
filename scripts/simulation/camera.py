"""A pinhole camera, aimed as people aim theirs: pitched until the own face stands where they like it in the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from simulation.body import Points
from simulation.people import Columns, Floats, People

LOWEST_SHOULDERS = 0.96
"""Who sees the own shoulders leave the frame turns the lid back until they are this low (starting guess)."""
NEAREST_CM = 5.0
"""Nothing is nearer to the lens: keeps the division finite."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Cameras in place: ``at_cm`` (people, 3); ``turned_deg`` where it stands, 0 in front and 90 at the subject's left;
    yaw and roll as built in; ``pitch_deg`` up; ``focal_px``; frame size."""

    at_cm: Floats
    turned_deg: Floats
    yaw_deg: Floats
    pitch_deg: Floats
    roll_deg: Floats
    focal_px: Floats
    width_px: Floats
    height_px: Floats

    def moved(self, **changes: Floats | float) -> Aim:
        """The camera with these added to it."""
        return replace(self, **{name: getattr(self, name) + change for name, change in changes.items()})

    def towards(self, other: Aim, share: Floats) -> Aim:
        """Part of the way to another place, for each person: 0 is this one, 1 the other."""
        mixed = {f.name: (1 - share) * getattr(self, f.name).T + share * getattr(other, f.name).T for f in fields(self)}
        return Aim(**{name: column.T for name, column in mixed.items()})


def focal_px(fov_deg: Floats, width_px: Floats) -> Floats:
    """Focal length in pixels of a lens that sees ``fov_deg`` across the frame."""
    return width_px / 2 / np.tan(np.radians(fov_deg) / 2)


def aim(people: People, seated: Points) -> Aim:
    """Put up each camera before the person as ``seated`` upright."""
    camera: Columns = people.camera
    eyes, ears, shoulders = (middle(seated, part) for part in ("eye", "ear", "shoulder"))
    zero = np.zeros(people.count)
    turned = camera.get("turned_deg", zero)
    across = np.radians(turned)
    distance, offset = camera["distance_cm"], camera.get("offset_cm", zero)
    at = np.stack(
        [
            eyes[:, 0] + distance * np.cos(across) - offset * np.sin(across),
            eyes[:, 1] + distance * np.sin(across) + offset * np.cos(across),
            eyes[:, 2] - camera["below_eye_cm"],
        ],
        axis=1,
    )
    focal = focal_px(camera["fov_deg"], camera["width_px"])
    out = Aim(
        at,
        turned,
        camera.get("yaw_deg", zero),
        zero,
        camera["roll_deg"],
        focal,
        camera["width_px"],
        camera["height_px"],
    )
    out = replace(out, yaw_deg=out.yaw_deg + _towards(out, ears))
    return replace(out, pitch_deg=_pitch_deg(out, camera["face_y"], ears, shoulders))


def middle(points: Points, part: str) -> Floats:
    """Halfway between the left and the right one."""
    return (points[f"left_{part}"] + points[f"right_{part}"]) / 2


def _towards(aim_: Aim, target: Floats) -> Floats:
    """Yaw that turns a camera off to the side halfway back to the person (deg)."""
    right, forward, _ = _camera_axes(aim_)
    off = target - aim_.at_cm
    return 0.5 * np.degrees(np.arctan2(_dot(off, right), _dot(off, forward)))


def _pitch_deg(aim_: Aim, face_y: Floats, ears: Floats, shoulders: Floats) -> Floats:
    """Up until the ears stand at ``face_y`` of the frame, or less if the shoulders would leave it."""

    def for_point(target: Floats, share: Floats | float) -> Floats:
        _, forward, _ = _camera_axes(aim_)
        off = target - aim_.at_cm
        up = np.arctan2(off[:, 2], _dot(off, forward))
        below_axis = np.arctan2((share - 0.5) * aim_.height_px, aim_.focal_px)
        return np.degrees(up + below_axis)

    return np.minimum(for_point(ears, face_y), for_point(shoulders, LOWEST_SHOULDERS))


def _camera_axes(aim_: Aim) -> tuple[Floats, Floats, Floats]:
    """Right, forward and down of each camera in the room, (people, 3) each."""
    heading = np.radians(aim_.turned_deg + 180.0 - aim_.yaw_deg)
    pitch, roll = np.radians(aim_.pitch_deg), np.radians(aim_.roll_deg)
    level = np.stack([np.cos(heading), np.sin(heading), np.zeros_like(heading)], axis=1)
    right = np.stack([np.sin(heading), -np.cos(heading), np.zeros_like(heading)], axis=1)
    up = np.array([0.0, 0.0, 1.0])
    forward = level * np.cos(pitch)[:, None] + up * np.sin(pitch)[:, None]
    down = np.cross(forward, right)
    c, s = np.cos(roll)[:, None], np.sin(roll)[:, None]
    return right * c + down * s, forward, down * c - right * s


def _dot(a: Floats, b: Floats) -> Floats:
    return np.einsum("nj,nj->n", a, b)


def project(aim_: Aim, points: Points) -> Mapping[str, Floats]:
    """Each point in the picture: (people, 2), px right and down. What is behind the lens counts as close to it."""
    right, forward, down = _camera_axes(aim_)
    out: dict[str, Floats] = {}
    for name, place in points.items():
        off = place - aim_.at_cm
        scale = aim_.focal_px / np.maximum(_dot(off, forward), NEAREST_CM)
        x = aim_.width_px / 2 + scale * _dot(off, right)
        y = aim_.height_px / 2 + scale * _dot(off, down)
        out[name] = np.stack([x, y], axis=1)
    return out


def px_per_cm(aim_: Aim, place: Floats) -> Floats:
    """How large a cm is in the picture at ``place``."""
    _, forward, _ = _camera_axes(aim_)
    return aim_.focal_px / np.maximum(_dot(place - aim_.at_cm, forward), NEAREST_CM)
