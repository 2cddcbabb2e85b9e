"""`calibrate`: watches the user sit well for some seconds, says what it sees, keeps the result or says why not."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.capture.source import Source
from posture_watch.commands import own_check
from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.commands.sight import advice_on, told
from posture_watch.commands.taking import FRAMES_A_SECOND, frames_of, hold
from posture_watch.config import Config, build_settings
from posture_watch.core.baseline import Baseline, with_scale_of
from posture_watch.core.calibration import Finding, Refused, Take, add_frame, finish_take
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError, nothing_changed
from posture_watch.native_output import silence_native_output
from posture_watch.opening import checked_model, open_for, open_look, read_config
from posture_watch.paths import user_paths
from posture_watch.store.log import Log
from posture_watch.texts import retold, text
from posture_watch.watching import Look

SECONDS = 10.0
"""Long enough for a median, short enough to sit still (starting guess)."""
ONLY_OF_A_CHECK = ("from_", "set_scale", "json")


def run(options: argparse.Namespace) -> int:
    """Take, judge and keep a baseline. A monitor that runs lets go of the camera meanwhile."""
    if options.check:
        return own_check.run(options)
    silence_native_output()
    seconds = _seconds(options)
    paths = user_paths()
    with nothing_changed():
        config = read_config(paths)
        model = checked_model(config)
    with borrowed_camera(paths):
        scenes: list[Scene] = []
        with nothing_changed():
            taken = _take(config, model, options.source, seconds, scenes)
        advice = told(advice_on(scenes, config))
        if isinstance(taken, Refused):
            raise UserError(f"This take will not do: {taken.reason}.", advice or taken.advice)
        with Log.open(paths.database_file) as log:
            log.save_baseline(with_scale_of(replace(taken, made_utc=Clock().now().utc), log.baselines()))
    print(_summary(taken))
    if advice:
        print(advice)
    return 0


def _seconds(options: argparse.Namespace) -> float:
    for name in ONLY_OF_A_CHECK:
        if getattr(options, name):
            word = "--" + name.strip("_").replace("_", "-")
            raise UserError(f"{word} belongs to a check of your postures.", "posture-watch calibrate --check")
    seconds = SECONDS if options.seconds is None else float(options.seconds)
    if not 2 <= seconds <= 300:
        raise UserError(f"--seconds {seconds:g} is not between 2 and 300.", "10 is a good length.")
    return seconds


def _take(
    config: Config, model: Path, source_text: str | None, seconds: float, scenes: list[Scene]
) -> Baseline | Refused:
    mode, people = config.pose.mode, config.pose.max_people
    with open_for(config, source_text or config.camera.source, fps=FRAMES_A_SECOND) as source:
        look, close = open_look(model, mode, people)
        try:
            settings = build_settings(config, camera=source.identity, mode=mode, sample_interval_s=source.interval_s)
            return _watch(source, look, settings, seconds, scenes)
        finally:
            close()


def _watch(source: Source, look: Look, settings: Settings, seconds: float, scenes: list[Scene]) -> Baseline | Refused:
    take = Take()

    def add(scene: Scene) -> Finding:
        nonlocal take
        take, finding = add_frame(take, scene, replace(settings, camera=source.identity))
        return finding

    for scene in hold(
        frames_of(source), look, title=text("Sit well and look at the screen"), seconds=seconds, note=add
    ):
        scenes.append(scene)
    return finish_take(take, replace(settings, camera=source.identity))


def _summary(baseline: Baseline) -> str:
    place = baseline.place
    return text(
        "Calibrated from {frames} frames, {view}, {size}: this is your upright posture from now on.",
        frames=baseline.frames,
        view=retold(f"{place.view} view"),
        size=f"{place.width_px}x{place.height_px}",
    )
