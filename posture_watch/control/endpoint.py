"""Where the running monitor listens: a file with the address and the key that only its user can read."""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False  # typing takes 3 ms, pathlib 5
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

# struct sockaddr_un holds 108 bytes on Linux, 104 on macOS, the final NUL included.
_LONGEST_ADDRESS = 100
_SHORT_PREFIX = "posture-watch-"
_FILE = "control.json"


class Endpoint:
    """``address``: a socket's path, or a pipe's name on Windows. ``key``: what both sides must know."""

    # no dataclass: whoever asks reads one, and importing dataclasses takes as long as asking
    __slots__ = ("address", "key")

    def __init__(self, address: str, key: bytes) -> None:
        self.address = address
        self.key = key


def read_endpoint(runtime_folder: str | Path) -> Endpoint | None:
    """What the last server wrote, None if nothing readable is there. Says nothing about whether it still lives."""
    try:
        with open(f"{runtime_folder}/{_FILE}", "rb") as file:  # noqa: PTH123  # pathlib takes as long as asking
            found: Any = json.loads(file.read())
        address = str(found["address"])
        os.fsencode(address)  # half a character, as JSON can write it, is no path: a ValueError
        return Endpoint(address, bytes.fromhex(found["key"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def create_endpoint(runtime_folder: Path) -> Endpoint:
    """A fresh address and key, written down. Call it while holding the lock: what a dead server left is removed."""
    import secrets  # noqa: PLC0415  # only for who listens: asking is to be instant

    from posture_watch.control.private_folder import make_private  # noqa: PLC0415  # as above

    make_private(runtime_folder)
    remove_endpoint(runtime_folder)
    endpoint = Endpoint(_free_address(runtime_folder), secrets.token_bytes(32))
    text = json.dumps({"address": endpoint.address, "key": endpoint.key.hex()})
    new = (runtime_folder / _FILE).with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
    new.replace(runtime_folder / _FILE)
    return endpoint


def _free_address(runtime_folder: Path) -> str:
    import secrets  # noqa: PLC0415  # only for who listens
    import tempfile  # noqa: PLC0415  # as above
    from pathlib import Path  # noqa: PLC0415  # as above

    if sys.platform == "win32":
        return rf"\\.\pipe\posture-watch-{secrets.token_hex(16)}"
    usual = runtime_folder / "control.sock"
    if len(os.fsencode(usual)) <= _LONGEST_ADDRESS:
        return str(usual)
    for parent in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes a private folder in it
        if len(os.fsencode(parent)) + len("/posture-watch-12345678/s") <= _LONGEST_ADDRESS:
            return str(Path(tempfile.mkdtemp(prefix=_SHORT_PREFIX, dir=parent), "s"))
    return str(usual)


def remove_endpoint(runtime_folder: Path) -> None:
    """Remove the file, the socket and the short folder that was made for it, as far as they are there."""
    import contextlib  # noqa: PLC0415  # only for who listens
    from pathlib import Path  # noqa: PLC0415  # as above

    endpoint = read_endpoint(runtime_folder)
    (runtime_folder / _FILE).unlink(missing_ok=True)
    (runtime_folder / "control.sock").unlink(missing_ok=True)
    if endpoint is None or sys.platform == "win32":
        return
    folder = Path(endpoint.address).parent
    with contextlib.suppress(OSError):
        if folder.name.startswith(_SHORT_PREFIX) and folder.lstat().st_uid == os.getuid() and folder != runtime_folder:
            Path(endpoint.address).unlink(missing_ok=True)
            folder.rmdir()
