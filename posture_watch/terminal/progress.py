"""Progress on stderr for people; nothing at all when it is not a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress:
    """A bar of ``total`` steps (None: a spinner), drawn only if ``shown``."""

    def __init__(self, title: str, *, total: float | None = None, shown: bool | None = None) -> None:
        self._title = title
        self._total = total
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._rich: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console  # noqa: PLC0415  # 60 ms, only for a person who is looking
            from rich.progress import BarColumn, SpinnerColumn, TextColumn  # noqa: PLC0415
            from rich.progress import Progress as RichProgress  # noqa: PLC0415

            text, note = TextColumn("{task.description}"), TextColumn("{task.fields[note]}")
            bar = BarColumn() if self._total is not None else SpinnerColumn()
            # lines that are printed to the same terminal go above the bar; a file or a pipe gets them as they are
            lines_too = sys.stdout.isatty()
            self._rich = RichProgress(
                text, bar, note, console=Console(stderr=True), transient=True, redirect_stdout=lines_too
            )
            self._rich.start()
            self._task = self._rich.add_task(self._title, total=self._total, note="")
        return self

    def advance(self, note: str = "", *, to: float | None = None, by: float = 1) -> None:
        """``by`` steps further (or to ``to``), with a note beside the bar."""
        if self._rich is None or self._task is None:
            return
        if to is None:
            self._rich.update(self._task, advance=by, note=note)
        else:
            self._rich.update(self._task, completed=to, note=note)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._rich is not None:
            self._rich.stop()
