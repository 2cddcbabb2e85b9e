"""Every command under strace on a desktop of its own: no socket to elsewhere, no picture written, files for one user.

    python scripts/trace_commands.py                        # as it is here
    python scripts/trace_commands.py --no-network --umask 0 # without any network interface (root), and the worst umask
    python scripts/trace_commands.py --page                 # both, and docs/privacy.md anew (about six minutes)

Needs strace, gcc, Xvfb, dbus-daemon and dunst. Exit 0: all promises were kept; 1: one was not; 3: nothing was tried.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import privacy_page  # noqa: E402
import traced_commands  # noqa: E402
from trace_report import Report  # noqa: E402
from trace_sockets import trace  # noqa: E402
from traced_commands import FILM, LAST, OUT, RUN, STEPS, STREAM, Step  # noqa: E402
from traced_desk import PICTURES_S, SETTINGS, Rig, prepared  # noqa: E402
from written_files import Looked, look  # noqa: E402

from posture_watch.command_line import build_parser  # noqa: E402
from tests.rigs.mjpegd import NetworkCamera  # noqa: E402

BROKEN, NOT_TRIED = 1, 3
MEASURED = ROOT / "docs" / "measured" / "privacy.json"
NEEDED = ("strace", "gcc", "Xvfb", "dbus-daemon", "dunst")
START_S = 40.0
# Files of the desktop and of the libraries that draw on it
NOT_OURS = ("/dev/", "/proc/", "/sys/")


Traced = tuple[Report, int, str]
"""What a command line did, its exit code, and what it printed."""


@dataclass(slots=True)
class Outcome:
    """What a run showed. ``broken``: promises that were not kept, in words; empty is what is wanted."""

    network: bool
    umask: str
    say: bool = True
    steps: int = 0
    commands: int = 0
    calls: int = 0
    seconds: float = 0
    notifications: int = 0
    local: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])
    modes: Counter[str] = field(default_factory=Counter[str])
    broken: list[str] = field(default_factory=list[str])


def run_all(*, network: bool, umask: int) -> Outcome:
    """Every step, and the look at what they wrote."""
    outcome = Outcome(network, f"{umask:03o}")
    began_s = time.monotonic()
    outcome.broken += [f"no step runs `{' '.join(leaf)}`" for leaf in traced_commands.not_traced(build_parser())]
    outcome.commands = len(list(traced_commands.commands(build_parser())))
    with prepared() as rig:
        before = os.umask(umask)
        try:
            _run_steps(rig, outcome)
            _judge_files(rig, outcome)
            outcome.notifications = rig.notifications()
            if not outcome.notifications:
                outcome.broken.append("no reminder was shown, so this shows nothing about showing one")
            _judge(rig, LAST, _traced(rig, LAST, ""), outcome)
        finally:
            os.umask(before)
    outcome.seconds = round(time.monotonic() - began_s)
    return outcome


def _run_steps(rig: Rig, outcome: Outcome) -> None:
    with NetworkCamera() if outcome.network else nullcontext() as camera:
        for step in (step for step in STEPS if step.part == "before"):
            if camera is not None or not step.loopback:  # there is no loopback either
                _judge(rig, step, _traced(rig, step, camera.url if camera else ""), outcome)
    found = subprocess.run(rig.command("config", "path"), capture_output=True, text=True, check=True)
    Path(found.stdout.strip()).write_text(SETTINGS, encoding="utf-8")
    with _monitor(rig, outcome):
        for step in (step for step in STEPS if step.part == "beside"):
            _judge(rig, step, _traced(rig, step, ""), outcome)
    for step in (step for step in STEPS if step.part == "after"):
        _judge(rig, step, _traced(rig, step, ""), outcome)


@contextmanager
def _monitor(rig: Rig, outcome: Outcome) -> Generator[None]:
    """`posture-watch run`, traced too, until something stops it. It is given the time to remind once."""
    ended: list[Traced] = []
    thread = threading.Thread(target=lambda: ended.append(_traced(rig, RUN, "")))
    thread.start()
    end_s = time.monotonic() + START_S
    while subprocess.run(rig.command("status"), capture_output=True, check=False).returncode:
        if time.monotonic() > end_s or not thread.is_alive():
            outcome.broken.append("the monitor did not start")
            break
        time.sleep(0.5)
    time.sleep(3 * PICTURES_S + 12)
    yield
    subprocess.run(rig.command("stop"), capture_output=True, check=False)
    thread.join(30)
    if ended:
        _judge(rig, RUN, ended[0], outcome)
    else:
        outcome.broken.append("the monitor did not end")


def _traced(rig: Rig, step: Step, stream: str) -> Traced:
    names = {FILM: str(rig.film), STREAM: stream}
    words = [names.get(word, word).replace(OUT, str(rig.out)) for word in step.words]
    if "--note" in words:  # the one word with blanks and signs in it
        words[words.index("--note") + 1] = '<img src="http://192.0.2.1/x.png"> & a spasm'
    with tempfile.TemporaryFile() as output:
        report, code = trace(rig.command(*words), seconds=step.seconds, keep=None, output=output.fileno())
        output.seek(0)
        return report, code, output.read().decode("utf-8", "replace")


def _judge(rig: Rig, step: Step, traced: Traced, outcome: Outcome) -> None:
    report, code, printed = traced
    name = " ".join(step.words)
    interrupted = {124, 137} if step.seconds else set[int]()
    outcome.steps += 1
    outcome.calls += report.lines
    found = [f"`{name}`: {finding.what}" for finding in report.findings]
    found += [f"`{name}`: {address} (nobody typed it)" for address in report.local if _is_loopback(address, step)]
    found += [f"`{name}` wrote to {path}" for path in sorted(report.written) if not _may_be_written(path, rig)]
    found += [f"`{name}`: nothing was traced"] * (report.lines == 0)
    if code not in {*step.codes, *interrupted}:
        found.append(f"`{name}` ended with {code}: {printed.strip()[-300:]}")
    elif "Traceback" in printed:
        found.append(f"`{name}`: a traceback: {printed.strip()[-300:]}")
    for address, count in report.local.items():
        outcome.local[_kind_of_address(address)] += count
    outcome.broken += found
    if outcome.say:
        print(f"{'ok ' if not found else 'BAD'} {code:>3} {report.lines:>7} calls  {name}", flush=True)
        for line in found:
            print(f"      {line}", flush=True)


def _may_be_written(path: str, rig: Rig) -> bool:
    return path.startswith((str(rig.home), *NOT_OURS)) or not path.startswith("/")


def _is_loopback(address: str, step: Step) -> bool:
    return not step.loopback and (address.startswith(("127.", "[::1]")))


def _kind_of_address(address: str) -> str:
    """What a local address belongs to, without numbers that differ from run to run."""
    for part, words in (
        ("asked by pactl", "the sound server, asked by pactl who records"),
        ("control.sock", "the monitor's own socket"),
        ("X11-unix", "the screen (X11)"),
        ("test-bus", "the session bus"),
        ("no-bus", "the system bus, which is not there"),
        ("AF_NETLINK", "questions to the kernel (netlink)"),
        ("127.0.0.1", "the stream on this machine that was typed"),
    ):
        if part in address:
            return words
    return "other sockets of this machine (AF_UNIX)"


def _judge_files(rig: Rig, outcome: Outcome) -> None:
    """What lies there now: nothing like a picture, and what is ours is for its owner alone."""
    for found in look(rig.home):
        outcome.kinds[found.kind] += 1
        name = str(found.path.relative_to(rig.home))
        if found.kind in {"picture", "unknown"}:
            outcome.broken.append(f"{name}: {found.kind} ({found.size} bytes)")
        if _is_ours(name, found):
            outcome.modes[f"{found.kind} {found.mode:04o}"] += 1
            if not found.is_private:
                outcome.broken.append(f"{name}: {found.kind} {found.mode:04o} is open to others")


def _is_ours(name: str, found: Looked) -> bool:
    ours = "posture-watch" in name or name.startswith("out/") or "autostart" in name
    return ours and found.kind != "link"


def without_network(arguments: Sequence[str]) -> int:
    """This very script in a network namespace that has no interface but a loopback that is down."""
    words = ["unshare", "--net", "--", sys.executable, __file__, *arguments, "--inside"]
    return subprocess.run(words, check=False).returncode


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-network", action="store_true", help="in a network namespace without any interface")
    parser.add_argument("--umask", default="022", help="octal; what new files would have by default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was seen to FILE")
    parser.add_argument("--page", action="store_true", help="both runs, and docs/privacy.md anew")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return NOT_TRIED
    if given.page:
        return _both()
    if given.no_network and not given.inside:
        more = ["--json", str(given.json)] if given.json else []
        return without_network(["--no-network", "--umask", given.umask, *more])
    outcome = run_all(network=not given.no_network, umask=int(given.umask, 8))
    for line in outcome.broken:
        print(f"NOT KEPT: {line}")
    print(f"{outcome.steps} command lines, {outcome.calls} calls, {len(outcome.broken)} promises not kept")
    if given.json:
        given.json.write_text(json.dumps(_as_json(outcome), indent=1) + "\n", encoding="utf-8")
    return BROKEN if outcome.broken else 0


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {part.name: getattr(outcome, part.name) for part in fields(outcome)}


def _both() -> int:
    rows: list[dict[str, object]] = []
    codes: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        for words in (["--umask", "022"], ["--no-network", "--umask", "000"]):
            answer = Path(folder) / "answer.json"
            codes.append(main([*words, "--json", str(answer)]))
            rows.append(json.loads(answer.read_text(encoding="utf-8")))
    MEASURED.write_text(
        json.dumps({"on": f"{datetime.now(UTC):%Y-%m-%d}", "runs": rows}, indent=1) + "\n", encoding="utf-8"
    )
    privacy_page.write()
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
