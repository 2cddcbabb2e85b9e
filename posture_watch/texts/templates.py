"""Recognises a finished English sentence as one of the catalogue, with values in it, and says it in another one."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{(\w+)[^{}]*\}")
"""Where a value goes: "{time}", "{share:.0f}"."""
SHAPES = {"time": r"\d+ (?:s|min|h \d\d min)", "clock": r"(?:\d{4}-\d\d-\d\d )?\d\d:\d\d", "index": r"\d+(?: \(.*\))?"}
"""Places of this name, or this name and a digit, hold nothing else."""
ANYTHING = ".+?"
LONGEST_UNIT = 4
"""Letters after a figure that are a unit ("h min")."""
LEAST_LETTERS = 5
"""With fewer letters around its places a template fits nearly anything; a place with a shape counts for as many."""


class Templates:
    """``known``: English to the other language, sentences with and without places."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._landmarks: list[tuple[str, str]] | None = None
        self._patterns: dict[str, re.Pattern[str]] = {}

    def _templates(self, sentence: str) -> list[str]:
        """Those with places that ``sentence`` may be, the ones with most words first."""
        if self._landmarks is None:  # the longest words between places: most others are ruled out by them, and quickly
            with_places = (english for english in self._known if "{" in english)
            self._landmarks = [(max(PLACE.split(english)[::2], key=len), english) for english in with_places]
        fitting = [english for words, english in self._landmarks if words in sentence]
        return sorted(
            (english for english in fitting if _letters(english) >= LEAST_LETTERS), key=_letters, reverse=True
        )

    def retold(self, sentence: str) -> str:
        """``sentence`` in the other language; itself if it is not known."""
        found = self._found(sentence)
        if found is None and sentence[:1].isupper():
            found = self._found(sentence[:1].lower() + sentence[1:])
            found = None if found is None else found[:1].upper() + found[1:]
        return sentence if found is None else found

    def _found(self, sentence: str) -> str | None:
        known = self._known.get(sentence)
        if known is not None:
            return known
        for english in self._templates(sentence):
            values = self._values(english, sentence)
            if values is not None:
                return self._filled(self._known[english], values)
        return self._listed(sentence, ", ") or self._listed(sentence, "; ")

    def _listed(self, sentence: str, comma: str) -> str | None:
        """Things one after the other, all of them known; each may have a name before it ("logind: does not run")."""
        retold: list[str] = []
        for part in sentence.split(comma):
            name, colon, words = part.partition(": ")
            known = self._known.get(words) if colon else self._known.get(part)
            if known is None:
                return None
            retold.append(f"{name}{colon}{known}" if colon else known)
        return comma.join(retold)

    def _filled(self, said: str, values: Mapping[str, str]) -> str:
        return PLACE.sub(lambda place: self._value(values.get(place[1], place[0])), said)

    def _value(self, value: str) -> str:
        """A figure and its unit are the same everywhere; words are not, a number before them or not."""
        return value if sum(map(str.isalpha, value)) <= LONGEST_UNIT and value[:1].isdigit() else self.retold(value)

    def _values(self, english: str, sentence: str) -> dict[str, str] | None:
        """What stands in the places of the template ``english``; None if the sentence is another one."""
        pattern = self._patterns.get(english)
        if pattern is None:
            pattern = self._patterns[english] = re.compile(_pattern(english), re.DOTALL)
        match = pattern.fullmatch(sentence)
        return match.groupdict() if match else None


def _shape(name: str) -> str:
    return SHAPES.get(name.rstrip("0123456789"), ANYTHING)


def _letters(english: str) -> int:
    shaped = sum(_shape(place[1]) != ANYTHING for place in PLACE.finditer(english))
    return sum(map(str.isalpha, PLACE.sub("", english))) + LEAST_LETTERS * shaped


def _pattern(english: str) -> str:
    """The template as a regular expression; a place that comes twice holds the same both times."""
    pattern, end, seen = "", 0, set[str]()
    for place in PLACE.finditer(english):
        pattern += re.escape(english[end : place.start()])
        pattern += f"(?P={place[1]})" if place[1] in seen else f"(?P<{place[1]}>{_shape(place[1])})"
        seen.add(place[1])
        end = place.end()
    return pattern + re.escape(english[end:])
