"""`help-now`: what may help in the first hours, and the warning signs. Always the same, it asks nothing."""

from __future__ import annotations

import argparse
import os

from posture_watch.commands.report import speaks_unicode
from posture_watch.errors import UserError
from posture_watch.report.care_text import help_lines, plain_text


def run(options: argparse.Namespace) -> int:
    """Print it, show it in a window, or open it as a page."""
    if options.window and options.open:
        raise UserError("A window or a page, not both.", "posture-watch help-now --open")
    if options.window:
        return _in_window()
    if options.open:
        from posture_watch.opening_pages import open_page  # noqa: PLC0415  # only who wants a page pays for it
        from posture_watch.report.html.care_page import help_page  # noqa: PLC0415

        open_page(help_page(), "help-now")
        return 0
    print(plain_text(help_lines(), unicode=speaks_unicode()), end="")
    return 0


def _in_window() -> int:
    from posture_watch.screen import require_window  # noqa: PLC0415  # as above

    require_window(dict(os.environ))
    from posture_watch.window.help_window import run_help  # noqa: PLC0415  # Qt, only where it can start

    return run_help()
