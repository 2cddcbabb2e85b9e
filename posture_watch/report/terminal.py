"""The report of a day as plain text of at most 80 columns: a list of sections, each a function of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from textwrap import wrap

from posture_watch.core.logged import LoggedReminder, local_time
from posture_watch.core.summary import DayFigures, DaySummary
from posture_watch.core.words import duration, rule_words
from posture_watch.report.day import DayReport
from posture_watch.report.strip import ASCII_INK, REMINDER, UNICODE_INK, Ink, hour_strips
from posture_watch.report.words import (
    OUTCOME_WORDS,
    POSTURE_WORDS,
    SKIP_WORDS,
    bouts,
    breaks,
    clock,
    long_date,
    percent,
    short_date,
    utc_offset,
)
from posture_watch.texts import retold, text

COLUMNS = 80
_LABEL = 12
_BAR = 20
_MOST_REMINDERS = 12
_MOST_RULES = 4
_ASCII = str.maketrans(
    {"–": "-", "×": "x", "…": ".", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a section may use: the day asked for, its summary, and what to draw with."""

    report: DayReport
    summary: DaySummary
    ink: Ink


Section = Callable[[Page], list[str]]
"""The lines of a section; none if it has nothing to say."""


def day_text(report: DayReport, *, unicode: bool = True) -> str:
    """The report. ``unicode`` False draws with ASCII, for terminals and files that cannot take more."""
    ink = UNICODE_INK if unicode else ASCII_INK
    if report.summary is None:
        blocks = [_no_day(report)]
    else:
        page = Page(report, report.summary, ink)
        blocks = [lines for section in SECTIONS if (lines := section(page))]
    page_text = "\n\n".join("\n".join(line.rstrip() for line in lines) for lines in blocks) + "\n"
    return page_text if unicode else _plain(page_text)


def _plain(page_text: str) -> str:
    """ASCII only; a name of the user's own may lose a letter."""
    return page_text.translate(_ASCII).encode("ascii", "replace").decode("ascii")


def _no_day(report: DayReport) -> list[str]:
    if report.log_first is None or report.log_last is None:
        return [text("Nothing has been logged yet."), text("Start the monitor with: posture-watch run")]
    if report.is_today:
        return [text("Nothing was logged today."), text("Start the monitor with: posture-watch run")]
    advice = text(
        "The log goes from {first} to {last}. Choose a day in it with --date.",
        first=short_date(report.log_first),
        last=short_date(report.log_last),
    )
    return [text("Nothing was logged on {day}.", day=long_date(report.day)), *wrap(advice, COLUMNS)]


def headline(page: Page) -> list[str]:
    """The day in one sentence."""
    figures = page.summary.figures
    day = long_date(page.report.day)
    title = text("Today, {day}", day=day) if page.report.is_today else day
    return [title, *wrap(_sentence(figures, page.report.is_today), COLUMNS)]


def _sentence(figures: DayFigures, so_far: bool) -> str:
    if figures.desk_s <= 0:
        return text("Nobody was seen at the desk so far.") if so_far else text("Nobody was seen at the desk.")
    length = duration(figures.sitting_s)
    sat = text("You sat for {time} so far", time=length) if so_far else text("You sat for {time}", time=length)
    sat += text(", at most {time} at a stretch", time=duration(figures.longest_bout_s)) if figures.bouts else ""
    if figures.judged_s <= 0:
        return text("{sat}; the camera could not judge your posture.", sat=sat)
    share = percent(figures.seconds.get("good", 0.0) / figures.judged_s)
    return text("{sat}; {share} of the time that could be judged was close to your baseline.", sat=sat, share=share)


def sitting(page: Page) -> list[str]:
    """Total, bouts and breaks, with the coverage beside them."""
    figures = page.summary.figures
    if figures.desk_s <= 0:
        return []
    sat = text(
        "{time} in {bouts}, {breaks} between",
        time=duration(figures.sitting_s),
        bouts=bouts(figures.bouts),
        breaks=breaks(figures.breaks),
    )
    lines = _labelled(text("Sitting"), [sat])
    if figures.bouts:
        lines += _labelled("", [text("the longest bout {length}", length=_longest(page.summary))])
    return lines + _labelled("", [_coverage(figures)])


def _longest(summary: DaySummary) -> str:
    length = duration(summary.figures.longest_bout_s)
    if not summary.bouts:
        return length
    bout = max(summary.bouts, key=lambda bout: bout.sitting_s)
    start, end = (clock(local_time(moment, bout.utc_offset_s)) for moment in (bout.start_utc, bout.end_utc))
    return f"{length} ({start}–{end})"


def _coverage(figures: DayFigures) -> str:
    share, time = percent(figures.coverage or 0.0), duration(figures.desk_s)
    return text("the camera saw {share} of {time} at the desk", share=share, time=time)


def posture(page: Page) -> list[str]:
    """How the judged time divides, and what was not judged beside it."""
    figures = page.summary.figures
    lines: list[str] = []
    if figures.judged_s > 0:
        for name in ("good", "poor"):
            lines.append(
                _bar_line(retold(POSTURE_WORDS[name]), figures.seconds.get(name, 0.0), figures.judged_s, page.ink)
            )
    unknown_s = figures.seconds.get("unknown", 0.0)
    if unknown_s > 0:
        lines.append(f"{retold(POSTURE_WORDS['unknown']):<24}{'':{_BAR}}  {duration(unknown_s):>11}")
    return _labelled(text("Posture"), lines) if lines else []


