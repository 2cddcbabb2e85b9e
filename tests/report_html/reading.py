"""A page taken apart as a browser would: its elements, their attributes, and the words between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "br", "img", "link", "input", "hr"}


@dataclass
class Element:
    """An element of the page, and what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list["Element"])
    words: list[str] = field(default_factory=list[str])

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of this name below, with these attributes (``class_`` is class)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        here = [self] if self.tag == tag and wanted.items() <= self.attributes.items() else []
        return here + [found for child in self.children for found in child.all(tag, **attributes)]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only one."""
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """All words below, in order, blanks made one."""
        return " ".join(" ".join(self.words).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        if len(element.attributes) < len(attrs):
            self.wrong.append(f"{tag} has an attribute twice")
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.wrong.append(f"{tag} is closed inside of {self.open[-1].tag}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag in ("style", "script"):
            return
        for element in self.open:
            element.words.append(data)


def read(page: str) -> Element:
    """The page; fails if an element is not closed where it should be."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.wrong == []
    assert [element.tag for element in reader.open] == ["page"]
    return reader.open[0]
