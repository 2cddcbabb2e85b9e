"""What every sense has in common: it is asked in several ways, and what cannot be told is None and never raises."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from posture_watch.texts import text

T = TypeVar("T")
Choice = Literal["first", "any", "every"]

FIRST_REST_S = 4.0
LONGEST_REST_S = 60.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether a sense works now, ``why`` (what was found) and ``advice`` (what to do), in words for people."""

    works: bool
    why: str
    advice: str = ""


class CannotTellError(Exception):
    """This way cannot answer here or now; the text says why, and ``advice`` what would help, in words for people."""

    def __init__(self, why: str, advice: str = "") -> None:
        super().__init__(why)
        self.advice = advice


class Source(ABC, Generic[T]):
    """One way to find something out. ``name``: whom it asks, a proper name that no language translates."""

    name: str

    @abstractmethod
    def ask(self) -> T:
        """What is so now; CannotTellError or whatever happened. Takes a second or two at most."""


class Ask(Source[T]):
    """A function as a source."""

    def __init__(self, name: str, ask: Callable[[], T]) -> None:
        self.name = name
        self._ask = ask

    def ask(self) -> T:
        return self._ask()


class _Way(Generic[T]):
    """A source that is left alone for a while after it failed, longer each time."""

    def __init__(self, source: Source[T]) -> None:
        self.source = source
        self.why = ""
        self.advice = ""
        self._rest_s = 0.0
        self._again_at_s = 0.0

    def ask(self, at_s: float) -> T | None:
        if at_s < self._again_at_s:
            return None
        try:
            answer = self.source.ask()
        except Exception as error:  # whatever a foreign desktop does, the monitor goes on
            self.advice = error.advice if isinstance(error, CannotTellError) else ""
            self._failed(str(error) or type(error).__name__, at_s)
            return None
        self._rest_s, self.why, self.advice = 0.0, "", ""
        return answer

    def _failed(self, why: str, at_s: float) -> None:
        if why != self.why:
            _log.debug("%s: %s", self.source.name, why)
        self.why = why
        self._rest_s = min(LONGEST_REST_S, max(FIRST_REST_S, 2 * self._rest_s))
        self._again_at_s = at_s + self._rest_s


class Sense(Generic[T]):
    """Something about the session that can be found out in several ways. ``name``: in words for people.

    ``choice`` "first": the first way that answers is right. "any": true if one of them says so, else false if one does.
    "every": true if one of them says so, false only if all do. ``every_s``: how often it is worth asking (s).
    """

    def __init__(
        self,
        name: str,
        sources: Sequence[Source[T]],
        *,
        choice: Choice = "first",
        every_s: float = 2.0,
        advice: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.every_s = every_s
        self._advice = advice
        self._choice = choice
        self._clock = clock
        self._sources = tuple(sources)
        self._ways = [_Way(source) for source in sources]

    def read(self) -> T | None:
        """What is so now, or None if nobody can tell. Never raises; takes seconds at worst."""
        at_s = self._clock()
        answers: list[T | None] = []
        for way in self._ways:
            answer = way.ask(at_s)
            if answer is not None and (self._choice == "first" or answer):
                return answer
            answers.append(answer)
        known = [answer for answer in answers if answer is not None]
        enough = len(answers) if self._choice == "every" else 1
        return known[0] if known and len(known) >= enough else None

    def probe(self) -> Capability:
        """Ask every way once, for people to read. Takes seconds at worst; never raises."""
        ways = [_Way(source) for source in self._sources]
        answers = [(way, way.ask(self._clock())) for way in ways]
        known = [f"{way.source.name} ({_said(answer)})" for way, answer in answers if answer is not None]
        whys = "; ".join(f"{way.source.name}: {way.why}" for way, answer in answers if answer is None)
        advice = " ".join(dict.fromkeys(filter(None, [*(way.advice for way in ways), self._advice])))
        if not known:
            why = text("cannot be told here ({whys})", whys=whys) if ways else text("cannot be told on this system")
            return Capability(False, why, advice)
        who = ", ".join(known[:1] if self._choice == "first" else known)
        if not whys or self._choice == "first":
            return Capability(True, text("told by {who}", who=who))
        return Capability(True, text("told by {who}; not by others ({whys})", who=who, whys=whys), advice)


def _said(answer: object) -> str:
    if isinstance(answer, bool):
        return text("now yes") if answer else text("now no")
    return text("{seconds} s", seconds=round(answer)) if isinstance(answer, float) else str(answer)
