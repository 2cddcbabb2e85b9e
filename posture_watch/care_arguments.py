"""The command line of the diary, the guidance, exercises and breaks."""

from __future__ import annotations

import argparse

from posture_watch.arguments import Commands, add, add_source, number


def add_care(commands: Commands) -> None:
    """Diary, guidance, exercises and breaks."""
    _add_diary(commands)
    help_now = add(
        commands, "help-now", "It hurts now: what may help in the first hours, and the warning signs.", "help_now"
    )
    help_now.add_argument("--window", action="store_true", help="in a window")
    help_now.add_argument("--open", action="store_true", help="as a page in the browser, to print")
    about = add(commands, "about", "What is known about causes and reliefs of back pain, with sources.")
    about.add_argument("topic", nargs="?", metavar="TOPIC", help="one of them; without it: the list")
    about.add_argument("--open", action="store_true", help="all of it as a page in the browser")
    gentle = add(commands, "gentle", "Some gentler days: more changes of position, no hints about posture.")
    gentle.add_argument("days", nargs="?", metavar="DAYS", help="how many from now, today included; 0 ends them")
    gentle.add_argument("--json", action="store_true", help="as one JSON object")
    exercises = add(commands, "exercises", "The exercises: how each is done, how often, what it answers.")
    exercises.add_argument("exercise", nargs="?", metavar="NAME", help="one of them")
    exercises.add_argument("--open", action="store_true", help="with drawings, as a page in the browser")
    break_ = add(commands, "break", "A guided break that answers what the last hours were like.", "break_")
    break_.add_argument("minutes", nargs="?", type=int, choices=(1, 3, 5), help="how long (default: 3)")
    what = break_.add_mutually_exclusive_group()
    what.add_argument("--strength", action="store_true", help="the strength block of the week instead")
    what.add_argument("--exercise", action="append", metavar="NAME", help="these exercises, in this order")
    _add_place(break_)
    break_.add_argument("--no-camera", action="store_true", help="do not look, do not count")
    add_source(break_)
    breathe = add(commands, "breathe", "Guided breathing: 4 s in, 6 s out.")
    breathe.add_argument("minutes", nargs="?", type=number, help="from 2 to 5 (default: 3)")
    _add_place(breathe)


def _add_place(parser: argparse.ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--window", action="store_true", help="in a window (default: here, in the terminal)")
    place.add_argument("--terminal", action="store_true", help="here, in the terminal")


def _add_diary(commands: Commands) -> None:
    spasm = add(commands, "spasm", "Note a spasm, or pain without one, in half a minute.")
    spasm.add_argument("--pain", action="store_true", help="pain without a spasm")
    _add_entry(spasm)
    spasm.add_argument("--window", action="store_true", help="in a window, with a picture to point at")
    spasm.add_argument("--gentle", metavar="DAYS", help="so many gentler days from now (else asked for)")
    spasm.add_argument("--json", action="store_true", help="as one JSON object; asks nothing")
    diary = add(commands, "diary", "The diary: what was noted, how it went on, what went before.")
    diary.add_argument("--window", action="store_true", help="in a window")
    actions = diary.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="all entries (also without an ACTION)")
    listing.add_argument("--json", action="store_true", help="as one JSON object")
    for name, told in (
        ("show", "one entry"), ("edit", "change one"), ("follow-up", "how it is today"), ("delete", "delete one")
    ):  # fmt: skip
        parser = actions.add_parser(name, help=told)
        parser.add_argument("number", type=int, metavar="NUMBER", help="as the list has it")
        if name == "edit":
            kind = parser.add_mutually_exclusive_group()
            kind.add_argument("--pain", dest="kind", action="store_const", const="pain", help="it was pain, no spasm")
            kind.add_argument("--spasm", dest="kind", action="store_const", const="spasm", help="it was a spasm")
            _add_entry(parser, ("sudden", "gradual", "-"))
        if name == "follow-up":
            _add_later(parser)
        if name == "delete":
            parser.add_argument("--follow-up", type=int, metavar="N", help="only its N-th follow-up")
            parser.add_argument("--yes", action="store_true", help="do not ask")
    before = actions.add_parser("before", help="what went before: the hours before episodes beside your usual ones")
    before.add_argument("--json", action="store_true", help="as one JSON object")


def _add_entry(parser: argparse.ArgumentParser, onsets: tuple[str, ...] = ("sudden", "gradual")) -> None:
    """What an entry says; what is left out is asked for at a terminal, and else not said."""
    said = parser.add_argument_group("what to note (else asked for)")
    said.add_argument(
        "--at", metavar="WHEN", help='when it began: "07:40", "2026-11-20 07:40", "yesterday 18:00", "30m" ago'
    )
    said.add_argument("--lasted", metavar="FOR", help='how long: "20m", "2h"; "on" while it goes on')
    said.add_argument("--where", metavar="PLACES", help='for example "neck,lower_back"')
    said.add_argument("--now", metavar="0-10", help="pain now")
    said.add_argument("--worst", metavar="0-10", help="pain at its worst")
    said.add_argument("--onset", choices=onsets, help="how it came")
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
