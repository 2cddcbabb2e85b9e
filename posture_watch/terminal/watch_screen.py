"""The view of `watch` on a whole terminal, drawn again four times a second so that it follows its size."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text

from posture_watch.terminal.watch_table import Line, Tone

STYLES: dict[Tone, str] = {"plain": "", "head": "bold", "faint": "dim", "over": "yellow", "active": "bold red"}
DRAWN_A_SECOND = 4.0
"""A window that changes its size is followed so soon."""

Draw = Callable[[int, int], list[Line]]
"""The lines for so many columns and rows."""


@contextmanager
def whole_screen(draw: Draw) -> Generator[None]:
    """While inside, what ``draw`` gives fills the terminal; then what stood there before is back. ``draw`` is called
    from a thread. Colours follow NO_COLOR; every one of them only repeats a sign."""
    console = Console(highlight=False, markup=False, emoji=False)

    def drawn() -> Text:
        width, height = console.size
        lines = draw(width, height)[:height]
        return Text("\n", no_wrap=True, overflow="crop").join(
            Text(line.said, style=STYLES[line.tone], no_wrap=True, overflow="crop") for line in lines
        )

    with Live(get_renderable=drawn, console=console, screen=True, refresh_per_second=DRAWN_A_SECOND):
        yield
