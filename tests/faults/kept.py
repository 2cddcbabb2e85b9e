"""A real monitor on the fake webcam, kept by a real tray's thread, whose pose model does as it is told."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from posture_watch.control.client import ask
from posture_watch.control.lock import read_holder
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from tests.desktop_session import wait_for
from tests.live.monitor import Webcam, streams_to
from tests.program import program_environment

SLOW_S = 14
"""How long a slow model takes to load: longer than one that hangs is left alone."""
RIGS = Path(__file__).parents[1] / "rigs"


def compiled(name: str, folder: Path) -> Path:
    """The rig ``name``.c as a library for LD_PRELOAD; skips where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("native faults need Linux and gcc")
    library = folder / f"{name}.so"
    made = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(RIGS / f"{name}.c"), "-ldl", "-lpthread"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        pytest.skip(f"{name}.c does not compile here: {made.stderr[-300:]}")
    return library


def told_environment(webcam: Webcam, model: Path, told: Path) -> dict[str, str]:
    """Of a program whose webcam and pose model do as they are told; ``told`` is what the model reads."""
    preloaded = f"{webcam.environment['LD_PRELOAD']} {model}"
    return {
        **webcam.environment,
        "LD_PRELOAD": preloaded,
        "FAULTYMODEL_CTL": str(told),
        "FAULTYMODEL_SLOW_S": str(SLOW_S),
    }


class Kept:
    """``tell_model``: ok, hang, hold, segv, abort, load, slow. The monitor of the moment is whoever answers."""

    def __init__(self, home: Path, webcam: Webcam, model: Path) -> None:
        self.paths = paths_below(home)
        self.webcam = webcam
        self._model_does = home / "model-does"
        self.tell_model("ok")
        environment = told_environment(webcam, model, self._model_does)
        self._shown = home / "shown"
        with self._shown.open("wb") as shown:
            self._tray = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.screenless_tray"],
                env=program_environment(home, environment),
                stdin=subprocess.PIPE, stdout=shown, stderr=shown,
            )  # fmt: skip

    def tell_model(self, does: str) -> None:
        fresh = self._model_does.with_suffix(".new")
        fresh.write_text(does)
        fresh.replace(self._model_does)

    def wait_until_it_does(self) -> None:
        """Until the model has been asked, and does what it was told."""
        wait_for(self.began, within_s=60.0, what="the model being asked")

    def began(self) -> bool:
        """Whether the model has done what it was told, by now."""
        return self._model_does.with_name("model-does-began").exists()

    @property
    def shown(self) -> str:
        """What the tray has shown, a line each."""
        return self._shown.read_text()

    def status(self) -> Mapping[str, Any]:
        with contextlib.suppress(UserError):
            return ask(self.paths.runtime_folder, "status", within_s=1.0)
        return {}

    def wait_watching(self, *, but: int = 0, sitting_s: float = 0.0, within_s: float = 40.0) -> Mapping[str, Any]:
        """Until a monitor other than process ``but`` sees the person, who has been sitting for so long."""
        seen: list[Mapping[str, Any]] = [{}]

        def found() -> bool:
            seen.append(self.status())
            now = seen[-1]
            return bool(now) and now["pid"] != but and now["person"] and now["sitting_s"] > sitting_s

        wait_for(found, within_s=within_s, what=f"a monitor that watches (shown: {self.shown})")
        return seen[-1]

    def require_replaced(self, pid: int) -> None:
        """Process ``pid`` is gone for good, and the one that answers has its lock, its camera and a whole log."""
        assert not _runs(pid), "the one that hung still runs"
        now = self.status()
        holder = read_holder(self.paths.runtime_folder)
        assert holder is not None
        assert holder.pid == now["pid"] != pid
        wait_for(lambda: streams_to(now["pid"]), what="the camera streaming to the new one")
        with contextlib.closing(sqlite3.connect(self.paths.database_file)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def close(self) -> None:
        """End the tray, which ends the monitor; whatever is left is killed."""
        self.tell_model("ok")
        pid = self.status().get("pid", 0)
        assert self._tray.stdin is not None
        self._tray.stdin.close()
        try:
            self._tray.wait(20)
        finally:
            self._tray.kill()
            if pid and _runs(pid):
                os.kill(pid, signal.SIGKILL)


def _runs(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def seconds_since(began_s: float) -> float:
    return round(time.monotonic() - began_s, 1)
