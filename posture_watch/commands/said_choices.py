"""Choices and figures as people type them: by number or by word, several at once; never a guess between two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from posture_watch.core.diary import MOST_SCORE
from posture_watch.errors import UserError
from posture_watch.texts import retold, text

Key = TypeVar("Key", bound=str)


class UnknownChoiceError(UserError):
    """None of the choices was meant; the advice is all of them, too long for who has just seen them."""


def score(said: str) -> int:
    """A whole number from 0 to 10. Raises UserError."""
    words = said.strip().removesuffix(f"/{MOST_SCORE}").strip()
    if not re.fullmatch(r"[0-9]{1,2}", words) or int(words) > MOST_SCORE:
        raise UserError(
            text("A whole number from 0 to {most} is needed here.", most=MOST_SCORE),
            text("0 is none, {most} the worst you can imagine.", most=MOST_SCORE),
        )
    return int(words)


def several(said: str, words_of: Mapping[Key, str]) -> tuple[Key, ...]:
    """Every choice that is said, in the order of the list: "1 7", "neck, lower back". Raises UserError."""
    pieces = re.split(r"[,;/+&]|\band\b|\bund\b", said.strip().lower().replace("_", " "))
    found = {key for piece in pieces for key in _in_piece(piece.split(), words_of)}
    return tuple(key for key in words_of if key in found)


def one(said: str, words_of: Mapping[Key, str]) -> Key:
    """The one choice that is said. Raises UserError."""
    found = several(said, words_of)
    if len(found) != 1:
        raise UnknownChoiceError(text("Choose one of them."), _offer(list(words_of), words_of))
    return found[0]


def _in_piece(tokens: list[str], words_of: Mapping[Key, str]) -> Iterator[Key]:
    """Words and numbers between two commas, the longest name first: "lower back 1"."""
    while tokens:
        for length in range(len(tokens), 0, -1):
            key = _exactly(" ".join(tokens[:length]), words_of)
            if key is not None:
                break
        else:
            key, length = _nearly(tokens[0], words_of), 1
        yield key
        tokens = tokens[length:]


def _exactly(said: str, words_of: Mapping[Key, str]) -> Key | None:
    for number, key in enumerate(words_of, 1):
        if said in (str(number), *_names(key, words_of)):
            return key
    return None


def _names(key: Key, words_of: Mapping[Key, str]) -> tuple[str, ...]:
    return key.replace("_", " "), words_of[key].lower(), retold(words_of[key]).lower()


def _nearly(said: str, words_of: Mapping[Key, str]) -> Key:
    """The only one with a word that begins so. Raises UserError."""
    alike = [
        key for key in words_of if any(word.startswith(said) for name in _names(key, words_of) for word in name.split())
    ]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise UserError(text("“{said}” could be several of these.", said=said[:30]), _offer(alike, words_of))
    raise UnknownChoiceError(text("“{said}” is none of these.", said=said[:30]), _offer(list(words_of), words_of))


def _offer(keys: list[Key], words_of: Mapping[Key, str]) -> str:
    numbers = {key: number for number, key in enumerate(words_of, 1)}
    return ", ".join(f"{numbers[key]} {retold(words_of[key])}" for key in keys)
