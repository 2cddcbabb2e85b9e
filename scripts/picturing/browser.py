"""Headless Chromium, spoken to through a pipe: no port is opened, and nothing is fetched."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

Scheme = Literal["light", "dark"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_DEADLINE_S = 40.0
_MARGIN_PX = 16


def find_browser() -> str | None:
    """A browser of Chromium's family, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One browser with one page. A context manager: its processes and its profile are gone afterwards."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="picturing-", ignore_cleanup_errors=True)
        ours_read, theirs_write = os.pipe()
        theirs_read, ours_write = os.pipe()
        arguments = [
            program, "--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu",
            "--no-first-run", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={self._profile.name}", "about:blank",
        ]  # fmt: skip
        # Chromium reads its orders from 3 and answers on 4; a plain sh takes no number over 9 after <&
        self._process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3</proc/self/fd/{theirs_read} 4>/proc/self/fd/{theirs_write}', "sh", *arguments],
            pass_fds=(theirs_read, theirs_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_read)
        os.close(theirs_write)
        os.set_blocking(ours_read, False)
        self._read, self._write = ours_read, ours_write
        self._unread = b""
        self._number = 0
        self._session: str | None = None
        targets = self._asked("Target.getTargets")["targetInfos"]
        target = next(t["targetId"] for t in targets if t["type"] == "page")
        self._session = self._asked("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._asked("Page.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        os.close(self._write)
        self._profile.cleanup()

    def show(self, page: Path, *, width_px: int = 1280, height_px: int = 900, scheme: Scheme = "light") -> None:
        """Open the file in a window of this width."""
        self.resize(width_px, height_px)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._asked("Emulation.setEmulatedMedia", media="screen", features=features)
        self._asked("Page.navigate", url=page.resolve().as_uri())
        self._until("document.readyState === 'complete' && location.protocol === 'file:'")

    def resize(self, width_px: int, height_px: int = 900) -> None:
        """Make the window this wide."""
        self._asked(
            "Emulation.setDeviceMetricsOverride", width=width_px, height=height_px, deviceScaleFactor=1, mobile=False
        )

    def value(self, script: str) -> Any:
        """What a script comes to; promises are waited for."""
        answer = self._asked("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def picture(self, first: str = "body", last: str = "body") -> bytes:
        """The page as PNG, from the top of one element (a selector) to the bottom of another, edge to edge."""
        width, top, bottom = self.value(
            f"[innerWidth, document.querySelector({first!r}).getBoundingClientRect().top + scrollY,"
            f" document.querySelector({last!r}).getBoundingClientRect().bottom + scrollY]"
        )
        top = max(0, top - _MARGIN_PX)
        clip = {"x": 0, "y": top, "width": width, "height": bottom + _MARGIN_PX - top, "scale": 1}
        shot = self._asked("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(shot["data"])

    def print_media(self, scheme: Scheme) -> None:
        """Show the page as it will be on paper, in the desktop's ``scheme``."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._asked("Emulation.setEmulatedMedia", media="print", features=features)

    def paper(self) -> bytes:
        """The page as PDF on A4."""
        self._asked("Emulation.setEmulatedMedia", media="", features=[])
        printed = self._asked(
            "Page.printToPDF", printBackground=False, preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69
        )
        return base64.b64decode(printed["data"])

    def _until(self, condition: str) -> None:
        deadline = time.monotonic() + _DEADLINE_S
        while not self.value(condition):
            if time.monotonic() > deadline:
                raise TimeoutError(condition)

    def _asked(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            order["sessionId"] = self._session
        self._send(order)
        deadline = time.monotonic() + _DEADLINE_S
        while True:
            answer = self._next(deadline)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def _send(self, order: dict[str, Any]) -> None:
        rest = json.dumps(order).encode() + b"\0"
        while rest:
            rest = rest[os.write(self._write, rest) :]

    def _next(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._unread:
            if not select.select([self._read], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has ended")
            self._unread += piece
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)
