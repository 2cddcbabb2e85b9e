"""Runs as a process of its own, once per notification: plyer blocks without a limit and warns on stderr.

It imports nothing of this package, so that it can be started by its path. One JSON object on stdin: title, body,
app_name, urgency, popup_s, limit_s. Silence and exit code 0: shown, as far as plyer knows. On stderr: why not.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportPrivateUsage=false, reportMissingModuleSource=false
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from typing import Any


def show_on_linux(request: dict[str, Any]) -> None:
    """plyer's facade warns, drops expiry and urgency, takes a folder /app for a Flatpak: call its class directly."""
    from plyer.platforms.linux import notification  # noqa: PLC0415 - one system's module

    title, body, app_name = request["title"], request["body"], request["app_name"]
    hint = "int:transient:1"  # a reminder of an hour ago is worth nothing: keep it out of the desktop's history
    expire_time = str(int(request["popup_s"] * 1000))
    if shutil.which("notify-send") is None:
        raise RuntimeError("notify-send is not installed")
    notification.NotifySendNotification()._notify(
        title=title, message=body, app_name=app_name, urgency=request["urgency"], hint=hint, expire_time=expire_time
    )


def show_on_windows(request: dict[str, Any]) -> None:
    """The balloon lives as long as this process. plyer would show it from a thread that swallows errors."""
    from plyer.platforms.win.libs.balloontip import WindowsBalloonTip  # noqa: PLC0415

    title, body, app_name = request["title"], request["body"], request["app_name"]
    balloon = WindowsBalloonTip(title=title, message=body, app_name=app_name, timeout=0)
    time.sleep(request["popup_s"])
    del balloon


def main() -> int:
    request: dict[str, Any] = json.load(sys.stdin)
    if hasattr(signal, "alarm"):  # ends this process even if the one that started it is gone
        signal.alarm(int(request["limit_s"]) + 1)
    try:
        (show_on_windows if sys.platform == "win32" else show_on_linux)(request)
    except Exception as error:  # one line for the other side, no traceback
        print(error or type(error).__name__, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
