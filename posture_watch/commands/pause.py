"""`pause`, `resume`, `snooze`, `answer`, `recalibrate` and `stop`: orders to the running monitor."""

from __future__ import annotations

import argparse
import json
import re

from posture_watch.control.client import ask
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.texts import retold

REFUSED = 1
"""Exit code for an order that changed nothing."""
UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0, "": 60.0}


def run(options: argparse.Namespace) -> int:
    """Send the order and print the answer."""
    folder = user_paths().runtime_folder
    if options.command in ("pause", "snooze"):
        seconds = parse_duration_s(options.for_) if options.for_ else None
        reply = ask(folder, options.command, seconds=seconds)
    elif options.command == "answer":
        reply = ask(folder, "answer", choice=options.choice)
    else:
        reply = ask(folder, options.command)
    done = reply.get("done", True) or options.command == "resume"
    print(json.dumps(reply) if options.json else retold(reply["text"]))
    return 0 if done else REFUSED


def parse_duration_s(text: str) -> float:
    """Seconds of "45s", "30m", "2h", "1h30m" or "30" (minutes). Raises UserError."""
    parts = re.findall(r"(\d+(?:\.\d+)?)([smh]?)", text.strip().lower().replace("min", "m"))
    if not parts or "".join(number + unit for number, unit in parts) != text.strip().lower().replace("min", "m"):
        raise UserError(f"{text!r} is not a length of time.", 'For example: "30" (minutes), "45s", "90m", "2h".')
    seconds = sum(float(number) * UNITS_S[unit] for number, unit in parts)
    if not 0 < seconds <= 7 * 86_400:
        raise UserError(
            f"{text!r} is not between a second and a week.",
            "For example 30m; for longer than a week, use posture-watch stop.",
        )
    return seconds