def _bar_line(name: str, seconds: float, of_s: float, ink: Ink) -> str:
    filled = round(_BAR * seconds / of_s)
    bar = ink.bar * filled + ink.bar_rest * (_BAR - filled)
    return f"{name:<24}{bar}  {duration(seconds):>11}  {percent(seconds / of_s)}"


def over_most(page: Page) -> list[str]:
    """What was over its limit most. Watch and act rules on one thing are one thing; the longer of them counts."""
    longest: Counter[str] = Counter()
    for rule, seconds in page.summary.figures.over_s.items():
        words = rule_words(rule)
        longest[words] = max(longest[words], round(seconds))
    said = [
        f"{retold(words)} {duration(seconds)}" for words, seconds in longest.most_common(_MOST_RULES) if seconds >= 1
    ]
    return _labelled(text("Mostly"), _wrapped(", ".join(said))) if said else []


def hours(page: Page) -> list[str]:
    """Every hour with a record, a character a minute, and what its characters mean."""
    strips = hour_strips(page.summary.timeline, page.summary.reminders, page.ink)
    if not strips:
        return []
    ruler = "".join(f"{minute:<15}" for minute in ("00", "15", "30", "45"))
    lines = [text("Hour by hour, a character a minute"), f"{'':{_LABEL}}{ruler}"]
    lines += [f"{clock(strip.start_local):>{_LABEL - 2}}  {strip.cells}" for strip in strips]
    seen = {interval.posture for interval in page.summary.timeline}
    signs = [f"{page.ink.postures[name]} {retold(words)}" for name, words in POSTURE_WORDS.items() if name in seen]
    key = [*signs, f"{REMINDER} {text('reminder')}"] if page.summary.reminders else signs
    return [*lines, *_wrapped_list(key, indent=_LABEL)]


def reminders(page: Page) -> list[str]:
    """Each reminder and what came of it; how many were held back, and why."""
    figures = page.summary.figures
    if not figures.reminders and not figures.skipped:
        return _labelled(text("Reminders"), [text("none")])
    lines = _labelled(text("Reminders"), _wrapped(_outcomes(figures)))
    for reminder in page.summary.reminders[-_MOST_REMINDERS:]:
        lines += _labelled("", [_reminder_line(reminder)])
    left_out = len(page.summary.reminders) - _MOST_REMINDERS
    if left_out > 0:
        lines += _labelled("", [text("and {number} earlier", number=left_out)])
    return lines + _held_back(page.summary)


def _outcomes(figures: DayFigures) -> str:
    if not figures.reminders:
        return text("none")
    names = [(OUTCOME_WORDS[name], figures.outcomes.get(name or "unknown", 0)) for name in OUTCOME_WORDS]
    return f"{figures.reminders}: " + ", ".join(f"{retold(words)} {number}×" for words, number in names if number)


def _reminder_line(reminder: LoggedReminder) -> str:
    about = ", ".join(dict.fromkeys(retold(rule_words(rule)) for rule in reminder.rules))
    when = clock(local_time(reminder.due_utc, reminder.utc_offset_s))
    outcome = retold(OUTCOME_WORDS[reminder.outcome])
    room = COLUMNS - _LABEL - len(when) - len(outcome) - 6
    about = about if len(about) <= room else about[: room - 1] + "…"
    return f"{when}  {about} – {outcome}"


def _held_back(summary: DaySummary) -> list[str]:
    if not summary.figures.skipped:
        return []
    reasons = Counter(SKIP_WORDS[skip.reason] for skip in summary.skips)
    why = ", ".join(f"{retold(words)} {number}×" for words, number in reasons.most_common())
    held = text("{number} held back", number=summary.figures.skipped)
    return _labelled("", _wrapped(f"{held}: {why}" if why else held))


def foot(page: Page) -> list[str]:
    """What the figures rest on."""
    figures = page.summary.figures
    first, last, offset = clock(figures.first_local), clock(figures.last_local), utc_offset(figures.last_local)
    said = [text("Data from {first} to {last} ({offset}).", first=first, last=last, offset=offset)]
    if page.report.log_first is not None:
        said[0] += " " + text("The log begins on {day}.", day=short_date(page.report.log_first))
    if not page.summary.has_detail:
        said.append(text("The details of this day have been forgotten, as the retention says; these figures stay."))
    said.append(text("Estimates from a camera; not a medical device."))
    return [line for sentence in said for line in wrap(sentence, COLUMNS)]


SECTIONS: list[Section] = [headline, sitting, posture, over_most, hours, reminders, foot]


def _labelled(label: str, lines: Iterable[str]) -> list[str]:
    return [f"{label if number == 0 else '':<{_LABEL}}{line}" for number, line in enumerate(lines)]


def _wrapped(line: str) -> list[str]:
    return wrap(line, COLUMNS - _LABEL)


def _wrapped_list(items: Iterable[str], *, indent: int) -> list[str]:
    """Items two blanks apart, never broken inside."""
    lines = [""]
    for item in items:
        joined = f"{lines[-1]}   {item}" if lines[-1] else item
        if len(joined) <= COLUMNS - indent:
            lines[-1] = joined
        else:
            lines.append(item)
    return [" " * indent + line for line in lines]
