"""The cookie that lets a program in to an X server, out of the authority file that the login wrote."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

COOKIE_KIND = b"MIT-MAGIC-COOKIE-1"
"""The only way to be let in that is spoken here; the others are gone from real life."""

_FAMILY_LOCAL, _FAMILY_ANY = 256, 65535


def cookie_of(environ: Mapping[str, str], number: int) -> bytes:
    """What lets us in to display ``number``, from the authority file; empty if there is none."""
    home = environ.get("HOME", "")
    path = environ.get("XAUTHORITY", "") or (f"{home}/.Xauthority" if home else "")
    try:
        content = Path(path).read_bytes() if path else b""
    except OSError:
        return b""
    entries = [
        entry for entry in _entries(content) if entry[2] in (str(number).encode(), b"") and entry[3] == COOKIE_KIND
    ]
    host = socket.gethostname().encode()
    ours = [e for e in entries if e[0] == _FAMILY_ANY or (e[0] == _FAMILY_LOCAL and e[1] == host)]
    return (ours or entries or [(0, b"", b"", b"", b"")])[0][4]


def _entries(content: bytes) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    """Family, address, display number, kind and cookie of each entry of an authority file; a torn one ends it."""
    at = 0
    with contextlib.suppress(struct.error):
        while at < len(content):
            (family,) = struct.unpack_from(">H", content, at)
            at += 2
            parts: list[bytes] = []
            for _ in range(4):
                (length,) = struct.unpack_from(">H", content, at)
                parts.append(content[at + 2 : at + 2 + length])
                at += 2 + length
            yield family, parts[0], parts[1], parts[2], parts[3]
