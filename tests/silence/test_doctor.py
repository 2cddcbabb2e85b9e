"""`doctor` says which of the senses work on this machine, and how."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.desktop_session import DesktopSession
from tests.program import run_command
from tests.silence.mocks import LogindMock

pytestmark = [pytest.mark.desktop, pytest.mark.model]

PARTS = (
    "session locked", "sleep of the computer", "keyboard and mouse idle", "do not disturb", "full screen",
    "camera or microphone in a call",
)  # fmt: skip


def findings(session: DesktopSession, home: Path) -> dict[str, tuple[bool, bool, str]]:
    """(ok, unknown, found) of what doctor says about each sense."""
    home.mkdir()
    ran = run_command("doctor", "--json", home=home, extra=session.environment)
    told = json.loads(ran.out)["findings"]
    prefix = "silence: "
    return {
        f["part"].removeprefix(prefix): (f["ok"], f["unknown"], f["found"])
        for f in told
        if f["part"].startswith(prefix)
    }


def test_on_a_desktop_the_senses_tell(bus: DesktopSession, tmp_path: Path) -> None:
    LogindMock(bus).add_session("c1", os.getuid(), display=True)
    bus.start_screen()
    bus.start_dunst()
    found = findings(bus, tmp_path / "home")
    assert tuple(found) == PARTS
    told = {part: words for part, (ok, unknown, words) in found.items() if ok and not unknown}
    assert told["session locked"].startswith("told by logind (now no)")
    assert told["sleep of the computer"] == "told by logind (now no)"
    assert told["keyboard and mouse idle"].startswith("told by X11 (")
    assert told["do not disturb"] == "told by dunst (now no)"


def test_without_a_desktop_there_is_nothing_to_mend(session: DesktopSession, tmp_path: Path) -> None:
    session.environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={session.folder}/none"
    found = findings(session, tmp_path / "home")
    assert tuple(found) == PARTS
    assert all(ok for ok, _, _ in found.values())
    unknown = {part for part, (_, unknown, _) in found.items() if unknown}
    assert unknown >= set(PARTS[:5])
