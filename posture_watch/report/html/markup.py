"""HTML and SVG elements. Text is escaped unless it is markup already, so a name the user chose can do no harm."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Html(str):
    """Finished markup."""

    __slots__ = ()


NOTHING = Html("")
_CLOSED = {"circle", "line", "path", "rect", "use"}
"""Elements of SVG that close themselves when they are empty: a day has hundreds of them."""


def el(name: str, /, *children: str, **attributes: object) -> Html:
    """The element ``name``. ``class_`` is class, ``_`` in an attribute is "-"; None and False are left out."""
    said = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in _CLOSED and not children:
        return Html(f"<{name}{said}/>")
    return Html(f"<{name}{said}>{joined(children)}</{name}>")


def joined(children: Iterable[str], between: str = "") -> Html:
    """One after the other; what is not markup is escaped."""
    return Html(between.join(child if isinstance(child, Html) else escape(child) for child in children))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f' {name}="{escape(number(value) if isinstance(value, float) else str(value))}"'


def number(value: float) -> str:
    """At most two decimals, no zeros at the end."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def percent_x(share: float) -> str:
    """A place or width across a picture, ``share`` from 0 to 1: in per cent, so text keeps its size."""
    return f"{number(100 * share)}%"
