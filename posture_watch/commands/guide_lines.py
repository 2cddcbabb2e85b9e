"""A guided break on a terminal: drawn where somebody looks, plain lines where a program reads."""

from __future__ import annotations

import sys
import textwrap
import threading
from collections.abc import Callable

from posture_watch.commands.guide_words import Told
from posture_watch.commands.leading import Leading, Now
from posture_watch.commands.until_ended import ended_by_signals
from posture_watch.terminal.bars import UNICODE_INK, Ink, filling, ink_for
from posture_watch.terminal.keys import single_keys
from posture_watch.terminal.watch_table import Line
from posture_watch.texts import text

EVERY_S = 0.2
"""How often it is looked what to show."""
WIDEST = 76
"""A line of text is no longer, however wide the terminal (characters)."""

View = Callable[[Now], Told | None]


def guide_on_terminal(leading: Leading, head: str, view: View) -> None:
    """Until it is over. Raises KeyboardInterrupt after Ctrl-C and when the terminal is closed."""
    with ended_by_signals(), single_keys() as key:
        if sys.stdout.isatty():
            from posture_watch.terminal.watch_screen import whole_screen  # noqa: PLC0415  # rich takes 60 ms

            shown = _Shown(leading.now(), head, view)
            with whole_screen(shown.draw):
                while not leading.over:
                    shown.show(_pressed(key(EVERY_S), leading))
        else:
            said = _Said(view)
            while not leading.over:
                said.say(_pressed(key(EVERY_S), leading))


def _pressed(key: str, leading: Leading) -> Now:
    match key:
        case "enter" | "n":
            return leading.skip()
        case "p" | "space":
            return leading.pause()
        case "q" | "esc":
            return leading.end()
        case _:
            return leading.now()


class _Shown:
    """What is drawn; changed by the guiding thread, drawn by another."""

    def __init__(self, now: Now, head: str, view: View) -> None:
        self._lock = threading.Lock()
        self._head, self._view, self._now = head, view, now
        self._ink = ink_for(sys.stdout.encoding)

    def show(self, now: Now) -> None:
        with self._lock:
            self._now = now

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines for so many columns and rows."""
        with self._lock:
            now = self._now
        say = self._view(now)
        return fitting(drawn(self._head, say, min(width, WIDEST), self._ink), height) if say else []


def drawn(head: str, say: Told, width: int, ink: Ink) -> list[Line]:
    """No line longer than ``width``; what matters most comes first."""
    dot = " · " if ink is UNICODE_INK else " - "
    keys = dot.join((head, text("Enter next"), text("p pause"), text("q end")))
    bar = filling(say.share, max(4, min(40, width - 10)), ink)
    lines = [
        *_wrapped(keys, width, "faint"),
        Line(""),
        *_wrapped(f"{say.place}  {say.title}".strip(), width, "head"),
        *_wrapped(dot.join(filter(None, (say.order, say.count))), width, "over"),
        Line(f"{bar} {say.left}"[:width]),
        Line(""),
    ]
    for step in numbered(say):
        lines += _wrapped(step, width, "plain", indent="   ")
    lines.append(Line(""))
    if say.camera:
        lines += _wrapped(say.camera, width, "plain")
    return [*lines, *_wrapped(say.following, width, "faint")]


def fitting(lines: list[Line], height: int) -> list[Line]:
    """No more than ``height``: without the blank ones first, then without the keys, then without the last."""
    if len(lines) > height:
        keys = lines.index(Line(""))
        lines = [line for line in lines if line.said]
        lines = lines[min(keys, len(lines) - height) :] if len(lines) > height else lines
    return lines[:height]


def numbered(say: Told) -> list[str]:
    """The steps; what is only said before has no numbers."""
    return [step if say.intro else f"{number}. {step}" for number, step in enumerate(say.steps, start=1)]


def _wrapped(words: str, width: int, tone: str, indent: str = "") -> list[Line]:
    return [Line(line, tone) for line in textwrap.wrap(words, max(10, width), subsequent_indent=indent)]  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class _Said:
    """Says a stage when it comes, and the camera's word when it changes."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._stage: tuple[bool, str] | None = None
        self._camera = ""

    def say(self, now: Now) -> None:
        say = self._view(now)
        if say is None:
            return
        if (say.intro, say.place) != self._stage:
            self._stage, self._camera = (say.intro, say.place), ""
            print(say.title if say.intro else f"\n{say.place}  {say.title}, {say.length}".replace("\n  ", "\n"))
            print("\n".join(numbered(say)), flush=True)
        if say.camera and say.camera != self._camera:
            self._camera = say.camera
            print(say.camera, flush=True)
