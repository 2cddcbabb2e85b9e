"""The bytes that questions and answers travel in: one JSON object, of limited length. Read strictly, wherever from."""

from __future__ import annotations

import json

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NoReturn

MOST_BYTES = 64 * 1024


class MessageError(ValueError):
    """These bytes are not a message of ours; the text says why."""


class WireError(OSError):
    """Whoever was asked does not answer as a monitor does; the text is for whoever looks for the reason."""


def pack(content: Mapping[str, Any]) -> bytes:
    """One JSON object as bytes. MessageError if it is too long or not JSON (NaN is not)."""
    try:
        message = json.dumps(content, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise MessageError(f"this cannot be sent as JSON: {error}") from error
    if len(message) > MOST_BYTES:
        raise MessageError(f"a message has at most {MOST_BYTES} bytes, this one has {len(message)}")
    return message


def unpack(message: bytes) -> dict[str, Any]:
    """The JSON object in ``message``; MessageError for anything else."""
    try:
        found: Any = json.loads(message.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MessageError("a message is one JSON object in UTF-8") from error
    if not isinstance(found, dict):
        raise MessageError("a message is one JSON object")
    return found  # pyright: ignore[reportUnknownVariableType]  # typing's cast is too slow to import


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
