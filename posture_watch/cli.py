"""The console script: parses the command line and hands it to one module of commands/. Imports nothing heavy."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from posture_watch import __version__
from posture_watch.errors import UserError, nothing_changed
from posture_watch.paths import user_paths
from posture_watch.texts import choose, configured_language, retold, text

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]

USER_ERROR = 2
"""Exit code for something the user can mend, as argparse has it."""
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code. A user's mistake is a message, never a traceback."""
    _have_an_output()
    options = build_parser().parse_args(arguments)
    # programs read --json: it is English in every language
    choose("en" if getattr(options, "json", False) else configured_language(user_paths().config_file))
    try:
        with nothing_changed():
            command = importlib.import_module(f"posture_watch.commands.{options.module}")
        code = int(command.run(options) or 0)
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"posture-watch: {retold(error.message)}", file=sys.stderr)
        if error.advice:
            print(retold(error.advice), file=sys.stderr)
        return USER_ERROR
    except BrokenPipeError:
        # `posture-watch report | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC or error.filename is not None:
            raise
        # `posture-watch report > FILE` on a full disk
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        said = text("The output cannot be written: {reason}.", reason=error.strerror)
        print(f"posture-watch: {said}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt as interrupt:
        if str(interrupt):
            print(retold(str(interrupt)), file=sys.stderr)
        return INTERRUPTED


def _have_an_output() -> None:
    """A program started without one (`>&-`) says what it says to nobody, and opens no log in its place."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]  # it may be
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # for as long as the program runs
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # as above
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # as above


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="posture-watch",
        description="Notices how long you hold a position and reminds you to move. Nothing leaves this computer.",
        epilog="Not a medical device. Settings: posture-watch config path.",
    )
    parser.add_argument("--version", action="version", version=f"posture-watch {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_monitor(commands)
    _add_clips(commands)
    _add_looks(commands)
    _add_care(commands)
    _add_settings(commands)
    return parser


def _add(commands: Commands, name: str, text: str, module: str | None = None) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(module=module or name)
    return parser


def _number(text: str) -> float:
    """A number on the command line; which ones make sense is the command's to say."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number; for example 5 or 2.5") from None


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source", help='where frames come from: "auto", a camera\'s number, camera:NAME, a file or a stream address'
    )


def _add_monitor(commands: Commands) -> None:
    run = _add(commands, "run", "Watch, remind and log until stopped.")
    _add_source(run)
    run.add_argument("--wait", action="store_true", help="wait for a camera that is not there yet")
    run.add_argument("--or-demo", action="store_true", help="without a camera: say so and run the demo instead")
    status = _add(commands, "status", "What the running monitor sees right now.")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    pause = _add(commands, "pause", "Let go of the camera and stop watching.", "pause")
    pause.add_argument("for_", nargs="?", metavar="FOR", help='for so long: "30" (minutes), "45s", "30m", "2h"')
    pause.add_argument("--json", action="store_true", help="answer as one JSON object")
    _add_orders(commands)
    calibrate = _add(commands, "calibrate", "Sit well for some seconds: this becomes your upright posture.")
    _add_source(calibrate)
    calibrate.add_argument(
        "--seconds", type=_number, help="how long to watch (default: 10; of each posture checked: 5)"
    )
    _add_check(calibrate)


def _add_orders(commands: Commands) -> None:
    snooze = _add(commands, "snooze", "No reminders for a while; watching goes on.", "pause")
    snooze.add_argument(
        "for_", nargs="?", metavar="FOR", help='for so long: "10" (minutes), "45s", "1h"; else as configured'
    )
    answer = _add(commands, "answer", "Answer the reminder that is shown, as its buttons do.", "pause")
    answer.add_argument("choice", choices=("break", "snooze", "not_now", "wrong"))
    orders = (
        ("resume", "Watch again after a pause."),
        ("recalibrate", "Sit well: the running monitor takes your upright posture anew."),
        ("stop", "End the running monitor."),
    )
    for parser in (snooze, answer, *(_add(commands, name, told, "pause") for name, told in orders)):
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")
    why = _add(commands, "why", "What the monitor sees right now, and how far each rule is from a reminder.")
    why.add_argument("--json", action="store_true", help="as one JSON object")
    _add(commands, "tray", "The icon in the tray; it starts the monitor and keeps it running.")
    welcome = _add(commands, "welcome", "The first steps: choose a camera, sit well once, try a notification.")
    welcome.add_argument("--terminal", action="store_true", help="ask here, not in a window")
    autostart = _add(commands, "autostart", "Start at login.")
    autostart.add_argument("action", choices=("enable", "disable", "status"))
    autostart.add_argument(
        "--systemd", action="store_true", help="as a hardened user service (Linux), without the tray"
    )
    autostart.add_argument("--json", action="store_true", help="as one JSON object")


