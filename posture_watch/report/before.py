"""What went before the spasms, in words: what may be said of so many, what is missing, and what chance does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite, isinf
from typing import NamedTuple

from posture_watch.care.claim import Claim
from posture_watch.core.crossover import FEWEST_P, FEWEST_RATIO, FEWEST_RAW, SIGNIFICANT, Crossover, Ratio
from posture_watch.core.exposure import Compared, Lacking
from posture_watch.report.layout import COLUMNS, whole
from posture_watch.report.words import clock, percent, short_date
from posture_watch.texts import retold, text

EARLY_PAIN = Claim(
    "Sitting may also follow early pain: who feels it begin may sit down more, or less, than usual.", ("ours",)
)
"""Said whatever is found."""
_MEANS_SOMETHING = 0.5
"""Who would miss a pattern more often than not has found nothing out by not finding one."""
_MOST_RATIO = 99.95


class Row(NamedTuple):
    """An episode as a line: when it was, and its figures or why it has none ("" where so few are only told)."""

    number: int
    when: str
    figures: str


def title() -> str:
    """What it is called."""
    return text("What went before")


def lacking_words(lacking: Lacking) -> str:
    """Why a spasm cannot be compared."""
    return {
        "follows": text("within 48 hours of another one, so the same episode"),
        "forgotten": text("noted when the detail of these hours was no longer kept"),
        "unseen": text("the camera saw too little of these hours"),
        "alone": text("no comparable earlier day is left"),
    }[lacking]


def rows(found: Crossover) -> list[Row]:
    """Every spasm, the earliest first."""
    return [_row(one, figures=found.gate != "timeline") for one in found.told]


def _row(one: Compared, *, figures: bool) -> Row:
    at = one.episode.entry.began_local
    when = f"{short_date(at.date())} {clock(at)}"
    if one.lacking is not None:
        return Row(one.episode.number, when, lacking_words(one.lacking))
    return Row(one.episode.number, when, _figures(one) if figures else "")


def _figures(one: Compared) -> str:
    if one.case is None or one.usual_s is None:
        return ""
    controls = ", ".join(str(minutes(window.exposure_s)) for window in one.controls)
    return text(
        "{before} min, usually {usual} ({controls})",
        before=minutes(one.case.exposure_s),
        usual=minutes(one.usual_s),
        controls=controls,
    )


def minutes(seconds: float) -> int:
    """Whole minutes."""
    return round(seconds / 60)


def explained() -> str:
    """Which hours these are."""
    return text(
        "Minutes of sitting from 2 h to 10 min before each spasm, and in brackets in the same hours of up to four "
        "earlier days: working days beside working days, weekends beside weekends. Of each at least 60 % was watched."
    )


def sentences(found: Crossover) -> list[str]:
    """What the figures allow to say, most important first."""
    usable = len(found.usable)
    said = [
        *(_not_enough(usable, len(found.told)) if found.gate in ("timeline", "raw") else []),
        *_middle(found, usable),
        *(_ratio(found.ratio, usable) if found.gate == "ratio" else []),
        *_chance(found),
    ]
    return [*said, *_left_out(found), *limits()]


def _not_enough(usable: int, told: int) -> list[str]:
    counted = text("Spasms that can be compared: {usable} of {told}.", usable=usable, told=told)
    if usable < FEWEST_RAW:
        need = text(
            "Not enough data: from {raw} on there are figures, from {p} on a comparison with chance.",
            raw=FEWEST_RAW,
            p=FEWEST_P,
        )
    else:
        need = text("Not enough data for a pattern: from {p} on there is a comparison with chance.", p=FEWEST_P)
    return [f"{need} {counted}"]


def _middle(found: Crossover, usable: int) -> list[str]:
    if found.difference_s is None:
        return []
    more = minutes(found.difference_s)
    if more == 0:
        said = text("Median of {usable} spasms: as much sitting before as usual.", usable=usable)
    elif more > 0:
        said = text("Median of {usable} spasms: {more} min more sitting before than usual.", usable=usable,
                    more=more)  # fmt: skip
    else:
        said = text("Median of {usable} spasms: {less} min less sitting before than usual.", usable=usable,
                    less=-more)  # fmt: skip
    if found.gate == "ratio":
        return [said]
    few = text("Exploratory: an odds ratio is told from {ratio} spasms on.", ratio=FEWEST_RATIO)
    return [f"{said} {few}"]


def _ratio(ratio: Ratio | None, usable: int) -> list[str]:
    if ratio is None:
        return [text("No odds ratio can be told: the windows were all alike.")]
    said = text(
        "More than your middle of {over} min was before {cases} of {usable} spasms and in {controls} of {all} usual "
        "windows: odds ratio {estimate} (95 % interval: {low} to {high}).",
        over=decimal(ratio.over_min, 0 if ratio.over_min == int(ratio.over_min) else 1),
        cases=ratio.cases_over,
        usable=usable,
        controls=ratio.controls_over,
        all=ratio.controls,
        estimate=ratio_words(ratio.estimate),
        low=ratio_words(ratio.low),
        high=ratio_words(ratio.high),
    )
    return [said]


def _chance(found: Crossover) -> list[str]:
    """How often chance does the same, and how often this would miss what is there."""
    if found.p is None or found.power is None:
        return []
    chance = text(
        "If sitting had nothing to do with it, chance alone would make a difference as clear as this, to one side or "
        "the other, in {share} of such diaries (exact permutation test, {p}).",
        share=percent(found.p),
        p=p_words(found.p),
    )
    number, share = found.power
    power = text(
        "If a spasm were four times as likely after long sitting (odds ratio 4), {number} spasms would show it (p "
        "under 0.05) in {share} of such diaries at best.",
        number=number,
        share=percent(share),
    )
    if found.p < SIGNIFICANT:
        return [chance, power]
    missed = (
        text("So with so few, no pattern found means nothing.")
        if share < _MEANS_SOMETHING
        else text("Otherwise there would be no pattern found, although there is one.")
    )
    return [chance, f"{power} {missed}"]


def _left_out(found: Crossover) -> list[str]:
    reasons = [
        text("{reason} ({number})", reason=lacking_words(lacking), number=number)
        for lacking, number in found.lacking.items()
    ]
    return [text("Not compared: {reasons}.", reasons="; ".join(reasons))] if reasons else []


def limits() -> list[str]:
    """What is true whatever was found."""
    return [
        retold(EARLY_PAIN.words),
        text(
            "Sitting away from the desk is not seen, a gap is reckoned like the rest of its window, and who looks "
            "often finds something by chance sooner or later."
        ),
        text("This looks back and says nothing about what comes."),
    ]


def p_words(p: float) -> str:
    """ "p = 0.031", never "p = 0"."""
    return text("p below {least}", least=decimal(0.001, 3)) if p < 0.001 else text("p = {p}", p=decimal(p, 3))


def ratio_words(ratio: float) -> str:
    """An odds ratio to one decimal; nobody can tell those beyond a hundred apart."""
    if isinf(ratio):
        return text("no limit")
    return text("over 100") if ratio >= _MOST_RATIO else decimal(ratio, 1)


def decimal(value: float, places: int) -> str:
    """With the decimal mark of the language."""
    if not isfinite(value) or places == 0:
        return f"{value:.0f}"
    before, _, rest = f"{value:.{places}f}".partition(".")
    return text("{whole}.{rest}", whole=before, rest=rest)


def before_lines(found: Crossover) -> list[str]:
    """The whole of it as lines of text."""
    told = rows(found)
    if not told:
        return [title(), *nothing_noted()]
    lines = [title()]
    if found.gate != "timeline":
        lines += whole(explained())
    return [*lines, "", *_table(told), "", *_paragraphs(sentences(found))]


def nothing_noted() -> list[str]:
    """There is nothing to look at yet."""
    return whole(text("Not enough data: there is no spasm in the diary. Note one with: posture-watch spasm"))


def _table(told: Sequence[Row]) -> list[str]:
    wide = max(len(row.when) for row in told)
    return [line for row in told for line in _hung(f"{row.number:>4}  {row.when:>{wide}}  ", row.figures)]


def _hung(start: str, words: str) -> list[str]:
    return [start + words] if len(start) + len(words) <= COLUMNS else [start, *(f"{'':>6}{w}" for w in whole(words))]


def _paragraphs(said: Iterable[str]) -> list[str]:
    return [line for sentence in said for line in whole(sentence)]
