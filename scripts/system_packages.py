"""Debian packages that pip cannot bring: which are missing, what misses them, and installing them where we may.

Only root on Debian or its kin installs; everybody else gets the exact line to type.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence

OPT_OUT = "POSTURE_WATCH_NO_APT"

# What opencv's wheel links to and a bare Debian lacks (found by running on one made with debootstrap --variant=minbase)
PACKAGE_OF_LIBRARY = {
    "libxcb.so.1": "libxcb1",
    "libGL.so.1": "libgl1",
    "libgthread-2.0.so.0": "libglib2.0-0",
}

# Each with what the tests skip when it is missing
TEST_PACKAGES = {
    "xvfb": "tests with a virtual screen",
    "xauth": "tests with a virtual screen",
    "dbus": "tests with a session bus",
    "xfce4-notifyd": "tests that show a real notification",
    "dunst": "tests that show a real notification with a second daemon",
    "libnotify-bin": "tests that notify through plyer (notify-send)",
    "xdotool": "tests that look for the notification's window",
    "x11-utils": "tests that look for the notification's window",
    "imagemagick": "tests that take a picture of the virtual screen",
    "xfce4-panel": "tests with the icon in a real panel",
    "xfconf": "tests with a real panel and with do-not-disturb",
    "fonts-dejavu-core": "tests with windows and the tray",
    "libegl1": "tests with windows and the tray",
    "libxkbcommon-x11-0": "tests with windows and the tray",
    "libxcb-cursor0": "tests with windows and the tray",
    "libxcb-icccm4": "tests with windows and the tray",
    "libxcb-image0": "tests with windows and the tray",
    "libxcb-keysyms1": "tests with windows and the tray",
    "libxcb-render-util0": "tests with windows and the tray",
    "libxcb-shape0": "tests with windows and the tray",
    "libxcb-xkb1": "tests with windows and the tray",
    "dex": "the test that really starts the entry that starts us at login",
    "python3-dbusmock": "tests that lock the session and put the computer to sleep",
    "python3-gi": "the test in which GLib starts that entry",
    "openbox": "the test with a film in full screen",
    "pulseaudio": "the test with somebody who records",
    "pulseaudio-utils": "the test with somebody who records",
    "libglib2.0-bin": "tests that switch do-not-disturb on",
    "gsettings-desktop-schemas": "tests that switch do-not-disturb on",
    "chromium": "tests that look at the report's pages in a browser",
    "gcc": "tests with the userspace webcam",
    "libc6-dev": "tests with the userspace webcam",
    "strace": "tests that trace sockets and files",
    "zsh": "the test that zsh reads its completion",
    "fish": "the test that fish reads its completion",
}


def missing_libraries(names: Iterable[str] = PACKAGE_OF_LIBRARY) -> list[str]:
    """Those of the shared libraries ``names`` that the system's loader does not find."""
    return [name for name in names if not _loads(name)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(names: Iterable[str]) -> list[str]:
    """Those of the Debian packages ``names`` that are not installed; all of them where there is no dpkg."""
    wanted = list(names)
    query = shutil.which("dpkg-query")
    if not query or not wanted:
        return wanted
    answer = subprocess.run(
        [query, "-W", "-f=${Package} ${db:Status-Status}\n", *wanted], capture_output=True, text=True, check=False
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in installed]


def is_debian() -> bool:
    """Debian, Ubuntu and their kin."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def may_install() -> bool:
    """Only as root, only with apt, and not where the user has said no."""
    return is_debian() and os.geteuid() == 0 and not os.environ.get(OPT_OUT)


def apt_line(packages: Sequence[str]) -> str:
    """The line to type for ``packages``."""
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"


def install(packages: Sequence[str]) -> bool:
    """Installs ``packages`` with apt-get; False when that failed. Call only where may_install()."""
    say(f"installing system packages: {apt_line(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages])
    for step in steps:
        done = subprocess.run(
            ["apt-get", *step],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            say(f"apt-get {step[0]} failed:\n{done.stdout.strip()}")
            return False
    return True


def provide_test_packages() -> None:
    """Installs what the tests need where we may; else names it and what is skipped without. Never fails: tests skip."""
    missing = missing_packages(TEST_PACKAGES) if sys.platform == "linux" else []
    if missing and may_install() and install(missing):
        missing = missing_packages(missing)
    if not missing:
        return
    say("these system packages are missing, so these tests are skipped:")
    for name in missing:
        say(f"  {name:<14} {TEST_PACKAGES[name]}")
    if is_debian():
        say(f"to have them: {apt_line(missing)}")


def say(text: str) -> None:
    """To the person who waits: on stderr, so that stdout stays the program's own."""
    print(f"posture_watch setup: {text}", file=sys.stderr, flush=True)
