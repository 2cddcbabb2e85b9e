"""Why a stream does not open, asked with a plain request of our own: FFMPEG does not say, and may follow a redirect."""

from __future__ import annotations

import base64
import contextlib
import http.client
import socket
import ssl
from urllib.parse import SplitResult, unquote, urlunsplit

from posture_watch.capture.addresses import looks_like_address, shown_address
from posture_watch.capture.source import SourceLost
from posture_watch.errors import UserError

_TIMEOUT_S = 1.5
_LINE_BYTES = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
_USUAL_ADVICE = "Check that the camera is on and the address is right."
_PATH_ADVICE = "Check path, user and password in a browser; give the address of the stream itself, not of a page."


def redirect_problem(parts: SplitResult, label: str) -> SourceLost | None:
    """Whether that address sends us to another one; nothing else is judged (the stream itself may yet open)."""
    try:
        status, location = _answer(parts)
    except (OSError, http.client.HTTPException, ValueError):
        return None
    return _status_problem(status, location, label) if 300 <= status < 400 else None


def stream_problem(parts: SplitResult, label: str) -> SourceLost | None:
    """What is wrong at that address as far as its answer tells; None if it answers as a stream may."""
    try:
        status, location = _answer(parts)
    except TimeoutError:
        return SourceLost("stalled", f"{label} does not answer.", _USUAL_ADVICE)
    except OSError:
        return SourceLost("absent", f"{label} refuses the connection.", _USUAL_ADVICE)
    except (http.client.HTTPException, ValueError):
        return SourceLost("bad_data", f"{label} does not speak {parts.scheme.upper()}.", _USUAL_ADVICE)
    return _status_problem(status, location, label)


def _answer(parts: SplitResult) -> tuple[int, str]:
    """Status and Location of the answer to a plain request."""
    return _http_answer(parts) if parts.scheme.lower().startswith("http") else _rtsp_answer(parts)


def _http_answer(parts: SplitResult) -> tuple[int, str]:
    connection = _connection(parts)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=_credentials(parts))
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        connection.close()


def _rtsp_answer(parts: SplitResult) -> tuple[int, str]:
    """The first answer to OPTIONS and DESCRIBE that is not a plain success, as FFMPEG will get it."""
    port = parts.port or _DEFAULT_PORTS[parts.scheme.lower()]
    address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
    fields = "".join(f"{name}: {value}\r\n" for name, value in _credentials(parts).items())
    status, location = 200, ""
    with contextlib.ExitStack() as stack:
        link = stack.enter_context(socket.create_connection((parts.hostname or "", port), timeout=_TIMEOUT_S))
        if parts.scheme.lower() == "rtsps":
            link = stack.enter_context(_trusting_context().wrap_socket(link))
        lines = stack.enter_context(link.makefile("rb"))
        for number, verb in enumerate(("OPTIONS", "DESCRIBE"), 1):
            link.sendall(f"{verb} {address} RTSP/1.0\r\nCSeq: {number}\r\n{fields}\r\n".encode())
            status = _rtsp_status(lines.readline(_LINE_BYTES))
            head = http.client.parse_headers(lines)
            location = head.get("Location", "")
            if status >= 300:
                break
    return status, location


def _rtsp_status(line: bytes) -> int:
    version, _, rest = line.partition(b" ")
    if not version.startswith(b"RTSP/"):
        raise ValueError("not RTSP")
    return int(rest[:3])


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    port = parts.port or _DEFAULT_PORTS[parts.scheme.lower()]
    if parts.scheme.lower() == "http":
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT_S)
    return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT_S, context=_trusting_context())


def _trusting_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False  # cameras sign their own certificates, and FFMPEG does not check either
    context.verify_mode = ssl.CERT_NONE
    return context


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
