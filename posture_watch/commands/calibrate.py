"""`calibrate`: watches the user sit well for some seconds, says what it sees, keeps the result or says why not."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.commands.waiting import require_signs_of_life
from posture_watch.config import Config, build_settings
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import GOOD, REASONS, Refused, Take, add_frame, finish_take
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.native_output import silence_native_output
from posture_watch.opening import checked_model, open_for, open_look, read_config
from posture_watch.paths import user_paths
from posture_watch.store.log import Log
from posture_watch.terminal.progress import Progress
from posture_watch.watching import Look

POLL_S = 0.5
FRAMES_A_SECOND = 4.0
"""More frames than live: a median of many, in few seconds (starting guess)."""


def run(options: argparse.Namespace) -> int:
    """Take, judge and keep a baseline. A monitor that runs lets go of the camera meanwhile."""
    silence_native_output()
    if not 2 <= options.seconds <= 300:
        raise UserError(f"--seconds {options.seconds:g} is not between 2 and 300.", "10 is a good length.")
    paths = user_paths()
    config = read_config(paths)
    model = checked_model(config)
    with borrowed_camera(paths):
        taken = _take(config, model, options)
        if isinstance(taken, Refused):
            raise UserError(f"This take will not do: {taken.reason}.", taken.advice)
        with Log.open(paths.database_file) as log:
            log.save_baseline(taken)
    print(_summary(taken))
    return 0


def _take(config: Config, model: Path, options: argparse.Namespace) -> Baseline | Refused:
    text = options.source or config.camera.source
    mode, people = config.pose.mode, config.pose.max_people
    with open_for(config, text, fps=FRAMES_A_SECOND) as source:
        look, close = open_look(model, mode, people)
        try:
            settings = build_settings(config, camera=source.identity, mode=mode, sample_interval_s=source.interval_s)
            return _watch(source, look, settings, options.seconds)
        finally:
            close()


def _watch(source: Source, look: Look, settings: Settings, seconds: float) -> Baseline | Refused:
    clock, take = Clock(), Take()
    first: Scene | None = None
    heard_s = clock.mono_s()
    with Progress("Sit well and look at the screen", total=seconds) as bar:
        while True:
            try:
                got = source.read(POLL_S)
            except EndOfSource:
                break
            if got is None:
                require_signs_of_life(source, clock.mono_s() - heard_s)
                continue
            heard_s = clock.mono_s()
            scene = got if isinstance(got, Scene) else look(got)
            settings = replace(settings, camera=source.identity)
            first = first or scene
            take, finding = add_frame(take, scene, settings)
            elapsed_s = scene.at.mono_s - first.at.mono_s
            bar.advance("I see you well" if finding == GOOD else REASONS[finding][1], to=elapsed_s)
            if elapsed_s >= seconds:
                break
    return finish_take(take, settings)


def _summary(baseline: Baseline) -> str:
    place = baseline.place
    return (
        f"Calibrated from {baseline.frames} frames, {place.view} view, {place.width_px}x{place.height_px}: "
        "this is your upright posture from now on."
    )
