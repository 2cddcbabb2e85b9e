"""The tables of each section, made from the figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluation.classes import FIVE, OTHER, Classes, Confusion
from evaluation.clips import ClipFigures
from evaluation.comparing import Comparison, Line, figure_names
from evaluation.event_figures import EventFigures
from evaluation.figures import Figures
from evaluation.measured import Measured
from evaluation.tables import Table, between, share

HEADS = ("AUC", "balanced", "precision", "recall", "FPR", "F1", "rec@1%", "rec@5%", "coverage")
FULL_INTERVALS = ("auc", "balanced", "recall", "false_positive_rate")


def comparison_table(c: Comparison, baseline_frames: int) -> Table:
    """All rules, on one choice of frames."""
    title = (
        f"{c.view}, {c.scope}: {c.frames} frames ({c.upright} upright) of {c.sessions} sessions, "
        f"baseline of {baseline_frames} frames"
    )
    rows = tuple(_row(x.rule, x.figures) for x in c.lines)
    return Table(title, ("rule", *HEADS), rows, (_interval(c.lines[0], c.sessions),))


def _interval(line: Line, sessions: int) -> str:
    if sessions < 2:
        return f"{line.rule}, 95 % by session: – (one session)"
    parts = [f"{n} {between(line.intervals[n].low, line.intervals[n].high)}" for n in FULL_INTERVALS]
    return f"{line.rule}, 95 % by session: {', '.join(parts)}"


def _row(name: str, figures: Figures) -> tuple[str, ...]:
    return (name, *(share(float(getattr(figures, figure))) for figure in figure_names()))


def again_tables(m: Measured) -> list[Table]:
    """Ours on the pictures themselves, where the rest of the page is from stored landmarks."""
    rows = tuple(_row(f"{c.view}, {c.scope}", c.lines[0].figures) for c in m.again)
    best = [max(c.lines[1:], key=lambda line: line.figures.balanced) for c in m.again]
    others = tuple(
        _row(f"{c.view}, {c.scope}: {line.rule}", line.figures) for c, line in zip(m.again, best, strict=True)
    )
    title = "Ours, and the other rule with the best balanced accuracy"
    return [Table(title, ("frames", *HEADS), (*rows, *others))] if rows else []


def class_tables(c: Classes) -> list[Table]:
    """By label, and the confusion of five kinds."""
    rows = tuple(
        (x.label, str(x.frames), *map(share, (x.flagged, x.named, x.auc, x.recall_at_1, x.recall_at_5)))
        for x in c.labels
    )
    heads = ("label", "frames", "flagged", "named", "AUC", "rec@1%", "rec@5%")
    over = ", ".join(f"{name} {share(value)}" for name, value in c.over_upright.items()) or "none"
    notes = (f"upright frames over a limit: {over}", f"over one about forward and down: {share(c.forward)}")
    return [Table(f"{c.view}, by label", heads, rows, notes), *(_confusion(c.view, one) for one in c.confusions)]


def _confusion(view: str, c: Confusion) -> Table:
    rows = tuple((label, *map(str, counts)) for label, counts in zip(FIVE, c.counts, strict=True))
    return Table(f"{view}, {c.scope}: five kinds, macro-F1 {c.macro_f1:.3f}", ("label \\ named", *FIVE, OTHER), rows)


def event_tables(view: str, events: Sequence[EventFigures]) -> list[Table]:
    """Every rule, then ours by label."""
    lines = [one for one in events if one.view == view]
    rows = tuple(
        (
            x.rule,
            f"{x.found}/{x.events}",
            str(x.invented),
            *map(share, (x.recall, x.precision, x.f1)),
            f"{x.per_hour:.0f}",
        )
        for x in lines
    )
    heads = ("rule", "found", "invented", "recall", "precision", "F1", "false alarms an hour")
    first = lines[0]
    bounds = [f"{name} {between(i.low, i.high)}" for name, i in first.intervals.items() if name != "per_hour"]
    hours = first.intervals["per_hour"]
    notes = (
        f"{first.rule} missed: {'; '.join(first.missed) or 'none'}",
        f"{first.rule}, 95 % by session: {', '.join(bounds)}, false alarms an hour "
        f"{between(hours.low, hours.high, decimals=0)}",
    )
    labels = tuple((label, str(n), str(found), str(right)) for label, n, found, right in first.by_label)
    return [
        Table(f"{view}: labelled events, {first.upright_s:.0f} s of upright time", heads, rows, notes),
        Table(f"{view}: {first.rule} by label", ("label", "events", "found", "by its name"), labels),
    ]


def coverage_table(m: Measured) -> Table:
    """Judged frames of each view, and the others by name."""
    rows = tuple((c.view, str(c.frames), str(c.judged), share(c.judged / c.frames)) for c in m.coverage)
    frames, judged = sum(c.frames for c in m.coverage), sum(c.judged for c in m.coverage)
    notes = tuple(f"{c.view}: {file}: {why}" for c in m.coverage for file, why in c.unjudged)
    total = ("all", str(frames), str(judged), share(judged / frames))
    return Table("Judged frames", ("view", "frames", "judged", "coverage"), (*rows, total), notes)


def baseline_tables(m: Measured) -> list[Table]:
    """A table a view."""
    return [
        Table(
            f"{view}: worse baselines (sessions/frames scored)",
            ("baseline", *HEADS),
            tuple(_row(f"{b.baseline} ({b.sessions}/{b.frames})", b.figures) for b in m.baselines if b.view == view),
        )
        for view in dict.fromkeys(b.view for b in m.baselines)
    ]


def left_out_tables(m: Measured) -> list[Table]:
    """By subject and by time block."""
    heads = ("left out", "frames", "upright", "AUC", "balanced", "recall", "FPR", "factor of others", "balanced", "FPR")
    tables: list[Table] = []
    for view, by in dict.fromkeys((x.view, x.by) for x in m.left_out_lines):
        lines = [x for x in m.left_out_lines if (x.view, x.by) == (view, by)]
        rows = tuple(
            (
                x.name,
                str(x.frames),
                str(x.upright),
                *map(share, (x.figures.auc, x.figures.balanced, x.figures.recall, x.figures.false_positive_rate)),
                *map(share, (x.scale, x.balanced_chosen, x.false_positive_rate_chosen)),
            )
            for x in lines
        )
        tables.append(Table(f"{view}, by {by}", heads, rows))
    return tables


def clip_tables(clips: Sequence[ClipFigures]) -> list[Table]:
    """Clips with people, and files without."""
    people, empty = [c for c in clips if not c.empty], [c for c in clips if c.empty]
    tables: list[Table] = []
    if people:
        heads = ("clip", "quiet", "known", "present", "reminders", "raised", "over")
        rows = tuple(
            (c.file, *map(share, (c.quiet, c.known, c.present)), str(c.reminders), _counted(c.raised), _counted(c.over))
            for c in people
        )
        tables.append(Table("Nothing to alarm about", heads, rows, tuple(f"{c.file}: {c.label}" for c in people)))
    if empty:
        heads = ("file", "ghosts", "came or went")
        rows = tuple((c.file, share(c.present), str(c.came_or_went)) for c in empty)
        tables.append(Table("Nobody there", heads, rows))
    return tables


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "–"


def away_tables(m: Measured) -> list[Table]:
    """Who leaves for a minute and comes back."""
    heads = ("session", "nobody shown after, s", "somebody shown after, s", "ghosts")
    rows = tuple(
        (f"{x.view} {x.name}", f"{x.gone_after_s:.0f}", f"{x.back_after_s:.0f}", share(x.ghosts)) for x in m.away
    )
    return [Table("Away for a minute, and back", heads, rows)] if rows else []


def failure_tables(m: Measured) -> list[Table]:
    """The frames to look at."""
    heads = ("file", "label", "named", "flagged", "at a change", "score", "most over its limit")
    return [
        Table(
            view,
            heads,
            tuple(
                (f.file, f.label, f.kind or "–", "yes" if f.flagged else "no", "no" if f.settled else "yes",
                 f"{f.score:.2f}" if math.isfinite(f.score) else "–", f.shares or "–")
                for f in m.failures
                if f.view == view
            ),
        )
        for view in dict.fromkeys(f.view for f in m.failures)
    ]  # fmt: skip


def reason_tables(m: Measured) -> list[Table]:
    """What was not measured."""
    said = [
        ("Left out:", m.left_out),
        ("Baselines of fewer frames:", m.short_baselines),
        ("Labels that nobody knows, counted as a deviation:", m.unknown_labels),
    ]
    return [Table(title, (), (), reasons) for title, reasons in said if reasons]
