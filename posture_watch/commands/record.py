"""`record`: landmarks to a file, no pictures: what to attach to a bug report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.capture.recording import RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.commands.waiting import require_signs_of_life
from posture_watch.core.landmarks import Scene
from posture_watch.errors import UserError
from posture_watch.native_output import silence_native_output
from posture_watch.opening import checked_model, open_for, open_look, read_config
from posture_watch.paths import user_paths
from posture_watch.terminal.progress import Progress
from posture_watch.texts import text
from posture_watch.watching import Look, seen

POLL_S = 0.5


def run(options: argparse.Namespace) -> int:
    """Record until the clip ends, the time is up, or Ctrl-C."""
    silence_native_output()
    if options.seconds is not None and not options.seconds > 0:
        raise UserError("--seconds must be above zero.", "For example: --seconds 30")
    paths = user_paths()
    config = read_config(paths)
    model = checked_model(config)
    path = Path(options.file).expanduser()
    if path.exists() and not options.force:
        raise UserError(f"{path} exists already.", "Choose another name, or overwrite it with --force.")
    with borrowed_camera(paths), open_for(config, options.source or config.camera.source, fps=options.fps) as source:
        look, close = open_look(model, config.pose.mode, config.pose.max_people)
        try:
            count = _record(source, look, config.pose.mode, path, options)
        finally:
            close()
    print(
        text("Wrote {frames} frames of landmarks to {path}. No pictures are in it.", frames=count, path=path),
        file=sys.stderr,
    )
    return 0


def _record(source: Source, look: Look, mode: str, path: Path, options: argparse.Namespace) -> int:
    clock = Clock()
    count, first_s, heard_s = 0, None, clock.mono_s()
    writer: RecordingWriter | None = None
    try:
        with Progress(text("Recording landmarks"), total=options.seconds) as bar:
            while first_s is None or options.seconds is None or heard_s - first_s < options.seconds:
                scene = _next(source, look)
                if scene is None:
                    require_signs_of_life(source, clock.mono_s() - heard_s)
                    continue
                heard_s = clock.mono_s()
                if first_s is None:
                    first_s = heard_s
                if writer is None:
                    header = Header(scene.width_px, scene.height_px, mode, source.interval_s)
                    writer = RecordingWriter(path, header, overwrite=options.force)
                writer.write(scene)
                count += 1
                bar.advance(
                    text("{frames} frames, {people} in view", frames=count, people=len(scene.people)),
                    to=heard_s - first_s,
                )
    except (EndOfSource, KeyboardInterrupt):
        pass
    finally:
        if writer is not None:
            writer.close()
    return count


def _next(source: Source, look: Look) -> Scene | None:
    got = source.read(POLL_S)
    return None if got is None else seen(got, look)
