"""A monitor without a camera: holds the lock, answers what a file says, writes down what it is ordered."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from posture_watch.control.lock import Holder, MonitorLock
from posture_watch.control.request import Request
from posture_watch.control.server import ControlServer
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from tests.program import program_environment

ANSWERS, ORDERS = "answers.json", "orders.txt"
GOOD: dict[str, Any] = {
    "text": "Sitting well",
    "state": "good",
    "camera": "Fake camera",
    "camera_state": "ok",
    "camera_on": True,
    "snoozes_left": 2,
    "reminder": None,
    "today": {"text": "Sitting 3 h 10 min · since a break 25 min · upright 82 %"},
    "why": ["Slump: at a third of its limit.", "Sitting: 25 of 50 minutes."],
    "problems": [],
}


def set_answer(home: Path, **changes: object) -> None:
    """What it answers to `status` from now on, beside its process id. ``refuse``: orders fail with these words."""
    fresh = home / f"{ANSWERS}.new"
    fresh.write_text(json.dumps({**GOOD, **changes}))
    fresh.replace(home / ANSWERS)


def orders(home: Path) -> list[str]:
    """What it was told: "snooze {}", one an order."""
    file = home / ORDERS
    return file.read_text().splitlines() if file.exists() else []


def command() -> list[str]:
    return [sys.executable, "-m", "tests.tray.fake_monitor"]


def start(home: Path) -> subprocess.Popen[bytes]:
    """One that somebody else has started; it has the lock and listens when this returns."""
    process = subprocess.Popen(command(), env=program_environment(home), stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def main() -> int:
    paths = user_paths()
    home = paths.config_file.parent
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)

    def handle(request: Request) -> Mapping[str, Any]:
        answer = json.loads((home / ANSWERS).read_text())
        if request.command == "status":
            return {"pid": os.getpid(), **answer}
        with (home / ORDERS).open("a") as file:
            file.write(f"{request.command} {json.dumps(dict(request.arguments))}\n")
        if "refuse" in answer:
            raise UserError(answer["refuse"])
        if request.command == "stop":
            stopping.set()
        return {"text": f"{request.command} it is."}

    with MonitorLock(paths.runtime_folder) as lock:
        lock.acquire(Holder(os.getpid(), datetime.now(UTC), "0", "a fake camera"))
        with ControlServer(paths.runtime_folder, handle):
            print("ready", flush=True)
            stopping.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
