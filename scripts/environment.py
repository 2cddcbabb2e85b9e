""".venv beside the checkout: is it whole and current, and making or repairing it with the standard library only.

A mark inside says what state it is in and is written last: an environment whose making was cut short is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from installing import SetupError, call, install_into, succeeds
from supported import OLDEST_PYTHON, this_machine
from system_packages import say

# What the present Qt is built for; the last one built for older ones has a lock of its own
NEW_QT_GLIBC = (2, 34)
MARK_NAME = "posture-watch-setup.json"
NEW = "making .venv (once, needs the network; about half a minute on a fast line)"


class Mark(NamedTuple):
    """What is known of an environment. ``interpreter`` tells when the system's Python was replaced underneath it."""

    state: str
    """making: cut short if nobody is at it; installed: packages are there; whole: checked as well."""
    fingerprint: str
    groups: list[str]
    interpreter: str


class Environment:
    """The virtual environment of the checkout at ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        programs = self.folder / ("Scripts" if os.name == "nt" else "bin")
        suffix = ".exe" if os.name == "nt" else ""
        self.python = programs / f"python{suffix}"
        self.program = programs / f"posture-watch{suffix}"

    def mark(self) -> Mark | None:
        """The mark that an earlier setup left, None when there is none or it cannot be read."""
        try:
            return Mark(**json.loads((self.folder / MARK_NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_mark(self, mark: Mark) -> None:
        """Replaces the mark in one step: a reader sees the old one or the new one."""
        draft = self.folder / f"{MARK_NAME}.new"
        draft.write_text(json.dumps(mark._asdict(), indent=1), encoding="utf-8")
        draft.replace(self.folder / MARK_NAME)

    def is_intact(self, mark: Mark | None) -> bool:
        """Its packages were installed to the end, and with an interpreter that is still the same one."""
        return (
            mark is not None
            and mark.state in {"installed", "whole"}
            and self.python.exists()
            and self.interpreter() == mark.interpreter
        )

    def is_current(self, mark: Mark | None, fingerprint: str, groups: Iterable[str]) -> bool:
        """Intact, made from what the checkout asks for today, and with all dependency ``groups``."""
        return (
            mark is not None
            and self.is_intact(mark)
            and mark.fingerprint == fingerprint
            and set(groups) <= set(mark.groups)
            and self.program.exists()
        )

    def works(self) -> bool:
        """Its python starts and is new enough."""
        old = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
        return (
            (self.folder / "pyvenv.cfg").exists() and self.python.exists() and succeeds([str(self.python), "-c", old])
        )

    def interpreter(self) -> str:
        """Where the environment's python leads to."""
        return str(self.python.resolve())

    def remove(self) -> None:
        """Deletes the environment; SetupError when that cannot be done."""
        try:
            if self.folder.is_dir() and not self.folder.is_symlink():
                shutil.rmtree(self.folder)
            else:
                self.folder.unlink(missing_ok=True)
        except OSError as error:
            advice = "Stop what is using it, delete it, try again."
            raise SetupError(f"cannot delete {self.folder}: {error}\n{advice}") from error

    def create(self) -> None:
        """An empty environment without pip, marked as being made. The mark comes first: a cut at any moment shows."""
        self.folder.mkdir(parents=True)
        self.write_mark(Mark("making", "", [], ""))
        call([sys.executable, "-m", "venv", "--without-pip", str(self.folder)], "python -m venv")


def fingerprint(root: Path) -> str:
    """Changes when the environment must be installed again: other dependencies, build, version or place."""
    import tomllib  # noqa: PLC0415 - only from 3.11 on, and this module must import before

    document = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    tool: dict[str, Any] = document.get("tool", {})
    parts: list[Any] = [document.get(table) for table in ("build-system", "project", "dependency-groups")]
    parts += [tool.get("hatch"), _version_line(root), str(root)]
    locks = {lock_of(root, groups, this_machine().glibc) for groups in ((), ("dev",))}
    parts += [lock.read_text(encoding="utf-8") for lock in sorted(locks)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _version_line(root: Path) -> str:
    text = (root / "posture_watch" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r"^__version__.*$", text, re.MULTILINE)
    return found[0] if found else ""


def lock_of(root: Path, groups: Iterable[str], glibc: tuple[int, int] | None = None) -> Path:
    """What to install for the dependency ``groups``; the lock for development has what the others have."""
    if "dev" in groups:
        return root / "requirements-dev.lock"
    old = glibc is not None and glibc < NEW_QT_GLIBC
    return root / ("requirements-glibc-2.28.lock" if old else "requirements.lock")


def make(environment: Environment, wanted_fingerprint: str, groups: Sequence[str]) -> Mark:
    """Makes, repairs or brings up to date, and returns the new mark ("installed"). SetupError when it cannot."""
    before = environment.mark()
    if before is None and environment.works():
        say("installing into the .venv that is here")  # somebody's own: never deleted, so never marked as being made
        install_into(environment.python, environment.root, lock_of(environment.root, groups, this_machine().glibc))
    elif before is not None and environment.is_intact(before):
        say("bringing .venv up to date")
        groups = sorted({*groups, *before.groups})
        _install_marked(environment, before, groups)
    else:
        existed = environment.folder.exists() or environment.folder.is_symlink()
        say("making .venv anew: the one here is not whole" if existed else NEW)
        environment.remove()
        environment.create()
        _install_marked(environment, None, groups)
    mark = Mark("installed", wanted_fingerprint, list(groups), environment.interpreter())
    environment.write_mark(mark)
    return mark


def _install_marked(environment: Environment, before: Mark | None, groups: Sequence[str]) -> None:
    """A refused install leaves what was there before, with its mark, or nothing; a killed one leaves "making"."""
    environment.write_mark(Mark("making", "", [], ""))
    try:
        install_into(environment.python, environment.root, lock_of(environment.root, groups, this_machine().glibc))
    except SetupError:
        if before is None:
            environment.remove()
        else:
            environment.write_mark(before)
        raise


@contextmanager
def only_one_setup(root: Path) -> Generator[None]:
    """Two setups at once would delete each other's work: the second waits here.

    On POSIX the lock is handed to the programs we start, so a pip whose parent was killed still holds it until it ends.
    """
    with (root / ".venv.lock").open("a", encoding="utf-8") as lock:
        os.set_inheritable(lock.fileno(), True)
        if not try_lock(lock.fileno()):
            say("another setup is at work here; waiting for it")
            while not try_lock(lock.fileno()):
                time.sleep(0.1)
        yield


def try_lock(descriptor: int) -> bool:
    """Takes the lock on an open file if nobody else holds it; False at once when somebody does."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
