"""Whether a window of Qt can be shown here; if not, what is missing and what to type. Never loads Qt itself."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from posture_watch.errors import UserError
from posture_watch.texts import text

# What Qt's wheel links to or opens and a bare Debian lacks; the Debian package of each.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
# Platforms of Qt that need no screen: somebody has chosen them on purpose.
_WITHOUT_SCREEN = ("offscreen", "minimal", "vnc")

# A cold start of Qt takes seconds on a slow disk.
_TRY_S = 15.0
_TRY = (
    "from PySide6.QtWidgets import QApplication\n"
    "app = QApplication([])\n"
    "import sys\n"
    "sys.exit(0 if app.primaryScreen() is not None else 3)\n"
)


def require_screen(environment: Mapping[str, str] = os.environ) -> None:
    """UserError that says what is missing, as far as can be seen from outside of Qt, within milliseconds."""
    display = _require_parts(environment)
    if display and not x11_answers(display):
        raise _not_let_in(display)


def require_window(environment: Mapping[str, str] = os.environ) -> None:
    """The same, by a process that tries: it takes a second, and notices whatever else keeps Qt from starting."""
    _require_parts(environment)
    try_window(environment)


def _require_parts(environment: Mapping[str, str]) -> str:
    """The X display that a window would come to, empty if it needs none; UserError if something is not there."""
    if importlib.util.find_spec("PySide6") is None:
        raise UserError(
            text("The window library PySide6 is not installed."),
            text("Install posture_watch again; until then `posture-watch run` watches without a window."),
        )
    if sys.platform != "linux" or environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _WITHOUT_SCREEN:
        return ""
    wayland, display = _wayland_socket(environment), environment.get("DISPLAY", "")
    if wayland is None and not display:
        raise UserError(
            text("There is no screen here to show anything on: neither DISPLAY nor WAYLAND_DISPLAY leads to one."),
            text("Start it inside a desktop session; `posture-watch run` watches without one."),
        )
    require_libraries({**QT_LIBRARIES, **(X11_LIBRARIES if display else WAYLAND_LIBRARIES)})
    return display if wayland is None else ""


def try_window(environment: Mapping[str, str]) -> None:
    """UserError if a process of its own cannot start Qt; takes seconds at worst."""
    try:
        tried = subprocess.run(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", _TRY],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TRY_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        raise UserError(
            text("The window system does not answer."), text("`posture-watch run` watches without a window.")
        ) from None
    if tried.returncode != 0:
        raise why_not(tried.stderr, environment)


def why_not(said: str, environment: Mapping[str, str]) -> UserError:
    """What Qt ``said`` when it ended, for people."""
    if "could not connect to display" in said or "Failed to create wl_display" in said:
        return _not_let_in(environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY", ""))
    if found := re.search(r"lib[\w+.-]+\.so[\w.]*", said):
        return _lacking([found[0]], text("Install the package that it belongs to."))
    return UserError(
        text("Qt, which draws the windows, does not start."), text("`posture-watch run` watches without a window.")
    )


def _not_let_in(display: str) -> UserError:
    return UserError(
        text("The screen {display} does not let us in.", display=display),
        text("Start it inside the desktop session of the same user; `posture-watch run` watches without one."),
    )


def _wayland_socket(environment: Mapping[str, str]) -> Path | None:
    name = environment.get("WAYLAND_DISPLAY", "")
    path = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere"), name)  # an absolute name stays as it is
    return path if name and path.exists() else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require_libraries(packages: Mapping[str, str], loads: Callable[[str], bool] = _loads) -> None:
    """UserError with the line to type, if one of the shared libraries is not found."""
    missing = [library for library in packages if not loads(library)]
    if missing:
        raise _lacking(missing, _advice(packages[library] for library in missing))


def _lacking(libraries: Iterable[str], advice: str) -> UserError:
    said = text("The system lacks libraries that windows need: {libraries}.", libraries=", ".join(libraries))
    return UserError(said, advice)


def _advice(packages: Iterable[str]) -> str:
    names = " ".join(dict.fromkeys(packages))
    if shutil.which("apt-get"):
        return text("Install them: {line}", line=f"sudo apt-get install --no-install-recommends {names}")
    return text("Install them; on Debian they are called: {names}", names=names)


def x11_answers(display: str) -> bool:
    """Whether the X server ``display`` takes us as a client."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return xcb.xcb_connection_has_error(connection) == 0
    finally:
        xcb.xcb_disconnect(connection)
