"""Puts the parts of a watch together: config, model, source. What every command that looks at frames begins with."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from posture_watch.capture.camera_memory import CameraMemory
from posture_watch.capture.opening import open_source
from posture_watch.capture.source import CameraOptions, Source
from posture_watch.config import Config, load
from posture_watch.core.instant import Instant
from posture_watch.paths import Paths
from posture_watch.pose.models import model_path, verify_model
from posture_watch.power.threads import Kept, made_apart
from posture_watch.watching import Look

if TYPE_CHECKING:
    from posture_watch.capture.frame import Frame
    from posture_watch.core.landmarks import Scene
    from posture_watch.notify.base import Notifier
    from posture_watch.notify.dispatcher import Dispatcher
    from posture_watch.pose.landmarker import PoseModel

Mode = Literal["image", "video"]

_log = logging.getLogger(__name__)


def read_config(paths: Paths) -> Config:
    """The user's settings, or the defaults if there is no file."""
    return load(paths.config_file, missing_ok=True)


def checked_model(config: Config) -> Path:
    """The configured model, known to be whole. Raises UserError before any camera is opened."""
    path = model_path(config.pose.model)
    verify_model(path)
    return path


def camera_options(config: Config) -> CameraOptions:
    """How the config wants live pictures."""
    camera = config.camera
    return CameraOptions(camera.width_px, camera.height_px, mirror=camera.mirror, rotate_deg=camera.rotate_deg)


def open_for(  # noqa: PLR0913  # each is an option of the command line
    config: Config,
    text: str,
    *,
    fps: float | None = None,
    loop_s: float | None = None,
    start: Instant | None = None,
    must_open_first: bool = True,
    shared: bool = False,
    memory: CameraMemory | None = None,
) -> Source:
    """The source ``text`` with the config's camera settings and sampling interval.

    ``shared``: a camera is taken in bursts where the config wants it, for a watch that goes on all day. ``memory``:
    which camera that was the last time.
    """
    return open_source(
        text,
        interval_s=config.camera.interval_s,
        fps=fps,
        loop_s=loop_s,
        start=start,
        camera=camera_options(config),
        must_open_first=must_open_first,
        burst_period_s=config.camera.period_s if shared and takes_bursts(config) else None,
        memory=memory,
    )


def takes_bursts(config: Config, platform: str = sys.platform) -> bool:
    """Whether a camera is taken for a moment only: as configured, else where it serves one program at a time."""
    return platform == "linux" if config.camera.use == "auto" else config.camera.use == "bursts"


def open_look(model: Path, mode: Mode, max_people: int, *, cores: int | None = None) -> tuple[Look, Callable[[], None]]:
    """The pose model as a function of a frame, and what closes it. With ``cores`` its threads give way to whatever
    else runs and keep to so many cores, never all: for a watch that goes on all day."""
    pose, kept = open_model(model, mode, max_people, cores=cores)
    if cores is not None:
        _log.info("%s", kept.words)

    def look(frame: Frame) -> Scene:
        return pose.look(frame.image, frame.at)

    return look, pose.close


def open_model(model: Path, mode: Mode, max_people: int, *, cores: int | None = None) -> tuple[PoseModel, Kept]:
    """The same as it is, and how its threads are kept."""
    from posture_watch.pose.landmarker import PoseModel  # noqa: PLC0415  # 0.5 s, and not for landmark recordings

    def make() -> PoseModel:
        return PoseModel(model, mode=mode, max_people=max_people)

    return (make(), Kept()) if cores is None else made_apart(make, cores)


def notifiers(config: Config) -> tuple[Notifier, ...]:
    """The ways to notify that the config asks for, in the order they are tried."""
    from posture_watch.notify.registry import NotifyOptions, choose  # noqa: PLC0415  # not for replay

    options = NotifyOptions(config.notifications.popup_s, config.notifications.deadline_s)
    return choose(config.notifications.backend, options)


def open_dispatcher(config: Config, on_action: Callable[[str, str], None] | None = None) -> Dispatcher:
    """A thread that notifies as the config asks for. ``on_action``: called there with slot and key of a button."""
    from posture_watch.notify.dispatcher import Dispatcher  # noqa: PLC0415  # not for replay

    return Dispatcher(*notifiers(config), on_action=on_action)
