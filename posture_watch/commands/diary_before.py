"""`diary before`: what went before the spasms in the diary, as far as their number allows."""

from __future__ import annotations

import argparse
import json
from math import isfinite

from posture_watch.commands.report import speaks_unicode
from posture_watch.core.crossover import Crossover, Ratio, crossover
from posture_watch.core.exposure import Compared, Window
from posture_watch.paths import user_paths
from posture_watch.report.before import before_lines, minutes, nothing_noted, sentences
from posture_watch.report.layout import joined
from posture_watch.store.errors import LogMissingError
from posture_watch.store.log import Log


def run(options: argparse.Namespace) -> int:
    """Print it."""
    try:
        with Log.open_readonly(user_paths().database_file) as log:
            found = crossover(log.compared())
    except LogMissingError:
        found = crossover(())
    if options.json:
        print(json.dumps(as_object(found), ensure_ascii=False, indent=2))
    else:
        print(joined([before_lines(found)], unicode=speaks_unicode()), end="")
    return 0


def as_object(found: Crossover) -> dict[str, object]:
    """The same for programs: minutes whole, moments in UTC; what so few do not allow is left out as in the text."""
    return {
        "gate": found.gate,
        "comparable": len(found.usable),
        "missing": dict(found.lacking),
        "episodes": [_episode(one, figures=found.gate != "timeline") for one in found.told],
        "median_difference_min": None if found.difference_s is None else minutes(found.difference_s),
        "p": found.p,
        "odds_ratio": None if found.ratio is None else _ratio(found.ratio),
        "power": None if found.power is None else {"episodes": found.power[0], "share": found.power[1]},
        "text": sentences(found) if found.told else nothing_noted(),
    }


def _episode(one: Compared, *, figures: bool) -> dict[str, object]:
    told: dict[str, object] = {
        "number": one.episode.number,
        "began_utc": one.episode.entry.began_utc.isoformat(),
        "missing": one.lacking,
    }
    if not figures or one.lacking is not None or one.case is None or one.usual_s is None:
        return told
    usual = {"usual_min": minutes(one.usual_s), "controls": [_window(window) for window in one.controls]}
    return told | {"before": _window(one.case)} | usual


def _window(window: Window) -> dict[str, object]:
    return {
        "start_utc": window.start_utc.isoformat(),
        "of_all_min": minutes(window.exposure_s),
        "sitting_min": minutes(window.sitting_s),
        "watched_min": minutes(window.watched_s),
    }


def _ratio(ratio: Ratio) -> dict[str, object]:
    limits = {"estimate": ratio.estimate, "low": ratio.low, "high": ratio.high}
    counted: dict[str, object] = {
        "over_min": ratio.over_min,
        "spasms_over": ratio.cases_over,
        "usual_over": ratio.controls_over,
        "usual": ratio.controls,
    }
    return counted | {name: round(value, 3) if isfinite(value) else None for name, value in limits.items()}
