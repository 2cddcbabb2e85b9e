"""`doctor`: looks at every part the way the monitor would use it, and says what to do about each failure."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

from posture_watch.capture.clock import Clock
from posture_watch.commands.sight import advice_on, look_around, well
from posture_watch.commands.taking import FRAMES_A_SECOND
from posture_watch.config import Config, load
from posture_watch.control.client import NotRunningError, ask
from posture_watch.core.advice import LEAST_SCENES
from posture_watch.core.landmarks import Scene
from posture_watch.core.words import duration
from posture_watch.errors import UserError
from posture_watch.native_output import silence_native_output
from posture_watch.opening import checked_model, notifiers, open_for, open_model
from posture_watch.paths import Paths, make_private, user_paths
from posture_watch.pose.models import model_path
from posture_watch.power.threads import Kept
from posture_watch.power.watch import look
from posture_watch.silence.senses import all_senses
from posture_watch.terminal.progress import Progress
from posture_watch.texts import english, retold, text

_PARTS = 7
"""Steps of the bar: one before each check, and one before notifications and silence."""
FIRST_PICTURE_S = 5.0
"""How long a camera may take for its first picture (s)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, what was found, and what to do. ``unknown``: it could not be told; this
    is ``ok``, there is nothing to mend."""

    part: str
    ok: bool
    found: str
    advice: str = ""
    unknown: bool = False


def run(options: argparse.Namespace) -> int:
    """Exit code 0 if nothing needs doing, 1 if something needs doing."""
    silence_native_output()
    paths = user_paths()
    with Progress(text("Looking at every part"), total=_PARTS) as bar:
        findings = _look_at_all(paths, options.source, bar)
    if options.json:
        print(json.dumps({"ok": all(f.ok for f in findings), "findings": [asdict(f) for f in findings]}, indent=2))
    else:
        _print(findings)
    return 0 if all(finding.ok for finding in findings) else 1


def _look_at_all(paths: Paths, asked: str | None, bar: Progress) -> list[Finding]:
    findings = [_settings(paths)]
    config = load(paths.config_file, missing_ok=True) if findings[0].ok else Config()
    source = asked or config.camera.source
    scenes: list[Scene] = []
    threads: list[Kept] = []
    checks: list[tuple[str, Callable[[], str]]] = [
        ("pose model", lambda: _model(config)),
        ("pose on a picture", lambda: _pose(config, threads)),
        ("camera", lambda: _camera(paths, config, source, scenes)),
        ("log", lambda: _log(paths)),
        ("run-time folder", lambda: f"{make_private(paths.runtime_folder)} is yours alone"),
    ]
    for part, check in checks:
        bar.advance(retold(part))
        findings.append(_examine(part, check))
    bar.advance(text("notifications"))
    if scenes:
        findings.append(_sight(config, scenes))
    findings.append(_notifications(config))
    return findings + _power(config, threads) + _silence()


def _examine(part: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, check())
    except UserError as error:
        return Finding(part, False, error.message, error.advice)


def _print(findings: list[Finding]) -> None:
    note, well, mend = text("note"), text("ok"), text("MEND")
    width = max(map(len, (note, well, mend)))
    for finding in findings:
        mark = note if finding.unknown else well if finding.ok else mend
        print(f"{mark:<{width}} {retold(finding.part)}: {retold(finding.found)}")
        if finding.advice:
            print(f"{'':{width}} {retold(finding.advice)}")
    sys.stdout.flush()


def _settings(paths: Paths) -> Finding:
    if not paths.config_file.exists():
        return Finding("settings", True, f"the defaults (no file at {paths.config_file})")
    return _examine("settings", lambda: f"{paths.config_file} is fine" if load(paths.config_file) else "")


def _model(config: Config) -> str:
    return f"{checked_model(config)} is the official file"


def _pose(config: Config, threads: list[Kept]) -> str:
    """Also fills ``threads``."""
    from posture_watch.demo.portrait import portrait  # noqa: PLC0415  # cv2 and mediapipe, only here

    model, kept = open_model(model_path(config.pose.model), "image", 1, cores=config.power.model_cores)
    with model:
        frame = portrait(Clock().now())
        scene = model.look(frame.image, frame.at)
    threads.append(kept)
    if not scene.people:
        raise UserError(
            "The pose model does not find the person on the built-in picture.", "Install posture-watch again."
        )
    return "the person on the built-in picture is found"


def _camera(paths: Paths, config: Config, text: str, scenes: list[Scene]) -> str:
    """Also fills ``scenes``: a camera is opened once."""
    with contextlib.suppress(NotRunningError):
        return f"in use by our own monitor, which says: {ask(paths.runtime_folder, 'status')['camera']}"
    with open_for(config, text, fps=FRAMES_A_SECOND) as source:
        clock = Clock()
        end_s = clock.mono_s() + FIRST_PICTURE_S
        while clock.mono_s() < end_s:
            got = source.read(0.5)
            if got is not None:
                scenes += look_around(source, got, config)
                return f"{source.name} gives pictures of {got.width_px}x{got.height_px}"
        raise UserError(f"{source.name} gives no pictures: {source.state.text}", "Is another program using it?")


def _sight(config: Config, scenes: list[Scene]) -> Finding:
    """The first cause only: what is wrong further on (a face not found, not clear) mostly comes from it."""
    part = "light and place"
    if len(scenes) < LEAST_SCENES:
        few = f"only {len(scenes)} of the {LEAST_SCENES} pictures that are needed: too few to tell"
        return Finding(part, True, few, unknown=True)
    advice = advice_on(scenes, config)
    if not advice:
        return Finding(part, True, well(scenes))
    first = advice[0]
    if first.topic == "nobody":  # an empty chair needs no mending
        return Finding(part, True, f"{first.found} To have it checked, sit before the camera.", unknown=True)
    return Finding(part, False, first.found, first.todo)


def _log(paths: Paths) -> str:
    from posture_watch.store.log import Log  # noqa: PLC0415
    from posture_watch.store.mending import kept_aside  # noqa: PLC0415

    if not paths.database_file.exists():
        make_private(paths.state_folder)
        return f"nothing logged yet; it will be {paths.database_file}"
    with Log.open(paths.database_file) as log:
        log.look_through()
        well = f"{paths.database_file} is readable, {log.size_bytes / 1024:.0f} KiB"
    kept = kept_aside(paths.database_file)
    if not kept:
        return well
    beside = text(
        "it was damaged once; {file} is kept, delete it when you miss nothing in your reports", file=kept[-1].name
    )
    return f"{well}; {beside}"


def _notifications(config: Config) -> Finding:
    backends = notifiers(config)
    if not backends:
        return Finding("notifications", True, "switched off in the settings")
    first = backends[0].probe()
    if first.works:
        return Finding("notifications", True, f"{backends[0].name}: {retold(first.why)}")
    instead = next((other.name for other in backends[1:] if other.probe().works), None)
    fallback = text("; the {name} is used instead", name=instead) if instead else ""
    return Finding("notifications", False, f"{backends[0].name}: {retold(first.why)}{fallback}", first.advice)


def _power(config: Config, threads: list[Kept]) -> list[Finding]:
    """What slows the monitor down, as far as it can be told here."""
    found, slow = look(), duration(config.power.slow_period_s)
    battery = {
        True: english("the computer runs on its battery"),
        False: english("the computer runs on mains"),
        None: english("whether it runs on a battery cannot be told here"),
    }[found.on_battery]
    if found.on_battery and config.power.save_battery:
        battery = english("the computer runs on its battery: a look every {time}", time=slow)
    heat = "how hot the processor is cannot be told here"
    if found.celsius is not None:
        heat = english("the processor has {celsius} °C", celsius=round(found.celsius))
    if found.slowed:
        heat = "the system throttles the processor, which is too hot"
    return [
        Finding(english("battery"), True, battery, unknown=found.on_battery is None),
        Finding(english("heat"), True, heat, unknown=found.celsius is None and sys.platform != "darwin"),
        *(Finding(english("threads"), True, kept.words, unknown=not kept.cores) for kept in threads),
    ]


def _silence() -> list[Finding]:
    """A finding for each sense that tells when reminders should wait. One that does not work here is a note."""
    senses = all_senses(os.environ, sys.platform)
    try:
        found = [(sense.name, sense.probe()) for sense in senses.each()]
    finally:
        senses.desktop.close()
    return [
        Finding(text("silence: {sense}", sense=name), True, told.why, told.advice, unknown=not told.works)
        for name, told in found
    ]