def _add_check(calibrate: argparse.ArgumentParser) -> None:
    check = calibrate.add_argument_group("check your own postures")
    check.add_argument(
        "--check", action="store_true", help="sit well, slump, lean, tilt: which of them would be noticed, how surely"
    )
    check.add_argument(
        "--set-scale", action="store_true", help="make the slump you show your full slump (asked for on a terminal)"
    )
    check.add_argument(
        "--from",
        dest="from_",
        action="append",
        metavar="POSTURE=SOURCE",
        help="take one of the postures from a clip: upright=well.mp4; once a posture",
    )
    check.add_argument("--json", action="store_true", help="as one JSON object")


def _add_clips(commands: Commands) -> None:
    replay = _add(commands, "replay", "Judge a clip as the monitor would have, in the clip's own time.")
    replay.add_argument("source", metavar="SOURCE", help="a video, picture, folder, recording, stream or camera")
    replay.add_argument("--json", action="store_true", help="one JSON object a line per frame judged")
    replay.add_argument(
        "--baseline-from", metavar="SOURCE", help="take the upright posture from this clip, and keep it"
    )
    replay.add_argument("--baseline", metavar="FROM..TO", help="take it from these seconds of the clip, and keep it")
    replay.add_argument("--no-smoothing", action="store_true", help="judge each frame alone")
    replay.add_argument("--fps", type=_number, help="frames judged a second; a folder's rate")
    replay.add_argument("--rules", metavar="FILE", help="a TOML file with [rules.NAME] tables")
    replay.add_argument("--loop", type=_number, metavar="SECONDS", help="repeat the clip for so many seconds")
    record = _add(commands, "record", "Record landmarks (no pictures) to a file: the bug report of this project.")
    record.add_argument("file", metavar="FILE", help="where to write, for example slouch.jsonl")
    _add_source(record)
    record.add_argument("--seconds", type=_number, help="stop after so long (default: until Ctrl-C)")
    record.add_argument("--fps", type=_number, help="frames a second (default: as configured)")
    record.add_argument("--force", action="store_true", help="overwrite the file")
    demo = _add(commands, "demo", "The whole chain without a camera, in under a minute.")
    demo.add_argument("--folder", help="where its log and report go (default: a new temporary folder)")


def _add_looks(commands: Commands) -> None:
    report = _add(commands, "report", "What the day was like, or the week, or the month.")
    report.add_argument("--date", metavar="YYYY-MM-DD", help="another day than today (with --week: the week it is in)")
    span = report.add_mutually_exclusive_group()
    span.add_argument("--week", dest="span", action="store_const", const="week", help="the week, Monday to Sunday")
    span.add_argument("--month", dest="span", action="store_const", const="month", help="the month")
    span.add_argument(
        "--for-clinician",
        dest="span",
        action="store_const",
        const="clinician",
        help="one page to print and take along: sitting, episodes, pain; no interpretation",
    )
    report.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day of that page")
    report.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day of that page")
    report.add_argument("--html", metavar="FILE", help="write it as one page that opens in any browser, offline")
    report.add_argument("--open", action="store_true", help="write that page to a private folder and open it")
    report.add_argument("--force", action="store_true", help="overwrite FILE")
    _add_tuning(commands)
    watch = _add(commands, "watch", "The present, live: each deviation beside its limits, holds filling.")
    watch.add_argument("--once", action="store_true", help="print it once and end")
    preview = _add(commands, "preview", "A window with the skeleton and the angles as they are measured.")
    _add_source(preview)
    _add(commands, "cameras", "List the cameras.")
    doctor = _add(
        commands, "doctor", "Check camera, light and place, model, notifications, settings and log; say what to do."
    )
    _add_source(doctor)
    doctor.add_argument("--json", action="store_true", help="as one JSON object")
    completion = _add(commands, "completion", "Print a shell completion script.")
    completion.add_argument("shell", choices=("bash", "zsh", "fish", "tcsh"))


