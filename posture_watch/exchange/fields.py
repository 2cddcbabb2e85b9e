"""Records to JSON and back, by the types of their fields: what does not fit is refused, saying which field and why.

A moment ``_utc`` is ISO 8601 with milliseconds and Z, one ``_local`` has its distance from UTC; bytes are base64.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from posture_watch.exchange.values import SIMPLE, Convert, Unfit, as_local_moment, as_offset, needed, shown, whole_key
from posture_watch.texts import english

Kind = TypeVar("Kind")


def as_json(record: object) -> dict[str, Any]:
    """The record as an object of JSON, a key a field."""
    return _encoder(type(record))(record)


def from_json(kind: type[Kind], value: object) -> Kind:
    """The record of the type ``kind``. Raises Unfit."""
    return _decoder(kind)(value)


@cache
def _encoder(kind: Any) -> Convert:  # noqa: PLR0911 (a table)
    if dataclasses.is_dataclass(kind):
        parts = [(f.name, _encoder(get_type_hints(kind)[f.name])) for f in dataclasses.fields(kind)]
        return lambda record: {name: convert(getattr(record, name)) for name, convert in parts}
    if kind is datetime:
        return _moment_text
    if kind is date:
        return date.isoformat
    if kind is bytes:
        return lambda value: base64.b64encode(value).decode("ascii")
    origin = get_origin(kind)
    if origin in (UnionType, Union) and NoneType in get_args(kind):
        inner = _encoder(_without_none(kind))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        inner = _encoder(get_args(kind)[0])
        return lambda value: [inner(one) for one in value]
    if origin is Mapping:
        inner = _encoder(get_args(kind)[1])
        return lambda value: {str(name): inner(one) for name, one in value.items()}
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _moment_text(moment: datetime) -> str:
    text = moment.isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z") if moment.tzinfo is UTC else text


def _without_none(kind: Any) -> Any:
    left = [part for part in get_args(kind) if part is not NoneType]
    return left[0] if len(left) == 1 else Union[tuple(left)]  # noqa: UP007 (they are known only now)


@cache
def _decoder(kind: Any) -> Convert:
    if dataclasses.is_dataclass(kind):
        return _record_decoder(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(parts)
    if origin in (UnionType, Union):
        return _union_decoder(kind)
    if origin is tuple:
        return _list_decoder(_decoder(parts[0]))
    if origin is Mapping:
        return _mapping_decoder(whole_key if parts[0] is int else _decoder(parts[0]), _decoder(parts[1]))
    raise TypeError(f"an export has no {kind}")


def _record_decoder(kind: Any) -> Convert:
    hints = get_type_hints(kind)
    parts = [(f.name, _field_decoder(f.name, hints[f.name])) for f in dataclasses.fields(kind)]

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            raise needed(english("an object"), value)
        found: dict[str, Any] = {}
        for name, convert in parts:
            if name not in value:
                raise Unfit(english("it is missing"), name)
            try:
                found[name] = convert(value[name])
            except Unfit as error:
                raise error.within(name) from None
        try:
            return kind(**found)
        except ValueError as error:
            raise Unfit(str(error)) from None

    return decode


def _field_decoder(name: str, kind: Any) -> Convert:
    if name == "utc_offset_s":
        return as_offset
    if name.endswith("_local"):
        return as_local_moment
    return _decoder(kind)


def _union_decoder(kind: Any) -> Convert:
    parts = get_args(kind)
    left = [part for part in parts if part is not NoneType]
    # several lists of words are one list of words
    words = [word for part in left for word in (get_args(part) if get_origin(part) is Literal else ())]
    inner = _one_of(tuple(words)) if words else _decoder(left[0])
    if NoneType not in parts:
        return inner
    return lambda value: None if value is None else inner(value)


def _one_of(words: tuple[str, ...]) -> Convert:
    known = frozenset(words)

    def decode(value: Any) -> Any:
        if not isinstance(value, str) or value not in known:
            raise Unfit(english("{found} is none of {words}", found=shown(value), words=", ".join(words)))
        return value

    return decode


def _list_decoder(inner: Convert) -> Convert:
    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            raise needed(english("a list"), value)
        return tuple(inner(one) for one in value)  # pyright: ignore[reportUnknownVariableType]

    return decode


def _mapping_decoder(key: Convert, inner: Convert) -> Convert:
    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            raise needed(english("an object"), value)
        return {key(name): inner(one) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType]

    return decode
