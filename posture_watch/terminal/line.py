"""One line that is rewritten in place, on a terminal only."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO


class Line:
    """Rewrites the last line of ``out`` (stderr); silent if that is no terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self.shown = self._out.isatty()
        self._last = ""

    def show(self, text: str) -> None:
        """Replace what the line says, cut to the terminal's width."""
        if not self.shown or text == self._last:
            return
        width = shutil.get_terminal_size().columns - 1
        self._out.write("\r" + text[:width].ljust(min(width, len(self._last))))
        self._out.flush()
        self._last = text

    def end(self) -> None:
        """Leave the line as it is and go to the next one."""
        if self.shown and self._last:
            self._out.write("\n")
            self._out.flush()
