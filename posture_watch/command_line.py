"""The command line as argparse reads it: every command, its options and their help. Imports nothing heavy."""

from __future__ import annotations

import argparse

from posture_watch import __version__
from posture_watch.arguments import Commands, add, add_source, number
from posture_watch.care_arguments import add_care


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
    add_care(commands)
    _add_settings(commands)
    return parser


def _add_monitor(commands: Commands) -> None:
    run = add(commands, "run", "Watch, remind and log until stopped.")
    add_source(run)
    run.add_argument("--wait", action="store_true", help="wait for a camera that is not there yet")
    run.add_argument("--or-demo", action="store_true", help="without a camera: say so and run the demo instead")
    status = add(commands, "status", "What the running monitor sees right now.")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    pause = add(commands, "pause", "Let go of the camera and stop watching.", "pause")
    pause.add_argument("for_", nargs="?", metavar="FOR", help='for so long: "30" (minutes), "45s", "30m", "2h"')
    pause.add_argument("--json", action="store_true", help="answer as one JSON object")
    _add_orders(commands)
    calibrate = add(commands, "calibrate", "Sit well for some seconds: this becomes your upright posture.")
    add_source(calibrate)
    calibrate.add_argument("--seconds", type=number, help="how long to watch (default: 10; of each posture checked: 5)")
    _add_check(calibrate)


def _add_orders(commands: Commands) -> None:
    snooze = add(commands, "snooze", "No reminders for a while; watching goes on.", "pause")
    snooze.add_argument(
        "for_", nargs="?", metavar="FOR", help='for so long: "10" (minutes), "45s", "1h"; else as configured'
    )
    answer = add(commands, "answer", "Answer the reminder that is shown, as its buttons do.", "pause")
    answer.add_argument("choice", choices=("break", "snooze", "not_now", "wrong"))
    orders = (
        ("resume", "Watch again after a pause."),
        ("recalibrate", "Sit well: the running monitor takes your upright posture anew."),
        ("stop", "End the running monitor."),
    )
    for parser in (snooze, answer, *(add(commands, name, told, "pause") for name, told in orders)):
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")
    why = add(commands, "why", "What the monitor sees right now, and how far each rule is from a reminder.")
    why.add_argument("--json", action="store_true", help="as one JSON object")
    add(commands, "tray", "The icon in the tray; it starts the monitor and keeps it running.")
    welcome = add(commands, "welcome", "The first steps: choose a camera, sit well once, try a notification.")
    welcome.add_argument("--terminal", action="store_true", help="ask here, not in a window")
    autostart = add(commands, "autostart", "Start at login.")
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
    replay = add(commands, "replay", "Judge a clip as the monitor would have, in the clip's own time.")
    replay.add_argument("source", metavar="SOURCE", help="a video, picture, folder, recording, stream or camera")
    replay.add_argument("--json", action="store_true", help="one JSON object a line per frame judged")
    replay.add_argument(
        "--baseline-from", metavar="SOURCE", help="take the upright posture from this clip, and keep it"
    )
    replay.add_argument("--baseline", metavar="FROM..TO", help="take it from these seconds of the clip, and keep it")
    replay.add_argument("--no-smoothing", action="store_true", help="judge each frame alone")
    replay.add_argument("--fps", type=number, help="frames judged a second; a folder's rate")
    replay.add_argument("--rules", metavar="FILE", help="a TOML file with [rules.NAME] tables")
    replay.add_argument("--loop", type=number, metavar="SECONDS", help="repeat the clip for so many seconds")
    record = add(commands, "record", "Record landmarks (no pictures) to a file: the bug report of this project.")
    record.add_argument("file", metavar="FILE", help="where to write, for example slouch.jsonl")
    add_source(record)
    record.add_argument("--seconds", type=number, help="stop after so long (default: until Ctrl-C)")
    record.add_argument("--fps", type=number, help="frames a second (default: as configured)")
    record.add_argument("--force", action="store_true", help="overwrite the file")
    demo = add(commands, "demo", "The whole chain without a camera, in under a minute.")
    demo.add_argument("--folder", help="where its log and report go (default: a new temporary folder)")


def _add_looks(commands: Commands) -> None:
    report = add(commands, "report", "What the day was like, or the week, or the month.")
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
    watch = add(commands, "watch", "The present, live: each deviation beside its limits, holds filling.")
    watch.add_argument("--once", action="store_true", help="print it once and end")
    preview = add(commands, "preview", "A window with the skeleton and the angles as they are measured.")
    add_source(preview)
    add(commands, "cameras", "List the cameras.")
    doctor = add(
        commands, "doctor", "Check camera, light and place, model, notifications, settings and log; say what to do."
    )
    add_source(doctor)
    doctor.add_argument("--json", action="store_true", help="as one JSON object")
    completion = add(commands, "completion", "Print a shell completion script.")
    completion.add_argument("shell", choices=("bash", "zsh", "fish", "tcsh"))


def _add_tuning(commands: Commands) -> None:
    tune = add(commands, "tune", "What your own logged weeks would have been like with other limits.")
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
    config = add(commands, "config", "The settings file.")
    actions = config.add_subparsers(dest="action", required=True, metavar="ACTION")
    init = actions.add_parser("init", help="write it, with every key explained")
    init.add_argument("--force", action="store_true", help="overwrite an existing file")
    check = actions.add_parser("check", help="look for mistakes")
    check.add_argument("file", nargs="?", metavar="FILE", help="another file than yours")
    actions.add_parser("path", help="print where it is")
    export = add(commands, "export", "What was logged, for other programs: CSV, JSON or ActivityWatch.")
    export.add_argument("file", metavar="FILE", help='where to write (csv: a folder); "-" prints it')
    export.add_argument(
        "--format", choices=("json", "csv", "activitywatch"), help="default: by the name of FILE, else json"
    )
    export.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day")
    export.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day")
    export.add_argument("--force", action="store_true", help="overwrite FILE")
    import_ = add(commands, "import", "Take in what another posture_watch exported as JSON.", "import_")
    import_.add_argument("file", metavar="FILE", help="a JSON export of this program")
    data = add(commands, "data", "What has been logged: where, how much, delete it.")
    kinds = data.add_subparsers(dest="action", required=True, metavar="ACTION")
    kinds.add_parser("where", help="print the folders")
    kinds.add_parser("size", help="print what the log takes")
    delete = kinds.add_parser("delete", help="delete logged days, or everything")
    delete.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day")
    delete.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day")
    delete.add_argument("--all", action="store_true", help="everything: log, baselines and text log")
    delete.add_argument("--yes", action="store_true", help="do not ask")
