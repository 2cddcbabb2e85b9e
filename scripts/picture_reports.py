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

from posture_watch.report.clinician import ClinicianReport  # noqa: E402
from posture_watch.report.day import DayReport, PeriodReport  # noqa: E402
from posture_watch.report.html import page  # noqa: E402
from tests.report_html import diary_samples, samples  # noqa: E402

MOST_BYTES = 120 * 1024
PAPER_PX = 718
"""A sheet of A4 between margins of 10 mm, at 96 to the inch."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, the window it is shown in, and from which to which of its sections it is taken."""

    name: str
    report: DayReport | PeriodReport | ClinicianReport
    first: str
    last: str
    width_px: int = 960
    scheme: Scheme = "light"
    printed: bool = False


def pictures() -> list[Picture]:
    """What the docs show."""
    day, week, month = samples.ordinary_day(), samples.week(), samples.month()
    return [
        Picture("day", day, "body", _section("figures")),
        Picture("day-dark", day, "body", _section("day"), 390, "dark"),
        Picture("reminders", day, _section("reminders"), _section("kinds")),
        Picture("usual", day, _section("usual"), _section("usual")),
        Picture("flight", samples.flight_day(), "body", _section("day")),
        Picture("week", week, "body", _section("days")),
        Picture("hours", month, _section("pattern"), _section("pattern")),
        Picture("diary", diary_samples.day_with_diary(), _section("day"), _section("diary")),
        Picture("clinician", diary_samples.report(diary_samples.many(3)), "header", "footer", PAPER_PX, printed=True),
    ]


def _section(name: str) -> str:
    return f"section[aria-labelledby={name}]"


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
            if picture.printed:
                browser.print_media(picture.scheme)
            png = browser.picture(picture.first, picture.last)
            (folder / f"report-{picture.name}.png").write_bytes(png)
            print(f"report-{picture.name}.png  {len(png) / 1024:.0f} KiB")
            if len(png) > MOST_BYTES:
                large.append(picture.name)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
