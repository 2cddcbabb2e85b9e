"""The test reminder on a real notification daemon: it has the buttons of a real one, and stays until it is tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from posture_watch.app import reminder_actions
from posture_watch.paths import paths_below
from posture_watch.window.first_run import FirstRun
from tests.desktop_session import DesktopSession, notify_arguments, wait_for
from tests.notify.conftest import enter
from tests.notify.reminding import click_button, keep_picture, wait_for_popups

__all__ = ["enter"]
pytestmark = pytest.mark.desktop


@pytest.fixture
def desktop(session: DesktopSession, enter: Callable[[], None]) -> DesktopSession:
    session.start_bus(service_folders=session.xfconf_services())
    session.start_xfce()
    enter()
    return session


def test_it_has_the_buttons_of_a_real_one_and_they_do_nothing(desktop: DesktopSession, tmp_path: Path) -> None:
    calls = desktop.start_monitor()
    (tmp_path / "config.toml").write_text("[reminders]\nsnooze_s = 300\n")
    first_run = FirstRun(paths_below(tmp_path), {})
    assert first_run.notify().well
    (window,) = wait_for_popups(desktop, 1)
    keep_picture(desktop, "test-reminder.png")
    (shown,) = notify_arguments(calls.read_text())
    assert "does nothing yet" in shown[3]
    wait_for(lambda: 'string "wrong"' in calls.read_text(), what="the call")
    for action in reminder_actions(300):
        assert f'string "{action.key}"' in calls.read_text()
        assert f'string "{action.label}"' in calls.read_text()
    click_button(desktop, window, 2)
    wait_for_popups(desktop, 0)
    assert {file.name for file in tmp_path.iterdir()} == {"config.toml"} | {"desktop"}


def test_it_is_taken_back_at_the_end_and_gives_way_to_the_next(desktop: DesktopSession, tmp_path: Path) -> None:
    first_run = FirstRun(paths_below(tmp_path), {})
    for _ in range(2):
        assert first_run.notify().well
        wait_for_popups(desktop, 1)
    first_run.end()
    wait_for_popups(desktop, 0)
    first_run.end()
