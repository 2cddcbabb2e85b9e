"""The first run by questions and answers, where there is no window. Nothing is asked when nobody can answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from posture_watch.commands.asking import ask as ask_person
from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.commands.sight import advice_on, look_around, told
from posture_watch.commands.taking import FRAMES_A_SECOND, frames_of, hold
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import Finding, Refused, Take, add_frame, finish_take
from posture_watch.core.landmarks import Scene
from posture_watch.errors import UserError
from posture_watch.opening import checked_model, open_for, open_look
from posture_watch.texts import retold, text
from posture_watch.window.eyes import TAKE_S, looking_settings
from posture_watch.window.first_run import Choice, FirstRun, find_choices
from posture_watch.window.steps import lead, promise

Ask = Callable[[str], str]


def run_terminal(first_run: FirstRun, ask: Ask = ask_person) -> int:
    """All steps, each may be passed over. An end of input, or Ctrl-C, keeps what was done until then."""
    print(promise())
    if not sys.stdin.isatty():
        print(text("To go on, type:"))
        for line in ("posture-watch cameras", "posture-watch calibrate", "posture-watch autostart enable"):
            print(f"    {line}")
        print("    posture-watch tray" + text("   (without a desktop: posture-watch run)"))
        return 0
    try:
        _choose_camera(first_run, ask)
        if _yes(ask, text("Take your upright posture now? It takes ten seconds."), otherwise=True):
            _take_until_good(first_run, ask)
        if _yes(ask, text("Show a test notification?"), otherwise=True):
            print(first_run.notify().whole)
        _offer_login(first_run, ask)
    except (EOFError, KeyboardInterrupt):
        print()
        raise KeyboardInterrupt(text("Stopped; what was done until then stays.")) from None
    finally:
        first_run.end()
    print(text("Ready. Start it with: posture-watch tray   (without a desktop: posture-watch run)"))
    return 0


def _yes(ask: Ask, question: str, *, otherwise: bool) -> bool:
    """Enter alone is ``otherwise``."""
    yes, no = text("yes"), text("no")
    hint = f"[{yes[0].upper()}/{no[0]}]" if otherwise else f"[{yes[0]}/{no[0].upper()}]"
    while True:
        said = ask(f"{question} {hint}").strip().casefold()
        if not said:
            return otherwise
        if said in (yes, yes[0], "yes", "y"):
            return True
        if said in (no, no[0], "no", "n"):
            return False


def _choose_camera(first_run: FirstRun, ask: Ask) -> None:
    configured = first_run.config.camera.source
    found = find_choices(configured)
    print(lead("camera"))
    for number, choice in enumerate(found, 1):
        print(f"  {number}  {choice.label}" + (text("   (as now)") if choice.source == configured else ""))
    choice = _chosen(ask, found)
    if choice is not None:
        first_run.choose(choice.source)
    _look(first_run)


def _chosen(ask: Ask, found: list[Choice]) -> Choice | None:
    while True:
        said = ask(text("Number of the camera (Enter: as now):")).strip()
        if not said:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(found):
            return found[int(said) - 1]


def _look(first_run: FirstRun) -> None:
    """Says what the camera sees. A camera that cannot be used is said, and no reason to stop."""
    config = first_run.config
    try:
        checked_model(config)
        with (
            borrowed_camera(first_run.paths),
            open_for(config, config.camera.source, fps=FRAMES_A_SECOND) as source,
        ):
            first = next(frames_of(source), None)
            scenes = look_around(source, first, config) if first is not None else []
            print(told(advice_on(scenes, config)) or text("You are seen well."))
    except UserError as error:
        _complain(error)


def _take_until_good(first_run: FirstRun, ask: Ask) -> None:
    while True:
        try:
            print(lead("upright"))
            taken = _take(first_run)
            if isinstance(taken, Baseline):
                print(first_run.keep_upright(taken))
                return
            reason = text("This will not do yet: {reason}.", reason=retold(taken.reason))
            print(f"{reason} {retold(taken.advice)}")
        except UserError as error:
            _complain(error)
        if not _yes(ask, text("Try again?"), otherwise=True):
            return


def _take(first_run: FirstRun) -> Baseline | Refused:
    config, take = first_run.config, Take()
    model = checked_model(config)
    with borrowed_camera(first_run.paths), open_for(config, config.camera.source, fps=FRAMES_A_SECOND) as source:
        settings = looking_settings(config, source)
        look, close = open_look(model, config.pose.mode, config.pose.max_people)

        def add(scene: Scene) -> Finding:
            nonlocal take, settings
            settings = replace(settings, camera=source.identity)
            take, finding = add_frame(take, scene, settings)
            return finding

        try:
            for _ in hold(frames_of(source), look, title=text("Sit well"), seconds=TAKE_S, note=add):
                pass
        finally:
            close()
        return finish_take(take, settings)


def _offer_login(first_run: FirstRun, ask: Ask) -> None:
    before = first_run.starts_at_login()
    try:
        first_run.start_at_login(_yes(ask, text("Start at login?"), otherwise=before))
    except UserError as error:
        _complain(error)


def _complain(error: UserError) -> None:
    print(f"{retold(error.message)} {retold(error.advice)}".strip())
