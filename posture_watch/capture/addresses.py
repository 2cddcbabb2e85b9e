"""Stream addresses as they may be shown: without passwords, wherever cameras put them."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from posture_watch.errors import UserError

SCHEMES = ("http", "https", "rtsp", "rtsps")
_SAFE_QUERY_KEYS = frozenset(
    ("action", "ch", "channel", "cam", "camera", "id", "stream", "subtype", "resolution", "profile")
)
"""What tells one camera of a recorder from another. Any other value may be a password and is left out."""


def looks_like_address(text: str) -> bool:
    """Whether the user means an address and not a file."""
    return "://" in text


def checked_address(text: str) -> SplitResult:
    """The address in parts; raises UserError (which never repeats it) if it cannot be one."""
    try:
        parts = urlsplit(text)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        raise UserError("The stream address is not a valid address.", _EXAMPLE) from None
    if parts.scheme.lower() not in SCHEMES:
        raise UserError(f"A stream address starts with {', '.join(SCHEMES)}, not {parts.scheme}://.", _EXAMPLE)
    if not parts.hostname or not port_fits or any(c.isspace() for c in text):
        raise UserError("The stream address names no valid host and port.", _EXAMPLE)
    return parts


_EXAMPLE = "Write it like http://192.168.1.20:8080/video or rtsp://192.168.1.20/stream1."


def shown_address(text: str) -> str:
    """The address without user, password, fragment, and any part of path or query that could hold one."""
    parts = checked_address(text)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0].lower() in _SAFE_QUERY_KEYS])
    path = "/".join("***" if "=" in segment else segment for segment in parts.path.split("/"))
    return f"{parts.scheme.lower()}://{host}{port}{path}" + (f"?{query}" if query else "")
