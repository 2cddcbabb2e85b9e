"""Makes docs/pictures/report-*.png: pages of simulated days in headless Chromium. Look at them afterwards.

python scripts/picture_reports.py [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from picturing.browser import Browser, Scheme, find_browser  # noqa: E402  # after the path

from posture_watch.report.day import DayReport, PeriodReport  # noqa: E402
from posture_watch.report.html import page  # noqa: E402
from tests.report_html import samples  # noqa: E402

MOST_BYTES = 120 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, the window it is shown in, and how much of it: from ``top`` (a selector; the page's top) on."""

    name: str
    report: DayReport | PeriodReport
    width_px: int
    scheme: Scheme
    height_px: int
    top: str = "body"


def pictures() -> list[Picture]:
    """What the docs show."""
    day, week, month = samples.ordinary_day(), samples.week(), samples.month()
    return [
        Picture("day", day, 960, "light", 1010),
        Picture("day-dark", day, 390, "dark", 1010),
        Picture("reminders", day, 960, "light", 760, "section[aria-labelledby=reminders]"),
        Picture("usual", day, 960, "light", 560, "section[aria-labelledby=usual]"),
        Picture("flight", samples.flight_day(), 960, "light", 560),
        Picture("week", week, 960, "light", 800),
        Picture("hours", month, 960, "light", 830, "section[aria-labelledby=pattern]"),
    ]


def main() -> int:
    """Write them all; 1 if there is no browser or one is too large."""
    program = find_browser()
    if program is None:
        print("no Chromium found", file=sys.stderr)
        return 1
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    large: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, Browser(program) as browser:
        for picture in pictures():
            file = Path(scratch, f"{picture.name}.html")
            file.write_text(page(picture.report), encoding="utf-8")
            browser.show(file, width_px=picture.width_px, scheme=picture.scheme)
            png = browser.picture(most_px=picture.height_px, from_selector=picture.top)
            (folder / f"report-{picture.name}.png").write_bytes(png)
            print(f"report-{picture.name}.png  {len(png) / 1024:.0f} KiB")
            if len(png) > MOST_BYTES:
                large.append(picture.name)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
