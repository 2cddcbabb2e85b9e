"""Why a stream does not open, asked with a plain request of our own: FFMPEG does not say, and may follow a redirect."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from urllib.parse import SplitResult, unquote

from posture_watch.capture.addresses import looks_like_address, shown_address
from posture_watch.capture.source import SourceLost
from posture_watch.errors import UserError

_TIMEOUT_S = 1.5
_DEFAULT_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
_USUAL_ADVICE = "Check that the camera is on and the address is right."
_PATH_ADVICE = "Check path, user and password in a browser; give the address of the stream itself, not of a page."


def stream_problem(parts: SplitResult, label: str) -> SourceLost | None:
    """What is wrong at that address as far as its answer tells; None if it answers as a stream may."""
    try:
        if parts.scheme.lower().startswith("http"):
            return _http_problem(parts, label)
        port = parts.port or _DEFAULT_PORTS[parts.scheme.lower()]
        socket.create_connection((parts.hostname or "", port), timeout=_TIMEOUT_S).close()
    except TimeoutError:
        return SourceLost("stalled", f"{label} does not answer.", _USUAL_ADVICE)
    except OSError:
        return SourceLost("absent", f"{label} refuses the connection.", _USUAL_ADVICE)
    except http.client.HTTPException:
        return SourceLost("bad_data", f"{label} does not speak HTTP.", _USUAL_ADVICE)
    return None


def _http_problem(parts: SplitResult, label: str) -> SourceLost | None:
    connection = _connection(parts)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=_credentials(parts))
        response = connection.getresponse()
        return _status_problem(response.status, response.getheader("Location") or "", label)
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    port = parts.port or _DEFAULT_PORTS[parts.scheme.lower()]
    if parts.scheme.lower() == "http":
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT_S)
    context = ssl.create_default_context()
    context.check_hostname = False  # cameras sign their own certificates, and FFMPEG does not check either
    context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT_S, context=context)


def _credentials(parts: SplitResult) -> dict[str, str]:
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


def _status_problem(status: int, location: str, label: str) -> SourceLost | None:
    if 300 <= status < 400:
        return SourceLost(
            "bad_data",
            f"{label} points to another address{_shown(location)}.",
            "It is not followed; give that address.",
        )
    if status in (401, 403):
        return SourceLost(
            "forbidden", f"{label} wants another user or password.", "Write it like http://USER:PASSWORD@HOST/PATH."
        )
    if status == 404:
        return SourceLost("absent", f"{label} has nothing at this path.", _PATH_ADVICE)
    if status >= 400:
        return SourceLost("bad_data", f"{label} answers with error {status}.", _PATH_ADVICE)
    return None


def _shown(location: str) -> str:
    if not looks_like_address(location):
        return ""
    try:
        return f", {shown_address(location)}"
    except UserError:
        return ""
