"""A view on a terminal ends in one way, whoever ends it: what stood on the screen comes back."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ended_by_signals() -> Generator[None]:
    """A terminal that is closed, or a kill, ends it as Ctrl-C does."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled_by(end):
        yield


@contextmanager
def held_back() -> Generator[None]:
    """A moment that a second one of them does not cut short; Ctrl-C still does."""
    with _handled_by(signal.SIG_IGN):
        yield


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> Generator[None]:
    kinds = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {kind: signal.signal(kind, handler) for kind in kinds}
    try:
        yield
    finally:
        for kind, was in before.items():
            signal.signal(kind, was)
