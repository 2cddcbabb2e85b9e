"""`demo`: the whole chain without a camera: drawn frames, real model, default rules, a notification, log and report."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from posture_watch.app import Monitor
from posture_watch.capture.clock import Clock
from posture_watch.capture.source import EndOfSource
from posture_watch.commands.report import speaks_unicode
from posture_watch.commands.report_reading import read_day
from posture_watch.config import Config, build_settings
from posture_watch.core.engine import begin
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.following import keeping_of
from posture_watch.native_output import silence_native_output
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.opening import checked_model, open_dispatcher, open_look
from posture_watch.paths import Paths, make_private, paths_below
from posture_watch.report.terminal import day_text
from posture_watch.store.log import Log
from posture_watch.terminal.progress import Progress
from posture_watch.terminal.sentences import sentence
from posture_watch.texts import retold, text
from posture_watch.watching import Step, Watcher

NOTIFY_WITHIN_S = 8.0
"""How long the end waits for the notification to be shown (s)."""


def run(options: argparse.Namespace) -> int:
    """Play the story; exit code 0 if the reminder was raised, 1 if the chain is broken."""
    silence_native_output()
    config = Config()
    model = checked_model(config)
    clock = Clock()
    paths = _own_folder(options.folder)
    from posture_watch.demo.frames import DemoSource  # noqa: PLC0415  # cv2, after the model was checked
    from posture_watch.demo.story import length_s  # noqa: PLC0415

    now = clock.now()
    start = story_start(now, length_s())
    minutes = round(length_s() / 60)
    story = text(
        "A portrait sits well, sinks, leans in, tilts and leaves: {minutes} minutes in under one.", minutes=minutes
    )
    print(story, file=sys.stderr)
    tell = open_dispatcher(config)
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(Log.open(paths.database_file, now=start))
        look, close = open_look(model, config.pose.mode, config.pose.max_people)
        stack.callback(close)
        source = stack.enter_context(DemoSource(start=start))
        settings = build_settings(
            config, camera=source.identity, mode=config.pose.mode, sample_interval_s=source.interval_s
        )
        watcher = Watcher(source, look, settings, begin(), clock)
        reminders = _play(Monitor(watcher, log, tell, keeping_of(config)), length_s(), start)
    tell.close(NOTIFY_WITHIN_S)
    _show(paths, config, clock.now(), start, tell)
    if not reminders:
        broken = text("the demo raised no reminder: something in the chain is broken.")
        print(f"posture-watch: {broken}", file=sys.stderr)
        return 1
    return 0


def story_start(now: Instant, length_s: float) -> Instant:
    """The moment the story begins so that it has just ended, and lies within one day: the report is of a day."""
    began = now.shifted(-length_s)
    if began.local_date != now.local_date:
        local = now.utc + timedelta(seconds=now.utc_offset_s)
        began = began.shifted(-(local - local.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds() - 1.0)
    return Instant(0.0, began.utc, began.utc_offset_s)


def _own_folder(folder: str | None) -> Paths:
    home = Path(folder).expanduser() if folder else Path(tempfile.mkdtemp(prefix="posture-watch-demo-"))
    paths = paths_below(home)
    if paths.database_file.exists():
        raise UserError(f"{home} holds a log already.", "Give the demo a folder of its own.")
    make_private(paths.state_folder)
    return paths


def _play(monitor: Monitor, length_s: float, start: Instant) -> int:
    """The story through the monitor; how many reminders came."""
    reminders = 0
    with Progress("Demo", total=length_s) as bar:
        while True:
            try:
                step = monitor.step(0.0)
            except EndOfSource:
                break
            if step is None:
                continue
            bar.advance(to=step.judgement.at.mono_s)
            reminders += _say(step)
    last = monitor.last_step
    monitor.write(last.judgement.at if last else start)
    return reminders


def _say(step: Step) -> int:
    """Print what happened; how many reminders are among it."""
    reminders = 0
    for event in step.events:
        line = retold(sentence(event))
        if line:
            minutes, seconds = divmod(int(event.at.mono_s), 60)
            print(f"{minutes:3d}:{seconds:02d}  {line}", file=sys.stderr)
        reminders += type(event).__name__ == "ReminderDue"
    return reminders


def _show(paths: Paths, config: Config, now: Instant, start: Instant, tell: Dispatcher) -> None:
    report = read_day(paths.database_file, start.local_date, now, break_s=config.sitting.break_s)
    print(day_text(report, unicode=speaks_unicode()))
    last = tell.last
    if last is not None:
        shown = text("The last notification was shown by: {who}", who=last.backend or text("nobody"))
        print(shown + (f" ({retold(last.problem)})" if last.problem else ""))
    print(text("Log: {path}", path=paths.database_file))
