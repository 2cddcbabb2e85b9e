"""Work for strace to record: `python -m tests.faults.powered KIND FOLDER TOLD`; what is acknowledged goes to TOLD."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from posture_watch import cli
from posture_watch.capture.camera_memory import CameraMemory, RememberedCamera
from posture_watch.config.editing import set_value
from posture_watch.config.rule_editing import edited
from posture_watch.config.writing import write_default
from posture_watch.core.intervals import Checkpoint
from posture_watch.on_disk import make_folder, put
from posture_watch.opening_pages import write_page
from posture_watch.paths import HOME_VARIABLE, paths_below
from posture_watch.store.log import Log
from tests.faults import old_logs, writes
from tests.faults.killing import Tell
from tests.store.log_story import at, ended, minute


class EnoughError(Exception):
    """As much as was asked for has been done."""


class Telling(Tell):
    """Tells so much and then ends the work."""

    def __init__(self, pipe: int, most: int) -> None:
        super().__init__(pipe)
        self._left = most

    def done(self, name: object) -> None:
        """The call has returned."""
        super().done(name)
        self._left -= 1
        if self._left == 0:
            raise EnoughError


SNOOZES_S = (301, 302, 303)
MENDED_AT_S = 100_000
LATER_MS = 1_709_700_000_000
LIMITS = (0.512, 0.614)


def database(folder: Path) -> Path:
    """Where the log of these stories is."""
    return folder / "state" / "log.sqlite"


def _migrate(folder: Path, tell: Tell) -> None:
    old = folder.parent / "old"
    old_logs.make(old, 1, minutes=40)
    make_folder(database(folder).parent)
    for ending in ("", "-wal"):
        put(database(folder).with_name(database(folder).name + ending), old.with_name(f"old{ending}").read_bytes())
    tell.done("old")
    tell.begin("migrate")
    Log.open(database(folder), now=at(0)).close()
    tell.done("migrate")


def _mend(folder: Path, tell: Tell) -> None:
    damaged = folder.parent / "damaged"
    make_damaged(damaged)
    make_folder(database(folder).parent)
    for ending in ("", "-wal"):
        put(database(folder).with_name(database(folder).name + ending), Path(f"{damaged}{ending}").read_bytes())
    tell.done("old")
    Log.open(database(folder), now=at(MENDED_AT_S)).close()
    tell.done("mend")


def make_damaged(path: Path) -> None:
    """A log with a ruined page, as a killed run left it: something is in the write-ahead log."""
    whole = path.with_name("whole")
    with Log.open(whole, now=at(0)) as log:
        for number in range(60):
            log.append([ended(60 * number, 60 * number + 60)], Checkpoint(None, minute(number)))
    row = "INSERT INTO intervals VALUES (?, ? + 60000, 'poor', 1, 0.0, 0)"
    with closing(sqlite3.connect(whole, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("UPDATE runs SET ended_utc = NULL, clean = 0")
        for number in range(300):
            db.execute(row, (LATER_MS + number * 60_000,) * 2)
        db.execute("COMMIT")
        for ending in ("", "-wal"):
            shutil.copyfile(f"{whole}{ending}", f"{path}{ending}")
    content = bytearray(path.read_bytes())
    last = content.rfind(b"lean_deg")
    content[last - 1500 : last] = b"\xff" * 1500
    path.write_bytes(content)


def _settings(folder: Path, tell: Tell) -> None:
    path = folder / "config" / "config.toml"
    for value in SNOOZES_S:
        set_value(path, "reminders", "snooze_s", value)
        tell.done(f"snooze {value}")
    for limit in LIMITS:
        edited(path, {"slump": {"enter_above": limit}}).write()
        tell.done(f"limit {limit}")
    write_default(path, force=True)
    tell.done("default")


def _pages(folder: Path, tell: Tell) -> None:
    memory = CameraMemory(folder / "state" / "camera.json")
    for number in range(4):
        write_page(page(number), "report", paths_below(folder))
        tell.done(f"page {number}")
        memory.keep("auto", RememberedCamera(f"Cam {number}", number))
        tell.done(f"camera {number}")


def page(number: int) -> str:
    """Of a few kilobytes."""
    return f"<p>{number}</p>" * 500


def _export(folder: Path, tell: Tell) -> None:
    """The log of HOME, which is somewhere else."""
    for words in (["x.json"], ["x.json", "--force"], ["x.csv"], ["x.csv", "--force"]):
        assert cli.main(["export", str(folder / words[0]), *words[1:]]) == 0
        tell.done(f"export {words[0]}")


def _import(folder: Path, tell: Tell) -> None:
    """Into the log of HOME, which is ``folder``."""
    os.environ[HOME_VARIABLE] = str(folder)
    assert cli.main(["import", os.environ["EXPORTED"]]) == 0
    tell.done("import")


KINDS: Mapping[str, tuple[Callable[[Path, Tell], object], int]] = {
    "log": (lambda folder, tell: writes.append_on_and_on(database(folder), 0, tell), 14),
    "diary": (lambda folder, tell: writes.note_on_and_on(database(folder), 0, tell), 16),
    "migration": (_migrate, 99),
    "mending": (_mend, 99),
    "settings": (_settings, 99),
    "pages": (_pages, 99),
    "export": (_export, 99),
    "import": (_import, 99),
}
"""What is done, and how often at most."""


def main(kind: str, folder: str, told: str) -> None:
    """Do it."""
    work, most = KINDS[kind]
    tell = Telling(os.open(told, os.O_WRONLY | os.O_CREAT, 0o600), most)
    try:
        work(Path(folder), tell)
    except EnoughError:
        os._exit(0)  # as it stands: no end of the run, no checkpoint


if __name__ == "__main__":
    main(*sys.argv[1:])
