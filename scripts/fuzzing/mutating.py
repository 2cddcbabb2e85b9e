"""One good input made into many bad ones: bytes cut, doubled and turned, values of JSON put in each other's places."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any, cast

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 0.5, -0.0, 2**31, 2**53, 2**63, -(2**63), 10**400, 1e-320, 1e15, 1e300, 1.8e308, "",
    "x", "0", "nan", "\x00", "\ud800", "\u202egnp", "<script>", "é" * 300, [], {}, [[]], [None], {"": None},
    "2026-03-02T07:00:00.000Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", "2199-12-31T23:59:59.999Z",
    "2026-03-02", "9999-12-31", float("nan"), float("inf"),
)  # fmt: skip
"""What a field is given instead of what it holds."""
BYTES = (b"\x00", b"\xff", b"\x80", b"\xf0\x9f", b"\r", b"\n", b'"', b"'", b"[", b"{", b"}", b"]", b",", b":", b"=",
         b"\\", b"#", b"-", b"e9", b"NaN", b"\xef\xbb\xbf", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00")  # fmt: skip


def dice_of(what: str | bytes) -> random.Random:
    """The same for the same."""
    return random.Random(what)  # noqa: S311  # nothing is kept secret by them


def mutated(seed: bytes, dice: random.Random, words: Sequence[bytes] = ()) -> bytes:
    """One to four changes of a few bytes somewhere in ``seed``."""
    raw = bytearray(seed)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(raw) + 1)
        end = min(len(raw), at + dice.choice((0, 1, 1, 2, 4, 16, 200)))
        match dice.randrange(7):
            case 0:
                raw[at:end] = dice.randbytes(end - at)
            case 1:
                raw[at:end] = b""
            case 2:
                raw[at:end] = bytes(raw[at:end]) * dice.choice((2, 3, 30))
            case 3 if words:
                raw[at:end] = dice.choice(words)
            case 4:
                other = dice.randrange(len(raw) + 1)
                raw[at:end] = raw[other : other + dice.choice((1, 8, 60))]
            case 5:
                del raw[at:]
            case _:
                raw[at:end] = dice.choice(BYTES)
    return bytes(raw)


def changed_json(seed: Any, dice: random.Random) -> bytes:
    """``seed`` with one to three of its values replaced, dropped, doubled or swapped; as JSON, more or less."""
    tree = copy.deepcopy(seed)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        places = list(_places(tree))
        if not places:
            break
        holder, key = dice.choice(places)
        _CHANGES[dice.randrange(len(_CHANGES))](holder, key, dice, places)
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Each holder of a value with the value's name in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        for key in _keys(one):
            found.append((one, key))
            waiting.append(one[key])
    return found


def _keys(one: Any) -> Sequence[Any]:
    if isinstance(one, dict):
        return list(cast("dict[str, Any]", one))
    return range(len(cast("list[Any]", one))) if isinstance(one, list) else ()


def _replace(holder: Any, key: Any, dice: random.Random, _: object) -> None:
    value = dice.choice(VALUES)
    holder[key] = copy.deepcopy(value)


def _stretch(holder: Any, key: Any, dice: random.Random, _: object) -> None:
    """A number that is another one, or else anything."""
    value = holder[key]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:  # nor NaN
        holder[key] = dice.choice((-value, value * 1e6, value * 1e-6, value + 1, value - 1, int(min(abs(value), 1e9))))
    else:
        _replace(holder, key, dice, None)


def _drop(holder: Any, key: Any, dice: random.Random, _: object) -> None:  # noqa: ARG001  # one form for all
    del holder[key]


def _double(holder: Any, key: Any, dice: random.Random, _: object) -> None:
    if isinstance(holder, list):
        items = cast("list[Any]", holder)
        items.insert(dice.randrange(len(items) + 1), copy.deepcopy(items[key]))
    else:
        holder[f"{key}{dice.choice(('', ' ', '_', 'x'))}"] = copy.deepcopy(holder[key])


def _swap(holder: Any, key: Any, dice: random.Random, places: Sequence[tuple[Any, Any]]) -> None:
    other, name = dice.choice(list(places))
    try:
        holder[key] = copy.deepcopy(other[name])
    except (KeyError, IndexError):  # it went with an earlier change
        return


def _nest(holder: Any, key: Any, dice: random.Random, _: object) -> None:
    for _depth in range(dice.choice((1, 3, 40))):
        holder[key] = [holder[key]] if dice.random() < 0.5 else {"a": holder[key]}


_CHANGES: tuple[Callable[[Any, Any, random.Random, Any], None], ...] = (
    _replace, _replace, _stretch, _stretch, _drop, _double, _swap, _swap, _nest,
)  # fmt: skip
