"""Diaries to make pages of: ordinary ones, and ones with more in them than a sheet of paper holds. From a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

from posture_watch.core.crossover import crossover
from posture_watch.core.diary import BEFORE, LONGEST_NOTE, RELIEFS, SITES, DiaryEntry, Episode, FollowUp
from posture_watch.core.exposure import LENGTH_S, Compared, Window
from posture_watch.report.clinician import ClinicianReport
from posture_watch.report.day import DayReport, PeriodReport
from tests.report_html import samples

LAST = date(2026, 3, 31)
FIRST = date(2026, 1, 1)
NASTY = '<script src="//x">&"\'</script>\x1b[2J\u202e\n' + "W" * 200
_NOTES = (
    "", "", "Got up from the desk to fetch a parcel and it caught me on the stairs.", "Slept badly.",
    "After a long drive the evening before; eased off while walking to the shop and back, came again at the desk.",
)  # fmt: skip


def key(number: int) -> str:
    return f"{number:032x}"


def episode(number: int, day: date, *, hour: float = 14.5, seed: int = 1, follow_ups: int = 2) -> Episode:
    """One with all that can be said of it, as people say it."""
    dice = Random(seed * 1000 + number)
    worst = dice.randint(3, 9)
    began = samples.at(day, hour)
    entry = DiaryEntry(
        key(number), "pain" if number % 4 == 0 else "spasm", began, 3600.0,
        began + timedelta(minutes=dice.randint(5, 200)),
        sites=tuple(dice.sample(SITES[:8], dice.randint(1, 2))), pain_now=dice.randint(1, worst), pain_worst=worst,
        duration_s=dice.choice((None, 2400.0, 3 * 86_400.0)), onset=dice.choice(("sudden", "gradual", None)),
        before=tuple(dice.sample(BEFORE[:-1], dice.randint(0, 2))), stress=dice.choice((None, 3, 6)),
        helped=tuple(dice.sample(RELIEFS[:-1], dice.randint(0, 2))), note=dice.choice(_NOTES),
    )  # fmt: skip
    later = tuple(
        FollowUp(
            key(1000 * number + n), entry.key, began + timedelta(days=n + 1, hours=dice.uniform(-4, 4)), 3600.0,
            pain_now=max(0, worst - 2 * n - dice.randint(1, 3)), over=n == follow_ups - 1,
        )
        for n in range(follow_ups)
    )  # fmt: skip
    return Episode(number, entry, later)


def compared_with(one: Episode, dice: Random) -> Compared:
    """Sitting before it, and on some days before."""
    start = one.entry.began_utc - timedelta(hours=2)

    def window(back: int) -> Window:
        watched_s = dice.uniform(0.65, 1) * LENGTH_S
        return Window(start - timedelta(days=back), dice.uniform(0.3, 1) * watched_s, watched_s)

    controls = tuple(window(back) for back in range(3, 3 + dice.randint(0, 4)))
    case = None if one.number % 5 == 0 else window(0)
    return Compared(one, case, controls, None if case and controls else "unseen" if controls else "alone")


def report(
    episodes: Sequence[Episode], *, first: date = FIRST, last: date = LAST, days: bool = True
) -> ClinicianReport:
    """The page of these episodes, with or without days at the desk."""
    dice = Random(4)
    logged = tuple(s.figures for s in samples.workdays(first, last)) if days else ()
    spasms = (one for one in episodes if one.entry.kind == "spasm")
    compared = {one.entry.key: compared_with(one, dice) for one in spasms}
    return ClinicianReport(first, last, LAST + timedelta(days=1), logged, tuple(episodes), compared, FIRST)


def many(number: int, *, follow_ups: int = 2) -> list[Episode]:
    """So many over the three months."""
    return [
        episode(n + 1, FIRST + timedelta(days=n * 88 // number), hour=9 + n % 9, follow_ups=follow_ups)
        for n in range(number)
    ]


@cache
def clinician() -> ClinicianReport:
    """Three months with seven episodes."""
    return report(many(7))


@cache
def empty_diary() -> ClinicianReport:
    """Three months at the desk, and nothing written down."""
    return report([])


@cache
def diary_alone() -> ClinicianReport:
    """Never at the desk, and three episodes."""
    return report(many(3), days=False)


@cache
def one_day() -> ClinicianReport:
    """A single day, with two episodes in it."""
    day = date(2026, 3, 10)
    return report([episode(1, day, hour=10), episode(2, day, hour=16.2)], first=day, last=day)


@cache
def full_diary() -> ClinicianReport:
    """Thirty episodes, each with a note as long as one may be, every place and every answer, and follow-ups."""
    return report([_told_in_full(one, "Word after word it goes on, and on. " * 60) for one in many(30, follow_ups=4)])


@cache
def hostile_diary() -> ClinicianReport:
    """Notes that would be markup or orders elsewhere, broad letters and no blanks."""
    notes = (NASTY, "W" * LONGEST_NOTE, "漢字" * 900, "m" * 1999, "😀" * 900, "ﷺ" * 500)
    return report([_with_note(one, notes[n % len(notes)]) for n, one in enumerate(many(30))])


@cache
def years() -> ClinicianReport:
    """Twelve years, with an episode each of the last three months."""
    return report(many(3), first=date(2014, 4, 1))


def _told_in_full(one: Episode, note: str) -> Episode:
    entry = replace(
        one.entry, sites=SITES, before=BEFORE[:-1], helped=RELIEFS, stress=10, pain_now=10, pain_worst=10,
        duration_s=366 * 86_400.0, onset="sudden", note=note[:LONGEST_NOTE],
    )  # fmt: skip
    later = tuple(replace(f, note=note[:LONGEST_NOTE], helped=RELIEFS) for f in one.follow_ups)
    return Episode(one.number, entry, later)


def _with_note(one: Episode, note: str) -> Episode:
    entry = replace(one.entry, before=(), helped=(), stress=None, note=note[:LONGEST_NOTE])
    return Episode(one.number, entry, tuple(replace(f, note=note[:LONGEST_NOTE]) for f in one.follow_ups))


@cache
def day_with_diary() -> DayReport:
    """An office day with an episode in the afternoon, and a follow-up of an earlier one."""
    earlier = episode(2, samples.DAY - timedelta(days=1), hour=11.4)
    return replace(samples.ordinary_day(), episodes=(earlier, episode(3, samples.DAY, hour=14.6)))


@cache
def diary_without_day() -> DayReport:
    """Nothing was logged, but something was written."""
    return replace(samples.empty_day(), episodes=(episode(1, samples.DAY),))


@cache
def hostile_diary_day() -> DayReport:
    """The same with notes that are markup."""
    return replace(samples.ordinary_day(), episodes=(_told_in_full(episode(1, samples.DAY), NASTY),))


@cache
def month_with_diary() -> PeriodReport:
    """March with four episodes, and what went before them and others."""
    found = tuple(episode(n + 1, date(2026, 3, 3 + 7 * n), hour=11 + n) for n in range(4))
    before = crossover([weekly(n + 1, (90 - 3 * n, 40 + n, 50, 30)[: 2 + n % 3]) for n in range(18)])
    return replace(samples.month(), episodes=found, went_before=before)


def weekly(number: int, minutes: Sequence[float]) -> Compared:
    """A spasm with so many minutes of sitting before it, then on its ordinary days; each fifth cannot be compared."""
    one = episode(number, date(2025, 11, 3) + timedelta(days=7 * number))
    case, *controls = (Window(one.entry.began_utc, 60 * each, LENGTH_S) for each in minutes)
    return Compared(one, case, (), "alone") if number % 5 == 0 else Compared(one, case, tuple(controls), None)
