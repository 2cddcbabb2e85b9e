"""The desk at which every command is traced: a home, a userspace webcam, a screen, a session bus with notifications."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.desktop_session import DesktopSession
from tests.portraits import sitting, write_clip, write_folder

ROOT = Path(__file__).resolve().parent.parent
PICTURES_S = 4
SETTINGS = """
[camera]
interval_s = 0.5
use = "open"
[baseline]
learn_s = 5
[smoothing]
median_s = 0
mean_s = 0.5
[rules.head_tilt]
enter_above = 6
exit_below = 4
hold_s = 0.5
release_s = 1
"""
"""So that a reminder comes within seconds."""


class Rig:
    """A home, a camera and a desktop in ``folder``; what the program writes goes below ``home``."""

    def __init__(self, folder: Path) -> None:
        self.home, self.out = folder / "home", folder / "home" / "out"
        self.temporary, self.runtime = folder / "home" / "tmp", folder / "home" / "runtime"
        for made in (self.home, self.out, self.temporary, self.runtime):
            made.mkdir(mode=0o700)
        rig = folder / "rig"
        rig.mkdir()
        there = [sitting(tilt_deg=-16.0)] * 12 * PICTURES_S
        write_folder(rig / "frames", [*[sitting()] * 12 * PICTURES_S, *there])
        self.film = write_clip(rig / "film.avi", [sitting()] * 10)
        library = rig / "fakecam.so"
        source = ROOT / "tests" / "rigs" / "fakecam.c"
        build = ["gcc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl", "-lpthread"]
        subprocess.run(build, check=True)
        (rig / "webcam").write_text("ok")
        self.camera = {
            "LD_PRELOAD": str(library),
            "FAKECAM_FRAMES": str(rig / "frames"),
            "FAKECAM_CTL": str(rig / "webcam"),
            "FAKECAM_FPS": str(PICTURES_S),
        }
        self.desktop = DesktopSession(rig)
        self.notified = rig / "notified"
        self.programs = rig / "bin"
        self.programs.mkdir()
        # a browser would be traced as ours, and it is not
        (self.programs / "xdg-open").write_text("#!/bin/sh\nexit 0\n")
        (self.programs / "xdg-open").chmod(0o755)

    def notifications(self) -> int:
        """How many the desktop was asked to show so far."""
        return self.notified.read_text(encoding="utf-8", errors="replace").count("member=Notify")

    def environment(self) -> dict[str, str]:
        """Nothing of whoever runs this but the way to Python."""
        seen = {name: self.desktop.environment[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
        return {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "LANG": os.environ.get("LANG", "C.UTF-8"),
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.home}/no-bus",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "NO_AT_BRIDGE": "1",
            **seen,
            **self.camera,
        }

    def command(self, *words: str) -> list[str]:
        """The program with ``words``, in the environment of the rig and no other."""
        settings = [f"{name}={value}" for name, value in self.environment().items()]
        return ["env", "-i", *settings, sys.executable, "-m", "posture_watch.cli", *words]


@contextmanager
def prepared() -> Generator[Rig]:
    """A rig with its desktop, taken down again."""
    with tempfile.TemporaryDirectory(prefix="posture-watch-trace-") as folder:
        rig = Rig(Path(folder))
        try:
            rig.desktop.start_screen()
            rig.desktop.start_bus()
            rig.desktop.start_dunst()
            rig.notified = rig.desktop.start_monitor()
            yield rig
        finally:
            rig.desktop.close()
