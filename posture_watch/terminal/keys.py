"""Single keys of a terminal, without Enter and without an echo. Ctrl-C stays a signal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

Next = Callable[[float], str]
"""The key pressed within so many seconds, in lower case ("enter" for that one); "" if there was none."""
POLL_S = 0.05


@contextmanager
def single_keys() -> Generator[Next]:
    """While inside, keys come one by one; then the terminal is as it was. Where stdin is no terminal there are none."""
    if not sys.stdin or not sys.stdin.isatty():
        yield _none
    elif sys.platform == "win32":
        yield _next_on_windows
    else:
        import termios  # noqa: PLC0415  # not on Windows
        import tty  # noqa: PLC0415

        stream = sys.stdin.fileno()
        before = termios.tcgetattr(stream)
        try:
            tty.setcbreak(stream, termios.TCSANOW)
            yield lambda within_s: _next_of(stream, within_s)
        finally:
            termios.tcsetattr(stream, termios.TCSANOW, before)


def _none(within_s: float) -> str:
    time.sleep(within_s)
    return ""


def _next_of(stream: int, within_s: float) -> str:
    import select  # noqa: PLC0415  # for terminals only

    if not select.select([stream], [], [], within_s)[0]:
        return ""
    typed = os.read(stream, 64)
    if not typed:  # the terminal is gone
        time.sleep(within_s)
        return ""
    return _named(typed[:1].decode("ascii", errors="ignore")) if not typed.startswith(b"\x1b[") else ""


def _next_on_windows(within_s: float) -> str:
    import msvcrt  # noqa: PLC0415  # only there

    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]  # pyright: ignore
            return _named(str(msvcrt.getwch()))  # type: ignore[attr-defined,unused-ignore]  # pyright: ignore
        time.sleep(POLL_S)
    return ""


def _named(key: str) -> str:
    return {"\r": "enter", "\n": "enter", " ": "space", "\x1b": "esc"}.get(key, key.lower())