def _add_care(commands: Commands) -> None:
    _add_diary(commands)
    help_now = _add(
        commands, "help-now", "It hurts now: what may help in the first hours, and the warning signs.", "help_now"
    )
    help_now.add_argument("--window", action="store_true", help="in a window")
    help_now.add_argument("--open", action="store_true", help="as a page in the browser, to print")
    about = _add(commands, "about", "What is known about causes and reliefs of back pain, with sources.")
    about.add_argument("topic", nargs="?", metavar="TOPIC", help="one of them; without it: the list")
    about.add_argument("--open", action="store_true", help="all of it as a page in the browser")
    gentle = _add(commands, "gentle", "Some gentler days: more changes of position, no hints about posture.")
    gentle.add_argument("days", nargs="?", metavar="DAYS", help="how many from now, today included; 0 ends them")
    gentle.add_argument("--json", action="store_true", help="as one JSON object")
    exercises = _add(commands, "exercises", "The exercises: how each is done, how often, what it answers.")
    exercises.add_argument("exercise", nargs="?", metavar="NAME", help="one of them")
    exercises.add_argument("--open", action="store_true", help="with drawings, as a page in the browser")
    break_ = _add(commands, "break", "A guided break that answers what the last hours were like.", "break_")
    break_.add_argument("minutes", nargs="?", type=int, choices=(1, 3, 5), help="how long (default: 3)")
    break_.add_argument("--strength", action="store_true", help="the strength block of the week instead")
    break_.add_argument("--exercise", action="append", metavar="NAME", help="these exercises, in this order")
    _add_place(break_)
    break_.add_argument("--no-camera", action="store_true", help="do not look, do not count")
    _add_source(break_)
    breathe = _add(commands, "breathe", "Guided breathing: 4 s in, 6 s out.")
    breathe.add_argument("minutes", nargs="?", type=_number, help="from 2 to 5 (default: 3)")
    _add_place(breathe)


def _add_place(parser: argparse.ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--window", action="store_true", help="in a window (default: here, in the terminal)")
    place.add_argument("--terminal", action="store_true", help="here, in the terminal")


def _add_diary(commands: Commands) -> None:
    spasm = _add(commands, "spasm", "Note a spasm, or pain without one, in half a minute.")
    spasm.add_argument("--pain", action="store_true", help="pain without a spasm")
    _add_entry(spasm)
    spasm.add_argument("--window", action="store_true", help="in a window, with a picture to point at")
    spasm.add_argument("--gentle", metavar="DAYS", help="so many gentler days from now (else asked for)")
    spasm.add_argument("--json", action="store_true", help="as one JSON object; asks nothing")
    diary = _add(commands, "diary", "The diary: what was noted, how it went on, what went before.")
    actions = diary.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="all entries (also without an ACTION)")
    listing.add_argument("--json", action="store_true", help="as one JSON object")
    for name, told in (
        ("show", "one entry"), ("edit", "change one"), ("follow-up", "how it is today"), ("delete", "delete one")
    ):  # fmt: skip
        parser = actions.add_parser(name, help=told)
        parser.add_argument("number", type=int, metavar="NUMBER", help="as the list has it")
        if name == "edit":
            _add_entry(parser)
        if name == "follow-up":
            _add_later(parser)
        if name == "delete":
            parser.add_argument("--follow-up", type=int, metavar="N", help="only its N-th follow-up")
            parser.add_argument("--yes", action="store_true", help="do not ask")
    before = actions.add_parser("before", help="what went before: the hours before episodes beside your usual ones")
    before.add_argument("--json", action="store_true", help="as one JSON object")


