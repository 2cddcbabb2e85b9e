"""Writes docs/privacy.md from docs/measured/privacy.json, which scripts/trace_commands.py --page makes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEASURED, PAGE = ROOT / "docs" / "measured" / "privacy.json", ROOT / "docs" / "privacy.md"

HEAD = """# Privacy, as traced

Made by `scripts/trace_commands.py --page`; do not edit. What it is meant to hold against stands in
[SECURITY.md](../SECURITY.md).

Every command of the program (the list is the parser's own; one without a line in `scripts/traced_commands.py` fails the
run and a test) is started under strace, with all its threads and children: before, beside and after a running monitor,
on a desk of its own with a home folder, a userspace webcam, a screen, a session bus and a notification daemon. The
monitor is traced too, from its start until `stop`, and so is the tray with the monitor that it starts. Each socket,
each file opened for writing and the start of each thing written is judged; afterwards every file there is opened.

The second run has no network at all: a network namespace whose only interface, the loopback, is down. Its umask is 000,
so that a mode nobody asked for would be seen.
"""
FOUND = ("connect", "sendto", "bind", "opened", "nobody typed it", "wrote to", "picture", "unknown (", "open to others")
LIMITS = """## Try it

    python scripts/trace_commands.py                            # as the computer is
    sudo python scripts/trace_commands.py --no-network --umask 000
    python scripts/trace_sockets.py --seconds 300 -- posture-watch run

The last one traces one command for as long as you like: a library that reports usage may wait for minutes before.

## What this does not show

- Windows and macOS: strace is Linux's. The code is the same but for notifications, camera names and surroundings.
- A browser that shows a page of ours (here a program that does nothing stands for it), a real panel, a real camera.
- What the system itself writes of memory: swap, hibernation. (Core files are forbidden; `tests/test_native_output.py`.)
- A trace sees what was done in these minutes, not what could be done; that is why the pose library is pinned to a
  release that was traced, with its hash, and a test fails for any other.
- The sound server is asked by `pactl list source-outputs` who records (that is how a call is noticed); pactl opens no
  stream. Any other connection to it, by whomever, is a finding.
"""


def page(measured: Mapping[str, Any]) -> str:
    """The whole page."""
    runs: list[dict[str, Any]] = measured["runs"]
    head = ["", *("as it is" if run["network"] else "no interface" for run in runs)]
    lines = [_row(head), _row(["---"] * len(head)), _row(["umask", *(run["umask"] for run in runs)])]
    columns = [_figures(run) for run in runs]
    lines += [_row([words, *(str(column[words]) for column in columns)]) for words in columns[0]]
    parts = [HEAD, f"Measured on {measured['on']}.\n", "\n".join(lines) + "\n"]
    parts += ["## What was connected to\n", _counted(runs, "local", "times")]
    parts += ["## What lay there afterwards\n", _counted(runs, "kinds", "found")]
    parts += ["Of those that are ours, by mode:\n", _counted(runs, "modes", "found")]
    broken = [f"- {line}" for run in runs for line in run["broken"]]
    parts += ["## Not kept\n", "\n".join(broken) + "\n"] if broken else []
    return "\n".join([*parts, LIMITS])


def _figures(run: Mapping[str, Any]) -> dict[str, object]:
    """The first table's column for ``run``."""
    return {
        "commands and actions of the program": run["commands"],
        "command lines traced": run["steps"],
        "system calls looked at": f"{run['calls']:,}",
        "notifications shown meanwhile": run["notifications"],
        "took": f"{run['seconds']:.0f} s",
        "sockets, names or sound devices of elsewhere": _count(run, "connect", "sendto", "bind", "opened"),
        "loopback that nobody typed": _count(run, "nobody typed it"),
        "files written outside the user's own folders": _count(run, "wrote to"),
        "files that are or hold a picture, or unknown bytes": _count(run, "picture", "unknown ("),
        "files, folders, sockets open to others": _count(run, "open to others"),
        "anything else that was not as it should be": _rest(run),
    }


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _counted(runs: list[dict[str, Any]], key: str, words: str) -> str:
    """A table of what was counted under ``key`` in each run."""
    names = sorted({name for run in runs for name in run[key]})
    head = ["", *(f"{words}, {'as it is' if run['network'] else 'no interface'}" for run in runs)]
    rows = [_row([name, *(str(run[key].get(name, 0)) for run in runs)]) for name in names]
    return "\n".join([_row(head), _row(["---"] * len(head)), *rows]) + "\n"


def _count(run: Mapping[str, Any], *words: str) -> int:
    return sum(any(word in line for word in words) for line in run["broken"])


def _rest(run: Mapping[str, Any]) -> int:
    return sum(not any(word in line for word in FOUND) for line in run["broken"])


def write() -> None:
    """docs/privacy.md anew."""
    PAGE.write_text(page(json.loads(MEASURED.read_text(encoding="utf-8"))), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
    sys.exit(0)
