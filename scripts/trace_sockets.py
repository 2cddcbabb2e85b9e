"""Runs a command under strace; reports sockets to elsewhere, sound devices, pictures written. Exit 1 if any.

A library that reports usage waits over a minute before it does: trace five minutes before believing in silence.

    python scripts/trace_sockets.py -- posture-watch demo
    python scripts/trace_sockets.py --seconds 300 -- posture-watch run --source clip.mp4
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from trace_report import Report, read_trace

TRACED = "network,execve,open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,write,pwrite64,writev,pwritev"
NOT_CLEAN, NO_TRACE = 1, 3
# timeout(1): the command was ended because its seconds were over
TIMED_OUT = 124


def trace(
    command: Sequence[str], *, seconds: float | None, keep: Path | None, output: int | None = None
) -> tuple[Report, int]:
    """The report on ``command`` and its children, and its exit code. After ``seconds`` it is interrupted (Ctrl-C).

    What it prints goes to the descriptor ``output``, if there is one; it reads nothing then.
    """
    with tempfile.TemporaryDirectory() as folder:
        lines = keep or Path(folder) / "trace"
        limit = ["timeout", "--foreground", "--signal=INT", "--kill-after=20", f"{seconds:g}"] if seconds else []
        strace = [
            "strace",
            "-f",
            "-qq",
            "-y",
            "-s",
            "64",
            "-e",
            f"trace={TRACED}",
            "-e",
            "signal=none",
            "-o",
            str(lines),
        ]
        reading = None if output is None else subprocess.DEVNULL
        words = [*strace, *limit, *command]
        code = subprocess.run(words, stdin=reading, stdout=output, stderr=output, check=False).returncode
        with lines.open(encoding="utf-8", errors="replace") as text:
            return read_trace(text), code


def show(report: Report, code: int, watched_s: float) -> int:
    """Prints the report; exit code 1 when a promise was broken, 3 when nothing was seen, else the command's own."""
    print(f"traced {watched_s:.0f} s, {report.lines} calls; the command's exit code: {code}")
    for address, count in report.local.most_common():
        print(f"  local, allowed: {address} ({count} times)")
    for finding in report.findings:
        print(f"  NOT ALLOWED ({finding.kind}): {finding.what}\n    {finding.line}")
    if report.findings:
        return NOT_CLEAN
    if not report.lines:
        print("nothing was traced: this shows nothing", file=sys.stderr)
        return NO_TRACE
    print("no socket to another machine, no sound device, no picture written")
    return 0 if code == TIMED_OUT else code


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, help="interrupt the command (Ctrl-C) after this many seconds")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep strace's own lines in FILE")
    parser.add_argument("command", nargs="+", help="the command and its arguments, after --")
    given = parser.parse_args(arguments)
    if not shutil.which("strace"):
        print("strace is not installed (Debian: apt-get install strace)", file=sys.stderr)
        return NO_TRACE
    start_s = time.monotonic()
    report, code = trace(given.command, seconds=given.seconds, keep=given.keep)
    return show(report, code, time.monotonic() - start_s)


if __name__ == "__main__":
    sys.exit(main())
