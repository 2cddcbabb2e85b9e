"""As much of JSON Schema as docs/export.schema.json uses; a word it does not know is an error, never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "integer": (int,),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
_SILENT = {"$schema", "$defs", "title", "description", "contentEncoding"}


def faults(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """What does not fit, with its place."""
    root = root or schema
    for word, wanted in schema.items():
        match word:
            case _ if word in _SILENT:
                pass
            case "$ref":
                yield from faults(root["$defs"][wanted.removeprefix("#/$defs/")], value, root, at)
            case "type":
                known = isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
                yield from [] if known else [f"{at}: {value!r} is no {wanted}"]
            case "anyOf":
                if all(any(faults(one, value, root, at)) for one in wanted):
                    yield f"{at}: {value!r} is none of what it may be"
            case _:
                yield from _limits(word, wanted, value, at)
                yield from _parts(word, schema, value, root, at)


def _limits(word: str, wanted: Any, value: Any, at: str) -> Iterator[str]:
    fits = True
    match word:
        case "const":
            fits = value == wanted
        case "enum":
            fits = value in wanted
        case "pattern":
            fits = not isinstance(value, str) or re.search(wanted, value) is not None
        case "minimum":
            fits = not isinstance(value, int | float) or value >= wanted
        case "maximum":
            fits = not isinstance(value, int | float) or value <= wanted
        case "maxLength":
            fits = not isinstance(value, str) or len(value) <= wanted
        case "exclusiveMinimum":
            fits = not isinstance(value, int | float) or value > wanted
        case "exclusiveMaximum":
            fits = not isinstance(value, int | float) or value < wanted
        case "required":
            fits = not isinstance(value, dict) or all(name in value for name in wanted)
        case "properties" | "additionalProperties" | "propertyNames" | "items":
            pass
        case _:
            raise ValueError(f"this check does not know {word}")
    if not fits:
        yield f"{at}: {value!r} does not fit {word} {wanted!r}"


def _parts(word: str, schema: dict[str, Any], value: Any, root: dict[str, Any], at: str) -> Iterator[str]:
    if word == "items" and isinstance(value, list):
        for number, one in enumerate(value):  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
            yield from faults(schema[word], one, root, f"{at}[{number}]")
    if not isinstance(value, dict):
        return
    named = schema.get("properties", {})
    for name, one in value.items():  # pyright: ignore[reportUnknownVariableType]
        if word == "properties" and name in named:
            yield from faults(named[name], one, root, f"{at}.{name}")
        elif word == "propertyNames":
            yield from faults(schema[word], name, root, f"{at}.{name}")
        elif word == "additionalProperties" and name not in named:
            if schema[word] is False:
                yield f"{at}.{name} is not known"
            else:
                yield from faults(schema[word], one, root, f"{at}.{name}")
