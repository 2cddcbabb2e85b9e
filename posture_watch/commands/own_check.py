"""`calibrate --check`: asks for a few postures and says which the limits would notice. Nothing is kept unasked."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.commands.asking import agrees
from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.commands.checked_object import checked_object
from posture_watch.commands.postures import Takes, ask_for_postures, parse_sources, takes_from
from posture_watch.commands.sight import advice_on, told
from posture_watch.config import Config, build_settings
from posture_watch.core.baseline import Baseline
from posture_watch.core.checking import Asked
from posture_watch.core.deviations import FULL_SLUMP_RATIO
from posture_watch.core.own_check import Checked, check, own_full_slump, with_own_scale
from posture_watch.core.own_limits import suggest
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError, nothing_changed
from posture_watch.native_output import silence_native_output
from posture_watch.opening import checked_model, read_config
from posture_watch.paths import Paths, user_paths
from posture_watch.store.log import Log
from posture_watch.terminal.checked import report
from posture_watch.texts import text

SECONDS = 5.0
"""Of each posture: nobody holds a slump on purpose for longer with pleasure (starting guess)."""


def run(options: argparse.Namespace) -> int:
    """Ask, judge, say; keep the user's own full slump if they want that."""
    silence_native_output()
    seconds = SECONDS if options.seconds is None else float(options.seconds)
    if not 2 <= seconds <= 60:
        raise UserError(f"--seconds {seconds:g} is not between 2 and 60 for a check.", "5 is a good length.")
    sources = parse_sources(options.from_ or [])
    if sources and options.source:
        raise UserError("--from and --source exclude each other.", "Give one of them.")
    paths = user_paths()
    with nothing_changed():
        config = read_config(paths)
        model = checked_model(config)
    if sources:
        with nothing_changed():
            takes = _from_clips(config, model, sources)
        return _tell(paths, config, takes, options)
    with borrowed_camera(paths):  # until all is kept: the monitor takes that up when it goes on
        with nothing_changed():
            takes = ask_for_postures(config, model, options.source or config.camera.source, seconds)
        return _tell(paths, config, takes, options)


def _from_clips(config: Config, model: Path, sources: Mapping[Asked, str]) -> Takes:
    if "upright" not in sources:
        raise UserError("A check needs the upright posture to compare with.", "Add --from upright=SOURCE.")
    return takes_from(config, model, sources)


def _tell(paths: Paths, config: Config, takes: Takes, options: argparse.Namespace) -> int:
    with nothing_changed():
        settings = _settings(config, takes)
        checked = _judged(takes, _known(paths), config, settings)
        suggestion, slump = suggest(checked, settings.rules), own_full_slump(checked)
        if not options.json:
            print("\n".join(report(checked, suggestion)), flush=True)
        wanted = options.set_scale or (not options.json and _agreed(checked, slump))
    saved = wanted and isinstance(slump, float) and checked.refused is None
    if saved and isinstance(slump, float):
        _keep(paths, with_own_scale(checked.baseline, slump, Clock().now()))
    if options.json:
        print(json.dumps(checked_object(checked, suggestion, slump, saved=saved), indent=2, allow_nan=False))
    elif saved:
        print(_kept(checked))
    if options.set_scale and not saved:
        raise _no_scale(checked, slump)
    return 0


def _judged(takes: Takes, known: Sequence[Baseline], config: Config, settings: Settings) -> Checked:
    """The check. Raises UserError if upright could not be judged: nothing else can be measured from it then."""
    checked = check(takes.scenes, known, settings)
    advice = told(advice_on(takes.scenes["upright"], config)) or "Let the camera see your face and both shoulders."
    if checked is None:
        raise UserError("I could not see you while you sat upright.", advice)
    if checked.upright.outcome == "unseen":
        raise UserError(f"I could not judge how you sat upright: {checked.upright.why_not or 'no frames'}.", advice)
    return checked


def _settings(config: Config, takes: Takes) -> Settings:
    interval_s = takes.sample_interval_s
    return build_settings(config, camera=takes.camera, mode=config.pose.mode, sample_interval_s=interval_s)


def _known(paths: Paths) -> list[Baseline]:
    if not paths.database_file.exists():
        return []
    with Log.open_readonly(paths.database_file) as log:
        return log.baselines()


def _agreed(checked: Checked, slump: float | str) -> bool:
    """Ask, on a terminal, if the slump shown can be the scale and is not what it is already."""
    if not isinstance(slump, float) or checked.refused is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    now = checked.baseline.full_slump_ratio or FULL_SLUMP_RATIO
    lowered = text(
        "Your slump lowered your head by {slump:.2f} shoulder widths; until now {now:.2f} counts as a full slump.",
        slump=slump,
        now=now,
    )
    print(f"\n{lowered}")
    return agrees(text("Make yours the full slump? [y/N]"))


def _keep(paths: Paths, baseline: Baseline) -> None:
    with Log.open(paths.database_file) as log:
        log.save_baseline(baseline)


def _kept(checked: Checked) -> str:
    kept = text("Your full slump is the scale from now on.")
    if checked.measured_from == "calibrated":
        return kept
    return f"{kept} {text('How you sat upright just now is your upright posture too.')}"


def _no_scale(checked: Checked, slump: float | str) -> UserError:
    if isinstance(slump, str):
        return UserError(f"No new scale: {slump}", "The score goes on as before.")
    reason = checked.refused.reason if checked.refused else "it could not be kept"
    return UserError(
        f"No new scale: your upright posture in this check will not do, {reason}.",
        checked.refused.advice if checked.refused else "Try again.",
    )
