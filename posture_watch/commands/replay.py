"""`replay`: a clip judged as the monitor would have, line by line. Reads and writes neither baseline nor log."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self, TextIO

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Frame
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.config import Config, build_settings, load_rules_file
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import Take, baselines_of, measured_only
from posture_watch.core.engine import begin
from posture_watch.core.landmarks import Scene
from posture_watch.core.rescaling import rescaled, same_shape
from posture_watch.core.settings import Settings, without_memory
from posture_watch.errors import UserError
from posture_watch.native_output import silence_native_output
from posture_watch.opening import Mode, checked_model, open_for, open_look, read_config
from posture_watch.paths import user_paths
from posture_watch.replay_lines import judgement_object
from posture_watch.terminal.progress import Progress
from posture_watch.terminal.sentences import sentence
from posture_watch.texts import retold, text
from posture_watch.watching import Look, Step, Watcher, seen

POLL_S = 1.0
"""How long to wait for a live source's next frame before looking again (s)."""
WINDOW_FRAMES, CLOSEST_S = 20, 0.1
"""A baseline's window is looked at so many times, if the clip has frames this close together (s)."""


def run(options: argparse.Namespace) -> int:
    """Judge every frame of the source."""
    silence_native_output()
    config = read_config(user_paths())
    if options.rules:
        config = load_rules_file(Path(options.rules).expanduser(), config)
    window = parse_window(options.baseline) if options.baseline else None
    if window and options.baseline_from:
        raise UserError("--baseline and --baseline-from exclude each other.", "Give one of them.")
    model = checked_model(config)
    settings = _settings(config, options)
    with _Eyes(config, model, options) as eyes:
        baselines = _given_baselines(eyes, options, settings, window)
        with open_for(config, options.source, fps=options.fps, loop_s=options.loop) as source:
            settings = replace(settings, sample_interval_s=source.interval_s, camera=source.identity)
            settings = replace(settings, baseline=replace(settings.baseline, frozen=bool(baselines)))
            return _judge_all(source, eyes.look, settings, baselines, as_json=options.json)


class _Eyes:
    """The pose model, loaded when the first picture comes: a landmark recording needs none."""

    def __init__(self, config: Config, model: Path, options: argparse.Namespace) -> None:
        self.config = config
        self._model = model
        self.mode: Mode = "image" if options.no_smoothing else config.pose.mode
        self._opened: tuple[Look, Callable[[], None]] | None = None

    def look(self, frame: Frame) -> Scene:
        """What is in a frame."""
        if self._opened is None:
            self._opened = open_look(self._model, self.mode, self.config.pose.max_people)
        return self._opened[0](frame)

    def forget(self) -> None:
        """The next picture belongs to another clip: tracking starts afresh."""
        if self._opened is not None:
            self._opened[1]()
        self._opened = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.forget()


def _settings(config: Config, options: argparse.Namespace) -> Settings:
    mode = "image" if options.no_smoothing else config.pose.mode
    settings = build_settings(config, camera="replay", mode=mode, sample_interval_s=config.camera.interval_s)
    return without_memory(settings) if options.no_smoothing else settings


def parse_window(text: str) -> tuple[float, float]:
    """Read "5..20" as seconds from and to. Raises UserError."""
    try:
        first, last = (float(part) for part in text.split(".."))
    except ValueError:
        raise UserError(f"--baseline {text} is not FROM..TO in seconds.", "For example: --baseline 0..20") from None
    if not 0 <= first <= last < float("inf"):
        raise UserError(f"--baseline {text} does not go forwards from 0.", "For example: --baseline 0..20")
    return first, last


