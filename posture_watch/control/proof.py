"""Proves that one knows the key, as multiprocessing.connection asks for it: HMAC with MD5, or with the digest that
Python 3.12 and later name in front. By hand, since hmac and hashlib load OpenSSL, which takes longer than asking."""

from __future__ import annotations

import os
from importlib import import_module

from posture_watch.control.message import WireError

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    from typing import Any

_OLD_CHALLENGE_BYTES, _NEW_RANDOM_BYTES = 20, 40
_SMALL = {"md5": "_md5", "sha256": "_sha2"}
"""Digests that Python brings along by themselves."""
_DIGESTS = ("md5", "sha256", "sha384", "sha3_256", "sha3_384")
"""What Python's own side of the conversation allows."""


def challenge_like(theirs: bytes) -> bytes:
    """A question of ours in the way of the one that was asked: what they ask, they understand."""
    name = _named_digest(theirs)
    return b"{%s}" % name.encode() + os.urandom(_NEW_RANDOM_BYTES) if name else os.urandom(_OLD_CHALLENGE_BYTES)


def proof_of(key: bytes, challenge: bytes) -> bytes:
    """What only somebody who knows ``key`` can answer. WireError for a challenge of another kind."""
    name = _named_digest(challenge)
    proof = _hmac(key, challenge, name or "md5")
    return b"{%s}" % name.encode() + proof if name else proof


def _named_digest(challenge: bytes) -> str:
    """The digest that a challenge asks for by name; empty for one of Python before 3.12."""
    if len(challenge) == _OLD_CHALLENGE_BYTES:
        return ""
    name = challenge[1:].partition(b"}")[0].decode("ascii", "replace")
    if challenge[:1] != b"{" or name not in _DIGESTS:
        raise WireError("whoever listens asks for a proof that is not known here")
    return name


def _hmac(key: bytes, message: bytes, digest: str) -> bytes:
    """RFC 2104."""
    made = _digest(digest)
    size = made().block_size
    padded = (key if len(key) <= size else made(key).digest()).ljust(size, b"\0")
    inner = made(bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return made(bytes(byte ^ 0x5C for byte in padded) + inner).digest()


def _digest(name: str) -> Any:
    try:
        return getattr(import_module(_SMALL[name]), name)
    except (KeyError, ImportError):
        return getattr(import_module("hashlib"), name)
