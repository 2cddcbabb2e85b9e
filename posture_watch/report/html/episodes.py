"""The episodes as a table that fits on its part of a sheet: the latest that have room, and of notes what is left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from posture_watch.core.diary import Episode
from posture_watch.core.diary_words import ONSET_WORDS, sites_words
from posture_watch.report.clinician import ClinicianReport, before_words
from posture_watch.report.diary import follow_up_pieces, lasted, listed, what_was_written
from posture_watch.report.html.fitting import cut, lines_needed, shared_out
from posture_watch.report.html.markup import Html, el
from posture_watch.report.html.parts import table
from posture_watch.report.words import clock
from posture_watch.texts import retold, text

WIDTHS_MM = (9, 21, 37, 17, 19, 32, 55)
"""Of the columns; together the width of an A4 sheet between its margins."""
_PADDING_MM = 2.2
_EM_MM = 2.65
"""7.5 points, the size of the table's letters on paper."""
ROOM = 34.0
"""Lines of the table's rows that the sheet has room for."""
_BETWEEN = 0.45
"""What a row takes beside its lines, as a share of a line."""
_LEAST, _MOST_FIXED = 2, 3
_WRITTEN = 6
_LONGEST_NOTE = 600


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of an episode, and how many lines the widest of all but the last takes."""

    cells: tuple[str, ...]
    fixed: int
    wanted: int
    """Lines of the last one, uncut."""


def episode_table(report: ClinicianReport) -> Html:
    """The table, and how many earlier episodes it has no room for."""
    rows = [_row(report, episode) for episode in report.episodes]
    shown = rows[len(rows) - _with_room(rows) :]
    room = int(ROOM - sum(row.fixed + _BETWEEN for row in shown))
    more = shared_out([max(0, row.wanted - row.fixed) for row in shown], room)
    left_out = len(rows) - len(shown)
    said = text("As it was written down. Sitting before is of 110 minutes; –: not known.")
    if left_out:
        said += " " + text("{number} earlier ones have no room here; the picture has all of them.", number=left_out)
    return table(
        said,
        _heads(),
        [
            (*_fixed(row), el("bdi", cut(row.cells[_WRITTEN], _room_em(_WRITTEN), row.fixed + extra)))
            for row, extra in zip(shown, more, strict=True)
        ],
        class_="episodes",
    )


def _heads() -> tuple[str, ...]:
    return (
        text("No."), text("Began"), text("Where, how"), text("Pain now / worst"), text("Lasted"),
        text("Sitting before / usual"), text("What else was written"),
    )  # fmt: skip


def _with_room(rows: list[_Row]) -> int:
    """How many of the latest fit with their least lines."""
    taken = accumulate(row.fixed + _BETWEEN for row in reversed(rows))
    return sum(lines <= ROOM for lines in taken)


def _row(report: ClinicianReport, episode: Episode) -> _Row:
    entry = episode.entry
    where = [listed(sites_words(entry.sites)), retold(ONSET_WORDS[entry.onset]) if entry.onset else ""]
    if entry.kind == "pain":
        where.insert(0, text("no spasm"))
    cells = (
        str(episode.number),
        f"{_unbroken(str(entry.began_local.date()))} {clock(entry.began_local)}",
        "; ".join(part for part in where if part),
        f"{_score(entry.pain_now)} / {_score(entry.pain_worst)}",
        lasted(entry.duration_s) if entry.duration_s is not None else "–",
        " / ".join(_unbroken(part) for part in before_words(report, episode).split(" / ")),
        _written(episode),
    )
    needed = [lines_needed(cell, _room_em(number)) for number, cell in enumerate(cells)]
    fixed = min(_MOST_FIXED, max(_LEAST, *needed[:_WRITTEN]))
    return _Row(cells, fixed, needed[_WRITTEN])


def _fixed(row: _Row) -> tuple[str, ...]:
    return tuple(cut(cell, _room_em(number), row.fixed) for number, cell in enumerate(row.cells[:_WRITTEN]))


def _written(episode: Episode) -> str:
    """What else was said at first, and how it was later."""
    pieces = what_was_written(episode, most=_LONGEST_NOTE)
    for later in episode.follow_ups:
        day, said = _unbroken(str(later.at_local.date())), ", ".join(follow_up_pieces(later))
        pieces.append(f"{day}: {said}" if said else day)
    return "; ".join(pieces)


def _unbroken(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\u00a0").replace("-", "\u2011")


def _score(score: int | None) -> str:
    return "–" if score is None else str(score)


def _room_em(column: int) -> float:
    return (WIDTHS_MM[column] - _PADDING_MM) / _EM_MM
