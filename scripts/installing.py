"""Installing into an environment: with uv where it is, else with the environment's own pip, which Debian may lack.

Nothing is installed that the lock does not name with its hash, and nothing is built but the checkout itself, by a build
backend from the lock: no code of an unknown package runs, during the installation or later.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from system_packages import apt_line, install, is_debian, may_install, say

# Ready-made packages only: building one from source runs its code, and takes compilers and an hour besides.
HASHED = ("--require-hashes", "--only-binary", ":all:", "--requirement")
# The checkout's own hash nobody knows. What it needs is there by then, its build backend too.
OWN = ("--no-deps", "--no-build-isolation", "--editable")
LEADS_ASTRAY = (
    frozenset(("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"))
    | frozenset(("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"))
    | frozenset(("PIP_REQUIRE_HASHES", "PIP_NO_BINARY", "PIP_CONSTRAINT"))
    | frozenset(("UV_REQUIRE_HASHES", "UV_NO_BINARY", "UV_NO_VERIFY_HASHES", "UV_CONSTRAINT", "UV_OVERRIDE"))
)


class SetupError(Exception):
    """Setup cannot go on; the text says why and what to do."""


def install_into(python: Path, root: Path, lock: Path) -> None:
    """Where ``python`` lives: what ``lock`` names, then the checkout at ``root`` (editable: a pull is picked up)."""
    steps = [(*HASHED, str(lock)), (*OWN, str(root))]
    uv = shutil.which("uv")
    if uv:
        try:
            for step in steps:
                call([uv, "pip", "install", "--quiet", "--python", str(python), *step], "uv pip install")
            return
        except SetupError as error:
            say(f"{error}\nuv could not; trying pip")
    _provide_pip(python)
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    for step in steps:
        call([str(python), "-m", "pip", "install", "--no-input", *quiet, *step], "pip install")


def _provide_pip(python: Path) -> None:
    if succeeds([str(python), "-m", "pip", "--version"]):
        return
    if not _has_ensurepip(python):
        _provide_ensurepip(python)
    call([str(python), "-m", "ensurepip", "--upgrade", "--default-pip"], "python -m ensurepip", silent=True)


def _has_ensurepip(python: Path) -> bool:
    return succeeds([str(python), "-c", "import ensurepip"])


def _provide_ensurepip(python: Path) -> None:
    """Debian keeps ensurepip in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if may_install() and install([package]) and _has_ensurepip(python):
        return
    advice = f"Install it, then try again:\n  {apt_line([package])}" if is_debian() else "Install Python's ensurepip."
    raise SetupError(f"this Python ({sys.executable}) cannot make an environment: ensurepip is missing.\n{advice}")


def clean_environ() -> dict[str, str]:
    """The user's environment without what would send pip or Python elsewhere than into .venv."""
    return {name: value for name, value in os.environ.items() if name not in LEADS_ASTRAY}


def succeeds(command: Sequence[str]) -> bool:
    """Whether ``command`` ends with exit code 0; what it says is dropped."""
    return subprocess.run(command, env=clean_environ(), capture_output=True, check=False).returncode == 0


def call(command: Sequence[str], name: str, *, silent: bool = False) -> None:
    """Runs ``command``; its progress goes to stderr unless ``silent``, its errors are in the SetupError."""
    done = subprocess.run(
        command,
        env=clean_environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if silent else sys.stderr.fileno(),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        close_fds=False,  # the setup's lock goes along (environment.only_one_setup)
    )
    if done.returncode:
        raise SetupError(f"{name} failed:\n{done.stderr.strip()}\n{_advice(done.stderr)}")


def _advice(errors: str) -> str:
    nothing_fits = re.search(r"No matching distribution found for ([^\s=]+)", errors)
    if re.search(r"DO NOT MATCH THE HASHES|Hash mismatch", errors):
        return (
            "A package index served something else than what this version of posture_watch was tried with.\n"
            "Nothing of it was installed. If it stays so, report it: it may be an attack."
        )
    if re.search(r"Could not fetch URL|Failed to fetch|NewConnectionError|NameResolutionError|SSLError", errors):
        return "No package index could be reached. Setting up needs the network once; try again when it is there."
    if nothing_fits:
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"There is no ready-made build of {nothing_fits[1]} for Python {python} on this machine,\n"
            "or no index offered it. Try another Python, for example: python3.12 scripts/run.py"
        )
    return "Nothing was started. Try again; if it stays so, delete .venv and try once more."
