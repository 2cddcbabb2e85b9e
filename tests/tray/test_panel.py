"""The tray on a virtual screen with a real panel, its monitor watching through the fake webcam."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="the tray needs PySide6 and its libraries", exc_type=ImportError)

from posture_watch.control.lock import TRAY_FILE, is_held, read_holder
from posture_watch.core.baseline import Baseline
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.desktop_session import DesktopSession, desktop_session, wait_for
from tests.live.conftest import fakecam_library, upright, upright_frames
from tests.live.monitor import QUICK, Webcam
from tests.program import assert_quiet
from tests.tray import fake_monitor
from tests.tray.panel import (
    Panel,
    TrayProcess,
    menu_entries,
    menu_words,
    require_desktop,
    start_older_host,
)

__all__ = ["fakecam_library", "upright", "upright_frames"]

pytestmark = [pytest.mark.desktop, pytest.mark.model]

REMINDER = {"number": 1, "kind": "slump", "title": "Time to change position", "message": "Stand up for a minute."}
SETTINGS = QUICK.replace("[camera]", '[camera]\nsource = "0"')


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DesktopSession]:
    require_desktop()
    (tmp_path / "desk").mkdir()
    with desktop_session(tmp_path / "desk") as running:
        yield running


@pytest.fixture
def panel(session: DesktopSession) -> Panel:
    return Panel(session)


@pytest.fixture
def tray(
    session: DesktopSession,
    panel: Panel,
    tmp_path: Path,
    fakecam_library: Path,
    upright_frames: Path,
    upright: Baseline,
) -> Iterator[TrayProcess]:
    """The tray of a user who has calibrated; the panel is there."""
    panel.start()
    started = start_tray(session, tmp_path, Webcam(fakecam_library, upright_frames, tmp_path), upright)
    yield started
    started.end()


def start_tray(session: DesktopSession, folder: Path, webcam: Webcam, upright: Baseline) -> TrayProcess:
    home = folder / "home"
    home.mkdir()
    (home / "config.toml").write_text(SETTINGS)
    paths = paths_below(home)
    paths.state_folder.mkdir(mode=0o700)
    with Log.open(paths.database_file) as log:
        log.save_baseline(upright)
    return TrayProcess(session, home, webcam.environment)


def test_a_day_with_the_tray(panel: Panel, tray: TrayProcess) -> None:
    """Icon, menu, pause by click, snooze by click, why by keyboard, the monitor killed, the panel restarted, quit."""
    first = tray.wait_status("state", "good", within_s=40)
    panel.wait_shows("good")
    panel.take("good", "200x32+600+0")

    pause_by_click(panel, tray)
    resume_by_keyboard(panel, tray)
    snooze_by_click(panel, tray)
    why_by_keyboard(panel, tray)
    kill_the_monitor(panel, tray, int(first["pid"]))

    panel.kill()
    panel.start()
    panel.wait_shows("good")

    panel.open_menu()
    panel.key("q")
    assert tray.process.wait(20) == 0
    assert tray.status() == {}
    assert tray.printed == ""


def test_a_reminder_is_answered_in_the_menu(session: DesktopSession, panel: Panel, tmp_path: Path) -> None:
    home = home_with_fake(tmp_path, reminder=REMINDER)
    theirs = fake_monitor.start(home)
    panel.start()
    tray = TrayProcess(session, home, {})
    panel.wait_shows("change")
    menu = panel.open_menu()
    words = menu_words(session)
    panel.take("reminder", "400x480+400+0")
    panel.click(menu, words.index("Snoo_ze 10 min"), len(words))
    wait_for(lambda: fake_monitor.orders(home) == ['answer {"choice": "snooze"}'], what="the answer")
    fake_monitor.set_answer(home, state="poor", attention=True)
    panel.wait_shows("soon")
    wait_for(lambda: "Snoo_ze 10 min" not in menu_words(session), what="the reminder gone")
    assert tray.end() == 0
    assert theirs.poll() is None, "a monitor that somebody else has started is not ours to end"
    theirs.kill()
    theirs.wait(10)


def test_signs_in_a_note_are_shown_as_they_are(session: DesktopSession, panel: Panel, tmp_path: Path) -> None:
    """To look at: `period_s: R&D a_b` stands in the menu that the panel draws."""
    home = home_with_fake(tmp_path, problems=["period_s: R&D a_b"])
    theirs = fake_monitor.start(home)
    panel.start()
    tray = TrayProcess(session, home, {})
    panel.wait_shows("good")
    menu = panel.open_menu()
    panel.wait_painted(menu)
    assert "period\u02cds: R_&D a\u02cdb" in menu_words(session), "there _ marks a letter"
    panel.take("signs-panel", "400x480+400+0")
    panel.key("Escape")
    wait_for(lambda: menu not in panel.windows(), what="the menu closed")
    assert tray.end() == 0
    theirs.kill()
    theirs.wait(10)


def test_the_menu_follows_the_language_of_the_settings(session: DesktopSession, panel: Panel, tmp_path: Path) -> None:
    home = home_with_fake(tmp_path)
    theirs = fake_monitor.start(home)
    panel.start()
    tray = TrayProcess(session, home, {})
    panel.wait_shows("good")
    assert "Start at _login" in menu_words(session)
    (home / "config.toml").write_text('language = "de"\n')
    wait_for(lambda: "Beim _Anmelden starten" in menu_words(session), within_s=15, what="German")
    assert tray.end() == 0
    theirs.kill()
    theirs.wait(10)


def test_a_panel_that_comes_later_gets_the_icon(session: DesktopSession, panel: Panel, tmp_path: Path) -> None:
    home = home_with_fake(tmp_path)
    theirs = fake_monitor.start(home)
    tray = TrayProcess(session, home, {})
    tray.wait_log("no tray yet")
    panel.start()
    panel.wait_shows("good")
    assert "Sitting well" in menu_words(session), "the way of today's panels, with a menu of their own"
    wait_for(lambda: login_entry(session)["enabled"][1], what="whether it starts at login")
    assert not login_entry(session).get("toggle-state", ("i", 0))[1]
    assert tray.end(signal.SIGINT) == 0
    theirs.kill()
    theirs.wait(10)


def test_without_any_panel_the_monitor_is_kept_all_the_same(session: DesktopSession, tmp_path: Path) -> None:
    """And it ends with the screen: nothing watches on after a session that broke off."""
    session.start_screen()
    tray = TrayProcess(session, tmp_path / "home", {})
    pid = int(tray.wait_status("pid", within_s=40)["pid"])
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: tray.status().get("pid", pid) != pid, within_s=20, what="another monitor")
    assert session.screen is not None
    session.kill(session.screen)
    tray.process.wait(20)
    wait_for(lambda: not is_held(tray.paths.runtime_folder), what="the end of the monitor")
    assert_quiet(tray.printed)


def test_a_second_tray_says_where_the_first_is(session: DesktopSession, tmp_path: Path) -> None:
    session.start_screen()
    home = home_with_fake(tmp_path)
    theirs = fake_monitor.start(home)
    first = TrayProcess(session, home, {})
    wait_for(lambda: is_held(first.paths.runtime_folder, TRAY_FILE), what="the first")
    second = TrayProcess(session, home, {})
    assert second.end(signal.SIGCONT) == 2
    assert f"process {first.process.pid}" in second.printed
    assert first.process.poll() is None
    first.process.kill()
    first.process.wait(10)
    (first.paths.state_folder / "tray.log").unlink()
    third = TrayProcess(session, home, {})
    third.wait_log("no tray yet")
    wait_for(lambda: holder_pid(third) == third.process.pid, what="a dead one's lock taken over")
    assert third.end() == 0
    theirs.kill()
    theirs.wait(10)


def test_a_host_of_the_new_way_is_found_after_one_of_the_old(
    session: DesktopSession, panel: Panel, tmp_path: Path
) -> None:
    home = home_with_fake(tmp_path)
    theirs = fake_monitor.start(home)
    old = start_older_host(session)
    tray = TrayProcess(session, home, {})
    tray.wait_log("a tray of the older kind")
    session.kill(old)
    panel.start()
    tray.wait_log("a tray of the usual kind")
    panel.wait_shows("good")
    assert "Sitting well" in menu_words(session)
    assert tray.end() == 0
    theirs.kill()
    theirs.wait(10)


def login_entry(session: DesktopSession) -> dict[str, Any]:
    return next(one for one in menu_entries(session) if one["label"][1] == "Start at _login")


def holder_pid(tray: TrayProcess) -> int:
    holder = read_holder(tray.paths.runtime_folder, TRAY_FILE)
    return holder.pid if holder else 0


def home_with_fake(folder: Path, **answer: object) -> Path:
    """A home for a fake monitor."""
    home = folder / "home"
    home.mkdir()
    fake_monitor.set_answer(home, **answer)
    return home


def pause_by_click(panel: Panel, tray: TrayProcess) -> None:
    menu = panel.open_menu()
    wait_for(lambda: any("tomorrow" not in word for word in menu_words(panel.session)), what="the menu")
    panel.take("menu", "350x380+450+0")
    words = menu_words(panel.session)
    before = panel.windows()
    panel.click(menu, words.index("_Pause"), len(words))
    pause = panel.wait_new_window(before)
    panel.take("menu-pause", "590x380+210+0")
    panel.click(pause, 0, 4)
    status = tray.wait_status("state", "paused")
    assert not status["camera_on"]
    panel.wait_shows("paused")
    panel.take("paused", "200x32+600+0")


def resume_by_keyboard(panel: Panel, tray: TrayProcess) -> None:
    panel.open_menu()
    panel.key("r")
    tray.wait_status("state", "good", within_s=30)
    panel.wait_shows("good")


def snooze_by_click(panel: Panel, tray: TrayProcess) -> None:
    menu = panel.open_menu()
    words = menu_words(panel.session)
    panel.click(menu, words.index("S_nooze reminders"), len(words))
    tray.wait_status("snoozed_until")
    wait_for(lambda: any("No reminders until" in word for word in menu_words(panel.session)), what="the note")


def why_by_keyboard(panel: Panel, tray: TrayProcess) -> None:
    before = panel.windows()
    menu = panel.open_menu()
    panel.key("w")
    wait_for(lambda: menu not in panel.windows(), what="the menu closed")
    window = panel.wait_new_window(before)
    panel.wait_painted(window)
    assert panel.run("xdotool", "getwindowname", window.name).strip() == "Why? — posture_watch"
    panel.take("why", f"{window.width}x{window.height}+{window.left}+{window.top}")
    panel.run("xdotool", "mousemove", str(window.left + 200), str(window.top + 200), "click", "1")
    panel.key("Escape")
    wait_for(lambda: panel.windows() == before, what="Esc")


def kill_the_monitor(panel: Panel, tray: TrayProcess, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: tray.status().get("pid", pid) != pid, within_s=15, what="another monitor")
    tray.wait_status("state", "good", within_s=30)
    panel.wait_shows("good")
    with sqlite3.connect(tray.paths.database_file) as log:
        assert log.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_first_start_of_all_shows_the_first_steps_once(
    session: DesktopSession, panel: Panel, tmp_path: Path
) -> None:
    home = home_with_fake(tmp_path)
    theirs = fake_monitor.start(home)
    panel.start()
    tray = TrayProcess(session, home, {}, newcomer=True)
    title = "first steps of posture_watch"
    wait_for(
        lambda: bool(panel.run("xdotool", "search", "--name", title, check=False).strip()),
        within_s=30,
        what="the first steps",
    )
    assert tray.end() == 0
    assert tray.paths.welcomed_file.exists()
    assert theirs.poll() is None
