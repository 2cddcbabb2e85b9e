"""`data size`: what the log takes, by kind, and what it comes to in a year."""

from __future__ import annotations

from pathlib import Path

from posture_watch.commands.table_words import table_word
from posture_watch.config import ConfigError, load
from posture_watch.config.schema import Config
from posture_watch.paths import Paths
from posture_watch.store.log import Log
from posture_watch.texts import text

_DAYS_A_YEAR = 365.25


def print_size(paths: Paths) -> None:
    """Print it."""
    pages = _folder_bytes(paths.reports_folder)
    if not paths.database_file.exists():
        print(text("Nothing has been logged yet ({path}).", path=paths.database_file))
    else:
        with Log.open_readonly(paths.database_file) as log:
            _print_log(log, _retention_days(paths))
    if pages:
        print(text("{size} of report pages in {path}", size=as_size(pages), path=paths.reports_folder))


def _print_log(log: Log, retention_days: int) -> None:
    total = log.size_bytes
    sizes = log.sizes()
    print(text("The log takes {size}: {path}", size=as_size(total), path=log.where))
    if reach := log.reach():
        first, last = (f"{moment.astimezone():%Y-%m-%d %H:%M}" for moment in reach)
        print(text("from {first} to {last}", first=first, last=last))
    largest = sorted(sizes.shares.items(), key=lambda table: -table[1])
    kinds = [(table_word(table), share) for table, share in largest if share > 0]
    width = max((len(name) for name, _ in kinds), default=0)
    for name, share in kinds:
        print(f"  {name:<{width}}  {as_size(share * total):>9}")
    if sizes.detail_days:
        a_day = sizes.detail_bytes / sizes.detail_days
        print(
            text(
                "At this rate a year of detail comes to about {year}; kept for {days} days, it stays at about {kept}.",
                year=as_size(a_day * _DAYS_A_YEAR),
                days=retention_days,
                kept=as_size(a_day * retention_days),
            )
        )


def as_size(size_bytes: float) -> str:
    """12 KiB, 3.4 MiB."""
    if size_bytes < 1024 * 1024:
        return f"{size_bytes / 1024:.0f} KiB"
    return f"{size_bytes / 1024 / 1024:.1f} MiB"


def _folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file()) if folder.is_dir() else 0


def _retention_days(paths: Paths) -> int:
    try:
        return load(paths.config_file, missing_ok=True).log.retention_days
    except ConfigError:
        return Config().log.retention_days
