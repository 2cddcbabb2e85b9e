"""Buttons on real notification daemons: clicked with a mouse, replaced, withdrawn, and when daemon or bus go.

POSTURE_WATCH_PICTURES names a folder for pictures of the screen, to be looked at by a person.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from posture_watch.notify.base import Action, Notification
from posture_watch.notify.registry import NotifyOptions, choose
from tests.desktop_session import DesktopSession, notify_arguments, require, wait_for
from tests.notify.reminding import (
    BUTTONS,
    REMINDER,
    click_at,
    click_button,
    displayed,
    keep_picture,
    lines,
    notifier,
    open_files,
    place,
    reminding,
    replaced_numbers,
    run,
    start_fake,
    wait_for_popups,
)

pytestmark = pytest.mark.desktop
Enter = Callable[[], None]
NEWS = Notification("Camera is back", "Watching again.", slot="camera")


@pytest.fixture
def xfce(session: DesktopSession, enter: Enter) -> DesktopSession:
    session.start_screen()
    session.start_bus(service_folders=session.xfconf_services())
    session.start_xfce()
    enter()
    return session


@pytest.fixture
def dunst(session: DesktopSession, enter: Enter) -> DesktopSession:
    session.start_screen()
    session.start_bus()
    session.start_dunst()
    enter()
    return session


def test_each_button_that_is_clicked_says_which(xfce: DesktopSession) -> None:
    with reminding() as person:
        for number, action in enumerate(BUTTONS):
            assert person.show(REMINDER) == "actions"
            (window,) = wait_for_popups(xfce, 1)
            if number == 0:
                keep_picture(xfce, "buttons-xfce.png")
            click_button(xfce, window, number)
            assert person.click() == ("reminder", action.key)
            wait_for_popups(xfce, 0)


def test_a_click_on_the_message_itself_is_told_apart(dunst: DesktopSession) -> None:
    with reminding() as person:
        person.show(REMINDER)
        wait_for(lambda: displayed(dunst) == 1, what="the popup")
        keep_picture(dunst, "buttons-dunst.png")
        (window,) = run(dunst, "xdotool", "search", "--onlyvisible", "--class", "dunst").split()
        at = place(dunst, window)
        click_at(dunst, at["X"] + 40, at["Y"] + 20, button=2)  # dunst's own choice: left dismisses, middle acts
        assert person.click() == ("reminder", "default")
        wait_for(lambda: displayed(dunst) == 0, what="its end")


def test_a_message_that_was_dismissed_is_no_answer_and_can_come_again(xfce: DesktopSession) -> None:
    calls = xfce.start_monitor()
    with reminding() as person:
        person.show(REMINDER)
        (window,) = wait_for_popups(xfce, 1)
        at = place(xfce, window)
        click_at(xfce, at["X"] + 40, at["Y"] + 20)
        wait_for_popups(xfce, 0)
        assert person.show(REMINDER) == "actions"
        (window,) = wait_for_popups(xfce, 1)
        click_button(xfce, window, 3)
        assert person.click() == ("reminder", "wrong")
        assert person.clicks.empty()
    assert replaced_numbers(calls.read_text()) == [0, 0]  # what is gone cannot be replaced


def test_a_slot_is_replaced_in_place_beside_another_and_withdrawn(xfce: DesktopSession) -> None:
    calls = xfce.start_monitor()
    with reminding() as person:
        person.show(REMINDER)
        (first,) = wait_for_popups(xfce, 1)
        person.show(NEWS)
        wait_for_popups(xfce, 2)
        person.show(replace(REMINDER, title="Still the same position"))
        wait_for(lambda: len(replaced_numbers(calls.read_text())) == 3, what="the third call")
        one, two, three = replaced_numbers(calls.read_text())
        assert (one, two) == (0, 0)
        assert three > 0
        assert first in wait_for_popups(xfce, 2)
        keep_picture(xfce, "slots-xfce.png")
        person.dispatcher.withdraw("reminder")
        (left,) = wait_for_popups(xfce, 1)
        assert left != first
        person.dispatcher.withdraw("camera")
        wait_for_popups(xfce, 0)
        assert person.show(REMINDER) == "actions"
        wait_for(lambda: len(replaced_numbers(calls.read_text())) == 4, what="the fourth call")
        assert replaced_numbers(calls.read_text())[-1] == 0  # what was withdrawn cannot be replaced


def test_a_click_on_another_programs_button_is_not_ours(xfce: DesktopSession) -> None:
    with reminding() as person, reminding() as other:
        other.show(replace(REMINDER, slot="theirs"))
        (theirs,) = wait_for_popups(xfce, 1)
        person.show(REMINDER)
        (ours,) = [window for window in wait_for_popups(xfce, 2) if window != theirs]
        click_button(xfce, theirs, 3)
        assert other.click() == ("theirs", "wrong")
        click_button(xfce, ours, 1)
        assert person.click() == ("reminder", "snooze")  # the first that was heard


def test_xfce_told_not_to_disturb_shows_nothing_then_or_later(xfce: DesktopSession) -> None:
    setting = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s")
    with reminding() as person:
        run(xfce, *setting, "true")
        for number in range(4):
            person.show(replace(REMINDER, slot=str(number)))
        run(xfce, *setting, "false")
        person.show(NEWS)
        (window,) = wait_for_popups(xfce, 1)
        keep_picture(xfce, "after-do-not-disturb-xfce.png")
        person.dispatcher.withdraw("camera")
        wait_for_popups(xfce, 0)
        assert window


def test_paused_dunst_gets_nothing_to_show_later(dunst: DesktopSession, capsys: pytest.CaptureFixture[str]) -> None:
    require("notify-send")
    options = NotifyOptions(popup_s=8, deadline_s=8)
    with reminding() as person:
        run(dunst, "dunstctl", "set-paused", "true")
        assert person.show(REMINDER) is None
        last = person.dispatcher.last
        assert last is not None
        assert "not to disturb" in last.problem
        assert capsys.readouterr().err == ""  # nor on the console
        for backend in choose("auto", options)[:2]:  # nor by plyer
            assert not backend.send(REMINDER)
            assert backend.held_back, backend.problem
            backend.close()
        run(dunst, "dunstctl", "set-paused", "false")
        assert person.show(NEWS) == "actions"
        wait_for(lambda: displayed(dunst) == 1, what="the one that came afterwards")
        assert displayed(dunst, "waiting") == 0


def test_what_dunst_is_told(dunst: DesktopSession) -> None:
    calls = dunst.start_monitor()
    body = 'Head <b>low</b> & "forward"'
    with reminding() as person:
        person.show(Notification("-t <i>", body, slot="a", actions=(Action("x", "<b>&_\x1b"),), loud=True))
        person.show(Notification("", "quiet", "low"))
        wait_for(lambda: len(notify_arguments(calls.read_text())) == 2, what="the calls")
    loud, quiet = calls.read_text().split("member=Notify\n")[1:]
    strings = notify_arguments(calls.read_text())
    assert strings[0][:4] == ["posture watch", "", "-t <i>", 'Head &lt;b&gt;low&lt;/b&gt; &amp; "forward"']
    assert strings[1][:4] == ["posture watch", "", "posture watch", "quiet"]
    for text in ('"default"\n      string ""\n      string "x"\n      string "<b>&_"\n', "byte 1", "int32 30000",
                 '"sound-name"\n         variant             string "message-new-instant"'):  # fmt: skip
        assert text in loud
    assert "suppress-sound" not in loud
    for text in ('"suppress-sound"\n         variant             boolean true', "byte 0", "int32 8000"):
        assert text in quiet
    for text in ('"transient"\n         variant             boolean true', '"desktop-entry"'):
        assert text in loud
        assert text in quiet
    assert "sound-name" not in quiet
    assert '"default"' not in quiet


def test_a_daemon_killed_and_started_again_keeps_what_it_got_from_others(
    session: DesktopSession, enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    session.start_screen()
    session.start_bus()
    first, _ = session.start_dunst()
    enter()
    with reminding() as person, reminding() as other:
        assert person.show(REMINDER) == "actions"
        assert person.show(NEWS) == "actions"
        session.kill(first)
        wait_for(lambda: not session.has_daemon(), what="the daemon's end")
        assert person.show(replace(NEWS, slot="")) == "console"
        assert "Camera is back" in capsys.readouterr().err
        session.start_dunst()
        other.show(REMINDER)  # these get the numbers that ours had
        other.show(replace(NEWS, title="Theirs"))
        person.dispatcher.withdraw("reminder")
        assert person.show(NEWS) == "actions"
        wait_for(lambda: displayed(session) == 3, what="theirs and ours")
        run(session, "dunstctl", "action", "0")  # the oldest
        assert other.click() == ("reminder", "default")
        assert person.clicks.empty()


def test_a_bus_that_dies_and_comes_back(session: DesktopSession, enter: Enter) -> None:
    bus = session.start_bus()
    start_fake(session, "plain")
    enter()
    with reminding() as person:
        assert person.show(REMINDER) == "actions"
        session.kill(bus)
        person.dispatcher.withdraw("reminder")
        assert person.show(REMINDER) == "console"
        (session.folder / "test-bus").unlink(missing_ok=True)
        session.start_bus()
        _, printed = start_fake(session, "plain")
        assert person.show(REMINDER) == "actions"
        assert json.loads(lines(printed, "Notify")[0])[2] == 0


def test_nobody_but_the_daemon_can_click_for_the_user(xfce: DesktopSession) -> None:
    with reminding() as person:
        person.show(REMINDER)
        (window,) = wait_for_popups(xfce, 1)
        names = run(
            xfce,
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus.ListNames",
        )
        everybody = [f"--dest={part[1:-1]}" for part in names.split() if part.startswith('":')]
        for to in [*everybody, "--type=signal"]:
            run(xfce, "dbus-send", "--session", "--type=signal", to, "/org/freedesktop/Notifications",
                "org.freedesktop.Notifications.ActionInvoked", "uint32:1", "string:break")  # fmt: skip
        click_button(xfce, window, 2)
        assert person.click() == ("reminder", "not_now")
        assert person.clicks.empty()


def test_signals_at_odd_moments_and_of_odd_shapes(session: DesktopSession, enter: Enter) -> None:
    session.start_bus()
    _, printed = start_fake(session, "odd")
    enter()
    with reminding() as person:
        for _ in range(3):
            assert person.show(REMINDER) == "actions"
            assert person.click() == ("reminder", "snooze")
        wait_for(lambda: len(lines(printed, "CloseNotification")) == 3, what="the end of what was clicked")
        assert person.clicks.empty()


def test_what_closed_before_its_replacement_came_does_not_take_that_along(
    session: DesktopSession, enter: Enter
) -> None:
    """The daemon says that number 1 has closed, then shows the new one as number 1."""
    session.start_bus()
    _, printed = start_fake(session, "hasty")
    enter()
    with reminding() as person:
        person.show(REMINDER)
        person.show(REMINDER)
        person.dispatcher.withdraw("reminder")
        person.show(REMINDER)
    assert [json.loads(line)[2] for line in lines(printed, "Notify")] == [0, 1, 0]
    assert len(lines(printed, "CloseNotification")) == 1


def test_a_daemon_without_buttons_and_markup_gets_none(session: DesktopSession, enter: Enter) -> None:
    session.start_bus()
    _, printed = start_fake(session, "plain")
    enter()
    with reminding() as person:
        assert person.actions.probe().why == "plain 1, without buttons"
        assert person.show(replace(REMINDER, body="a <b> & c")) == "actions"
    (call,) = [json.loads(line) for line in lines(printed, "Notify")]
    assert call[5:7] == ["a <b> & c", []]
    assert call[8] == 8000


def test_a_daemon_that_gives_a_new_number_instead_of_replacing(session: DesktopSession, enter: Enter) -> None:
    session.start_bus()
    _, printed = start_fake(session, "plain")
    enter()
    with reminding() as person:
        for _ in range(3):
            person.show(REMINDER)
        person.dispatcher.withdraw("reminder")
        person.show(REMINDER)
    assert [json.loads(line)[2] for line in lines(printed, "Notify")] == [0, 1, 2, 0]
    assert [json.loads(line)[1] for line in lines(printed, "CloseNotification")] == [3]


def test_without_a_listener_there_are_no_buttons(xfce: DesktopSession) -> None:
    calls = xfce.start_monitor()
    quiet = notifier()
    assert quiet.probe().why.endswith("with buttons")
    assert quiet.send(REMINDER)
    wait_for(lambda: len(notify_arguments(calls.read_text())) == 1, what="the call")
    assert "Snooze" not in calls.read_text()
    quiet.close()


def test_a_daemon_that_hangs_gets_nothing_to_show_when_it_wakes_up(session: DesktopSession, enter: Enter) -> None:
    session.start_screen()
    session.start_bus()
    daemon, _ = session.start_dunst()
    enter()
    with reminding() as person:
        assert person.show(REMINDER) == "actions"
        os.killpg(daemon.pid, signal.SIGSTOP)
        began = time.monotonic()
        for number in range(2):
            assert person.show(replace(NEWS, slot=str(number))) == "console"
        assert time.monotonic() - began < 6
        person.dispatcher.withdraw("reminder")
        os.killpg(daemon.pid, signal.SIGCONT)
        wait_for(lambda: displayed(session) == 0, what="the withdrawal")
        assert person.show(REMINDER) == "actions"
        wait_for(lambda: displayed(session) == 1, what="the new one")


def test_a_bus_that_hangs_is_given_up_and_used_again(session: DesktopSession, enter: Enter) -> None:
    bus = session.start_bus()
    _, printed = start_fake(session, "plain")
    enter()
    with reminding(deadline_s=0.5) as person:
        assert person.show(REMINDER) == "actions"
        os.killpg(bus.pid, signal.SIGSTOP)
        began = time.monotonic()
        assert person.show(replace(REMINDER, title="given up")) == "console"
        assert time.monotonic() - began < 5
        os.killpg(bus.pid, signal.SIGCONT)
        assert person.show(NEWS) == "actions"
    assert [json.loads(line)[4] for line in lines(printed, "Notify")] == [REMINDER.title, NEWS.title]  # nothing late


def test_without_a_daemon_the_console_says_it(
    session: DesktopSession, enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    session.start_bus()
    enter()
    with reminding() as person:
        found = person.actions.probe()
        assert not found.works
        assert found.advice
        assert person.show(REMINDER) == "console"
        person.dispatcher.withdraw("reminder")
    assert capsys.readouterr().err == "Time to change position: You sit for 50 minutes.\n"


def test_a_daemon_that_refuses_is_a_failure(session: DesktopSession, enter: Enter) -> None:
    session.start_bus()
    start_fake(session, "refuse")
    enter()
    actions = notifier()
    assert not actions.send(REMINDER)
    assert "not today" in actions.problem
    actions.close()


def test_a_thousand_notifications_leave_nothing_open(dunst: DesktopSession) -> None:
    with reminding() as person:
        person.show(REMINDER)
        files, threads = open_files(), threading.active_count()
        for number in range(1000):
            person.show(replace(REMINDER, title=str(number)))
        assert open_files() == files
        wait_for(lambda: threading.active_count() <= threads, what="the end of the attempts")
        assert displayed(dunst) == 1


def test_failing_connections_leave_nothing_open(session: DesktopSession, enter: Enter) -> None:
    bus = session.start_bus()
    enter()
    actions = notifier()
    assert not actions.send(REMINDER)
    session.kill(bus)
    assert not actions.send(REMINDER)
    files = open_files()
    for _ in range(50):
        assert not actions.send(REMINDER)
    assert open_files() == files
    actions.close()


def test_nothing_is_opened_to_withdraw_what_was_never_shown(dunst: DesktopSession) -> None:
    files = open_files()
    actions = notifier()
    actions.withdraw("reminder")
    assert open_files() == files
    actions.close()


def test_closing_takes_back_buttons_that_nobody_would_hear_and_lets_go(dunst: DesktopSession) -> None:
    files, threads = open_files(), threading.active_count()
    with reminding() as person:
        person.show(REMINDER)
        person.show(NEWS)
        wait_for(lambda: displayed(dunst) == 2, what="both")
    assert threading.active_count() == threads
    assert open_files() == files
    wait_for(lambda: displayed(dunst) == 1, what="the end of the one with buttons")
    assert not person.actions.send(REMINDER)
    assert "closed" in person.actions.problem
