"""What a live source needs to know of a camera or an address: how to open it, and why it stopped."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from posture_watch.capture.source import LostKind, SourceLost

if TYPE_CHECKING:
    from posture_watch.capture.picture import Picture


class Feed(Protocol):
    """One open native connection, used by one thread only. Each call may block."""

    def grab(self) -> bool: ...
    def retrieve(self) -> Picture | None: ...
    def is_stale(self) -> bool:
        """Whether the frame last grabbed waited in the driver for longer than a sample may."""
        ...

    def freshen(self) -> bool:
        """Drop what is buffered; False if only a new connection can."""
        ...

    def release(self) -> None: ...


class Connector(ABC):
    """Opens feeds of one camera or address, again and again."""

    name: str
    identity: str
    warnings: tuple[str, ...] = ()
    """What the user should be told once; it grows."""

    @abstractmethod
    def connect(self) -> Feed:
        """Open it. May take seconds; raises SourceLost."""

    def wanted_elsewhere(self) -> bool:
        """Whether another program wants what is open: let go at once. Asked at every grab; quick."""
        return False

    @abstractmethod
    def diagnose(self, kind: LostKind) -> SourceLost:
        """Why an open feed stopped, ``kind`` being the first guess. Called when the feed is released."""
