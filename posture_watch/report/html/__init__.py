"""The report as one page for a browser: complete in itself, asks for nothing, and reads without colours or a screen."""

from posture_watch.report.html.page import page

__all__ = ["page"]
