"""The document around a report: it may load nothing, run nothing, and says which language it is in."""

from __future__ import annotations

from html import escape

from posture_watch.report.html.looks import definitions
from posture_watch.report.html.markup import Html, el, joined
from posture_watch.report.html.style import STYLE
from posture_watch.texts import spoken_language

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def document(title: str, lead: Html, sections: list[Html], foot: list[str], *, style: str = "") -> str:
    """The whole file: ``title`` and ``lead`` on top, then the sections, then what it all rests on.

    ``style``: rules of this page alone.
    """
    body = joined(
        [
            definitions(),
            el("header", el("h1", title), lead),
            el("main", joined(sections)),
            el("footer", joined(el("p", sentence) for sentence in foot)),
        ]
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(spoken_language())}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)} – posture_watch</title>\n<style>{STYLE}{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def section(key: str, heading: str, *parts: str, class_: str | None = None) -> Html:
    """A section with its heading, which it is named by."""
    return el("section", el("h2", heading, id=key), *parts, aria_labelledby=key, class_=class_)