def _given_baselines(
    eyes: _Eyes, options: argparse.Namespace, settings: Settings, window: tuple[float, float] | None
) -> tuple[Baseline, ...]:
    """The baselines that the options ask for, in the size of the clip; none if they ask for none."""
    if not options.baseline_from and window is None:
        return ()
    clip = options.baseline_from or options.source
    with open_for(_closer_together(eyes.config, window), clip, fps=options.fps) as source:
        if source.live:
            raise UserError(f"{source.name} is live: a baseline cannot be taken from it.", "Record it first.")
        made = _learn_from(source, eyes, settings, window or (0.0, float("inf")))
        _pass_on(source)
    eyes.forget()
    if not made:
        where = f"seconds {window[0]:g} to {window[1]:g} of {clip}" if window else clip
        raise UserError(f"Nobody can be measured in {where}.", "Give a clip that shows head and shoulders.")
    return made


def _closer_together(config: Config, window: tuple[float, float] | None) -> Config:
    """The config with frames so close together that a short window has WINDOW_FRAMES: one frame is no posture."""
    if window is None:
        return config
    wanted_s = max(CLOSEST_S, (window[1] - window[0]) / WINDOW_FRAMES)
    return replace(config, camera=replace(config.camera, interval_s=min(config.camera.interval_s, wanted_s)))


def _learn_from(source: Source, eyes: _Eyes, settings: Settings, window: tuple[float, float]) -> tuple[Baseline, ...]:
    take = Take()
    with _progress(text("Taking the upright posture"), source) as bar:
        while True:
            try:
                got = source.read(POLL_S)
            except EndOfSource:
                break
            if got is None or got.at.mono_s < window[0]:
                continue
            if got.at.mono_s > window[1]:
                break
            take = measured_only(take, seen(got, eyes.look), settings)
            bar.advance(f"{got.at.mono_s:.0f} s", to=source.done or 0.0)
    return baselines_of(take, settings)


def _progress(title: str, source: Source) -> Progress:
    """A bar where the clip's end is known."""
    return Progress(title, total=None if source.done is None else 1.0)


def _judge_all(
    source: Source, look: Look, settings: Settings, baselines: tuple[Baseline, ...], *, as_json: bool
) -> int:
    watcher = Watcher(source, look, settings, begin(baselines), Clock())
    totals: Counter[str] = Counter()
    with _progress(text("Replaying"), source) as progress:
        while True:
            try:
                step = _next(watcher, baselines)
            except EndOfSource:
                break
            if step is None:
                continue
            totals[step.judgement.posture] += 1
            _print_step(step, as_json=as_json, out=sys.stdout)
            progress.advance(f"{step.judgement.at.mono_s:.0f} s", to=source.done or 0.0)
    _pass_on(source)
    if not as_json:
        counts = [text("{frames} frames {state}", frames=n, state=retold(p)) for p, n in totals.most_common()]
        print(", ".join(counts) or text("no frames"))
    return 0


def _next(watcher: Watcher, baselines: tuple[Baseline, ...]) -> Step | None:
    """One step; a given baseline is brought to the clip's frame size when that is known."""
    if watcher.state.last is None and baselines:
        got = watcher.source.read(POLL_S)
        if got is None:
            return None
        scene = seen(got, watcher.look)
        fitted = tuple(rescaled(b, scene.width_px, scene.height_px) for b in baselines)
        if not all(same_shape(b, scene.width_px, scene.height_px) for b in baselines):
            print(f"posture-watch: {_other_shape()}", file=sys.stderr)
        watcher.state = begin(fitted)
        return watcher.take(scene)
    return watcher.step(POLL_S)


def _other_shape() -> str:
    return text(
        "the baseline's frames have another shape: nearness and height in the frame cannot be compared with them."
    )


def _print_step(step: Step, *, as_json: bool, out: TextIO) -> None:
    if as_json:
        print(json.dumps(judgement_object(step.judgement, step.events), allow_nan=False), file=out, flush=True)
        return
    for event in step.events:
        line = retold(sentence(event))
        if line:
            print(f"{step.judgement.at.mono_s:8.1f} s  {line}", file=out)


def _pass_on(source: Source) -> None:
    for warning in source.warnings:
        print(f"posture-watch: {retold(warning)}", file=sys.stderr)
