"""How reports are laid out on a terminal: 80 columns, a label and what it says; ASCII where no more can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap

from posture_watch.core.words import duration
from posture_watch.report.names import kind_name
from posture_watch.report.strip import Ink
from posture_watch.report.words import percent
from posture_watch.texts import text

COLUMNS = 80
LABEL = 12
_NAME = 24
_LEAST_BAR = 10
NAME_AND_BAR = 44
_MOST_KINDS = 5
_ASCII = str.maketrans(
    {
        "–": "-",
        "×": "x",
        "…": ".",
        "·": ".",
        "“": '"',
        "”": '"',
        "„": '"',
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
    }
    | {"Ü": "Ue", "ß": "ss"}
)


def joined(blocks: Iterable[Iterable[str]], *, unicode: bool) -> str:
    """The text of a report, a blank line between its blocks; those without lines are left out."""
    said = [[line.rstrip() for line in lines] for lines in blocks]
    page = "\n\n".join("\n".join(lines) for lines in said if lines) + "\n"
    return page if unicode else in_ascii(page)


def in_ascii(page_text: str) -> str:
    """ASCII only, letters of ours spelled; one of the user's own may become a question mark."""
    return page_text.translate(_ASCII).encode("ascii", "replace").decode("ascii")


def labelled(label: str, lines: Iterable[str]) -> list[str]:
    """The lines with the label before the first of them."""
    return [f"{label if number == 0 else '':<{LABEL}}{line}" for number, line in enumerate(lines)]


def wrapped(line: str, *, hang: int = 0) -> list[str]:
    """As wide as what stands beside a label; further lines ``hang`` blanks further in."""
    return wrap(line, COLUMNS - LABEL, subsequent_indent=" " * hang, break_on_hyphens=False)


def whole(sentence: str) -> list[str]:
    """A sentence as wide as the page."""
    return wrap(sentence, COLUMNS, break_on_hyphens=False)


def wrapped_list(items: Iterable[str], *, indent: int) -> list[str]:
    """Items three blanks apart, never broken inside."""
    lines = [""]
    for item in items:
        line = f"{lines[-1]}   {item}" if lines[-1] else item
        if len(line) <= COLUMNS - indent:
            lines[-1] = line
        else:
            lines.append(item)
    return [" " * indent + line for line in lines]


def bar_lines(named_s: Iterable[tuple[str, float]], of_s: float, ink: Ink) -> list[str]:
    """Names, bars below each other in the room that the longest name leaves, the time and its share of ``of_s``."""
    named_s = list(named_s)
    name_width = max([_NAME, *(len(name) + 1 for name, _ in named_s)])
    room = max(NAME_AND_BAR - name_width, _LEAST_BAR)

    def line(name: str, seconds: float) -> str:
        filled = round(room * seconds / of_s)
        bar = ink.bar * filled + ink.bar_rest * (room - filled)
        return f"{name[: NAME_AND_BAR - room]:<{NAME_AND_BAR - room}}{bar}{_behind(seconds)}  {percent(seconds / of_s)}"

    return [line(name, seconds) for name, seconds in named_s]


def without_bar(name: str, seconds: float) -> str:
    """A name and its time, below those with bars."""
    return f"{name:<{NAME_AND_BAR}}{_behind(seconds)}"


def _behind(seconds: float) -> str:
    return f"  {duration(seconds):>11}"


def kind_lines(kinds_s: Mapping[str, float], ink: Ink) -> list[str]:
    """What the judged time was like, most first; none if it is not known."""
    judged_s = sum(kinds_s.values())
    most = sorted(kinds_s.items(), key=lambda item: -item[1])[:_MOST_KINDS]
    named_s = [(kind_name(kind), seconds) for kind, seconds in most if seconds >= 1]
    return labelled(text("Kinds"), bar_lines(named_s, judged_s, ink))


def load_note(judged_s: float, desk_s: float) -> list[str]:
    """What the load is worth, with the coverage beside it."""
    share = percent(judged_s / desk_s if desk_s > 0 else 0.0)
    return wrapped(
        text("(an estimate that times breaks, nothing more; the camera saw {share} of the time)", share=share)
    )


def coverage_line(judged_s: float, desk_s: float) -> str:
    """How much of the time sitting at the desk the figures rest on."""
    share = percent(judged_s / desk_s if desk_s > 0 else 0.0)
    return text("the camera saw {share} of {time} sitting at the desk", share=share, time=duration(desk_s))


LEAST_BUSY_S = 60.0
"""A moment in which another program had the camera is not worth a line (s)."""


def busy_line(busy_s: float) -> list[str]:
    """What the coverage leaves out: nobody knows who sat there while another program had the camera."""
    if busy_s < LEAST_BUSY_S:
        return []
    return [text("besides, another program had the camera for {time}", time=duration(busy_s))]
