"""Prints a notification as one line on a stream, whatever its encoding; a closed stream is only a failure."""

from __future__ import annotations

import sys
from typing import TextIO

from posture_watch.notify.base import Capability, Notification, Notifier, SendError
from posture_watch.notify.text import printable


class ConsoleNotifier(Notifier):
    """Writes to ``stream``, or to whatever stderr is at the moment of sending."""

    name = "console"
    deadline_s = 2.0  # a terminal that was stopped with Ctrl-S never takes it

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def _target(self) -> TextIO:
        stream: TextIO | None = self._stream or sys.stderr
        if stream is None:  # pythonw has none
            raise SendError("there is no console")
        if stream.closed:
            raise SendError("the console is closed")
        return stream

    def probe(self) -> Capability:
        try:
            self._target()
        except SendError as error:
            return Capability(False, str(error), "Start posture-watch from a terminal to see messages there.")
        return Capability(True, "messages are printed on the console")

    def _send(self, notification: Notification) -> None:
        stream = self._target()
        parts = (printable(part, keep_newlines=False).strip() for part in (notification.title, notification.body))
        line = ": ".join(part for part in parts if part) + "\n"
        encoding = getattr(stream, "encoding", None) or "utf-8"
        if stream.isatty():
            stream.write("\r\x1b[K")  # a live line may stand there
        stream.write(line.encode(encoding, "replace").decode(encoding))
        stream.flush()
