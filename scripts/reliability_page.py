"""docs/reliability.md from what the fault suite counted: a table a file of tests/faults, and what was not tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SECTIONS = {
    "kills": "Killed at any moment",
    "power": "The power goes",
    "disk": "Disk and folders",
    "corruption": "A damaged log",
    "clocks": "Clocks, zones and sleep",
    "camera": "The camera",
    "hangs": "A monitor that hangs or crashes",
    "notifications": "Notifications, panel and session bus",
    "fuzzing": "Input that means harm",
    "week": "A week of everything",
}
"""The files of tests/faults (test_NAME.py), in the order of the page."""
HEAD = """\
# What can go wrong, and what was tried

Written by `python scripts/faults.py`; do not edit it by hand. Faults are real ones where this machine has them: real
processes are killed, real files damaged, a webcam without a kernel driver stalls and hangs, a real notification daemon
is stopped. A quota is a shim's answer; hours without frames, clocks that are set, and weeks go by on a clock that is
told. Every run of the tests draws most of them a few times; some of those of camera, hangs and notifications take too
long for that and are run here alone. These are the figures of all rounds, of the day that stands beside each.
`python scripts/faults.py --only NAME` makes one section anew.
"""
NOT_TRIED = """\
## What was not tried

Windows and macOS: never run. A power cut of a real machine: the order of writes is checked from a recording of them,
which trusts the disk to keep what it was told to flush. Real cameras and their drivers, real suspend (a clock that
jumps stands for it: tests/live/test_suspended.py), GNOME and KDE. More than one week of whole days: those of the other
weeks have one to three hours at the desk.

## What is known not to be noticed

A flipped bit that makes another plausible figure of a figure: no row has a sum of its own. A `-wal` file cut off at the
end of a page. A driver that shows the same few pictures again and again, never the same one for five minutes.
"""


def page(rows: Iterable[Mapping[str, Any]]) -> str:
    """The whole page."""
    kept = list(rows)
    parts = [HEAD]
    for name, title in SECTIONS.items():
        own = [row for row in kept if f"test_{name}.py" in row["test"]]
        if own:
            parts.append(f"## {title}\n\n`tests/faults/test_{name}.py`\n\n" + _table(own))
    return "\n".join([*parts, NOT_TRIED])


def _table(rows: Iterable[Mapping[str, Any]]) -> str:
    lines = ["| what was done | counted | held | measured |", "|---|---|---|---|"]
    lines += [
        f"| {row['what']} | {_counted(row['counted'])} | {'yes' if row['passed'] else '**no**'} | {row['on']} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _counted(counted: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in counted.items())
