"""From a fresh machine to a running program: checks, .venv, system libraries. What run.py and test.py share.

Standard library only, and importable under Python 3.8 (so that it can say that 3.11 is needed).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from environment import Environment, fingerprint, make, only_one_setup
from installing import SetupError, clean_environ
from supported import this_machine, why_machine_is_not_supported, why_python_is_too_old
from system_packages import PACKAGE_OF_LIBRARY, apt_line, install, is_debian, may_install, missing_libraries, say

ROOT = Path(__file__).resolve().parent.parent


def prepare(root: Path, groups: Sequence[str]) -> Environment:
    """A whole, current .venv with the dependency ``groups``; at once when it is there. SetupError when it cannot be."""
    refusal = why_python_is_too_old(sys.version_info[:3], sys.executable) or why_machine_is_not_supported(
        this_machine()
    )
    if refusal:
        raise SetupError(refusal)
    environment = Environment(root)
    wanted = fingerprint(root)
    mark = environment.mark()
    if environment.is_current(mark, wanted, groups) and mark is not None and mark.state == "whole":
        return environment
    with only_one_setup(root):
        mark = environment.mark()
        if not environment.is_current(mark, wanted, groups) or mark is None:
            mark = make(environment, wanted, groups)
        provide_camera_libraries(environment)
        environment.write_mark(mark._replace(state="whole"))
    return environment


def provide_camera_libraries(environment: Environment) -> None:
    """OpenCV links to system libraries that a bare Linux lacks: installs them where we may, else says which."""
    error = _why_opencv_does_not_load(environment)
    if error is None:
        return
    libraries = missing_libraries() if sys.platform == "linux" else []
    packages = [PACKAGE_OF_LIBRARY[name] for name in libraries]
    if packages and may_install() and install(packages):
        error = _why_opencv_does_not_load(environment)
        if error is None:
            return
    raise SetupError(_missing_libraries_text(error, libraries, packages))


def _missing_libraries_text(error: str, libraries: list[str], packages: list[str]) -> str:
    if not packages:
        return f"OpenCV does not load:\n{error}"
    what_to_do = f"  {apt_line(packages)}" if is_debian() else "  with your distribution's package manager"
    lacking = ", ".join(libraries)
    return f"OpenCV does not load ({error}): this system lacks {lacking}.\nInstall, then try again:\n{what_to_do}"


def _why_opencv_does_not_load(environment: Environment) -> str | None:
    command = [str(environment.python), "-c", "import cv2"]
    done = subprocess.run(command, env=clean_environ(), capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no reason given"])[-1]


def become(command: Sequence[str]) -> int:
    """Replaces this process by ``command`` (Windows: waits for it and returns its exit code)."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], list(command))
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child has it too and ends in its own way
            continue


def ending_kindly(work: Callable[[], int]) -> int:
    """The exit code of ``work``; 2 with a message when setup cannot go on, 130 when interrupted. No traceback."""
    try:
        return work()
    except SetupError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"cannot set up: {error}\nIs there space left, and may you write to {ROOT}?")
        return 2
    except KeyboardInterrupt:
        say("interrupted; start it again to go on")
        return 130