def _add_entry(parser: argparse.ArgumentParser) -> None:
    """What an entry says; what is left out is asked for at a terminal, and else not said."""
    said = parser.add_argument_group("what to note (else asked for)")
    said.add_argument(
        "--at", metavar="WHEN", help='when it began: "07:40", "2026-11-20 07:40", "yesterday 18:00", "30m" ago'
    )
    said.add_argument("--lasted", metavar="FOR", help='how long: "20m", "2h"; "on" while it goes on')
    said.add_argument("--where", metavar="PLACES", help='for example "neck,lower_back"')
    said.add_argument("--now", metavar="0-10", help="pain now")
    said.add_argument("--worst", metavar="0-10", help="pain at its worst")
    said.add_argument("--onset", choices=("sudden", "gradual"), help="how it came")
    said.add_argument("--before", metavar="WHAT", help='in the two hours before: for example "lift,sit", or "none"')
    said.add_argument("--stress", metavar="0-10", help="stress before")
    said.add_argument("--helped", metavar="WHAT", help='for example "heat,moving", or "nothing"')
    said.add_argument("--note", metavar="TEXT", help="in your own words")


def _add_later(parser: argparse.ArgumentParser) -> None:
    said = parser.add_argument_group("what to note (else asked for)")
    said.add_argument("--at", metavar="WHEN", help="when (default: now)")
    said.add_argument("--now", metavar="0-10", help="pain now")
    said.add_argument("--worst", metavar="0-10", help="the worst since")
    said.add_argument("--helped", metavar="WHAT", help='for example "heat,moving"')
    said.add_argument("--over", action="store_true", help="it is gone")
    said.add_argument("--note", metavar="TEXT", help="in your own words")


def _add_tuning(commands: Commands) -> None:
    tune = _add(commands, "tune", "What your own logged weeks would have been like with other limits.")
    tune.add_argument("--rule", metavar="NAME", help="the rule to try other limits of; see --list")
    tune.add_argument("--enter", metavar="A..B", help='enter_above: one value, or from..to: "0.5..0.8"')
    tune.add_argument("--hold", metavar="A..B", help='hold_s: one value, or from..to, in seconds: "120..600"')
    tune.add_argument("--target", metavar="N/day", help='find limits that give about so many reminders: "6/day"')
    tune.add_argument("--days", type=int, metavar="N", help="the last N logged days (default: all that is kept)")
    tune.add_argument("--list", action="store_true", help="the rules, their limits, and how often each reminded")
    tune.add_argument("--apply", action="store_true", help="write the limits to the settings file; shows the change")
    tune.add_argument("--yes", action="store_true", help="do not ask before writing")
    tune.add_argument("--json", action="store_true", help="as one JSON object")


def _add_settings(commands: Commands) -> None:
    config = _add(commands, "config", "The settings file.")
    actions = config.add_subparsers(dest="action", required=True, metavar="ACTION")
    init = actions.add_parser("init", help="write it, with every key explained")
    init.add_argument("--force", action="store_true", help="overwrite an existing file")
    check = actions.add_parser("check", help="look for mistakes")
    check.add_argument("file", nargs="?", metavar="FILE", help="another file than yours")
    actions.add_parser("path", help="print where it is")
    export = _add(commands, "export", "What was logged, for other programs: CSV, JSON or ActivityWatch.")
    export.add_argument("file", metavar="FILE", help='where to write (csv: a folder); "-" prints it')
    export.add_argument(
        "--format", choices=("json", "csv", "activitywatch"), help="default: by the name of FILE, else json"
    )
    export.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day")
    export.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day")
    export.add_argument("--force", action="store_true", help="overwrite FILE")
    import_ = _add(commands, "import", "Take in what another posture_watch exported as JSON.", "import_")
    import_.add_argument("file", metavar="FILE", help="a JSON export of this program")
    data = _add(commands, "data", "What has been logged: where, how much, delete it.")
    kinds = data.add_subparsers(dest="action", required=True, metavar="ACTION")
    kinds.add_parser("where", help="print the folders")
    kinds.add_parser("size", help="print what the log takes")
    delete = kinds.add_parser("delete", help="delete logged days, or everything")
    delete.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day")
    delete.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day")
    delete.add_argument("--all", action="store_true", help="everything: log, baselines and text log")
    delete.add_argument("--yes", action="store_true", help="do not ask")


if __name__ == "__main__":
    sys.exit(main())
