"""The dispatcher with notifiers of ours that fail, raise and hang."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import get_args, get_type_hints

import pytest

from posture_watch.config.schema import NotificationsSection
from posture_watch.errors import UserError
from posture_watch.notify.base import Action, Capability, HeldBackError, Notification, Notifier
from posture_watch.notify.dispatcher import Delivery, Dispatcher
from posture_watch.notify.registry import BACKENDS, NotifyOptions, choose


class Scripted(Notifier):
    """Works, fails or hangs, as ``mode`` says at the moment of sending."""

    def __init__(self, name: str, mode: str = "works", *, deadline_s: float = 10.0) -> None:
        self.name = name
        self.deadline_s = deadline_s
        self.mode = mode
        self.sent: list[str] = []
        self.entered = threading.Event()
        self.free = threading.Event()
        self.aborted = threading.Event()
        self.clicked: Callable[[str, str], None] | None = None
        self.closed = False

    def probe(self) -> Capability:
        return Capability(True, "")

    def _send(self, notification: Notification) -> None:
        self.entered.set()
        if self.mode == "hangs":
            self.free.wait(30)
        if self.mode == "fails":
            raise OSError("no daemon")
        self.sent.append(notification.title)

    def _withdraw(self, slot: str) -> None:
        if self.mode == "fails":
            raise OSError("no daemon")
        self.sent.append(f"-{slot}")

    def listen(self, clicked: Callable[[str, str], None]) -> None:
        self.clicked = clicked

    def abort(self) -> None:
        self.aborted.set()

    def close(self) -> None:
        self.closed = True


class Desk:
    """A dispatcher over two scripted notifiers, whose deliveries can be waited for."""

    def __init__(self, mode: str, *, deadline_s: float = 10.0) -> None:
        self.first, self.second = Scripted("desktop", mode, deadline_s=deadline_s), Scripted("console")
        self.deliveries: queue.Queue[Delivery] = queue.Queue()
        self.dispatcher = Dispatcher(self.first, self.second, delivered=self.deliveries.put)

    def show(self, title: str) -> Delivery:
        assert self.dispatcher.submit(Notification(title, "b"))
        return self.deliveries.get(timeout=20)


def test_the_first_backend_is_used_while_it_works() -> None:
    desk = Desk("works")
    assert desk.show("a").backend == "desktop"
    assert desk.second.sent == []
    assert desk.dispatcher.close(5)


def test_a_failure_falls_back_and_the_next_one_tries_the_desktop_again() -> None:
    desk = Desk("fails")
    delivery = desk.show("a")
    assert (delivery.backend, desk.second.sent) == ("console", ["a"])
    assert "no daemon" in delivery.problem
    assert desk.dispatcher.last == delivery
    desk.first.mode = "works"
    assert desk.show("b").backend == "desktop"
    assert desk.second.sent == ["a"]


def test_switched_off_it_shows_nothing_and_says_so() -> None:
    deliveries: queue.Queue[Delivery] = queue.Queue()
    Dispatcher(delivered=deliveries.put).submit(Notification("a", ""))
    assert deliveries.get(timeout=10).backend is None


def test_when_nothing_works_the_worker_goes_on() -> None:
    desk = Desk("fails")
    desk.second.mode = "fails"
    delivery = desk.show("a")
    assert delivery.backend is None
    assert "desktop: no daemon; console: no daemon" in delivery.problem
    desk.second.mode = "works"
    assert desk.show("b").backend == "console"


def test_submit_does_not_wait_for_a_backend_that_hangs() -> None:
    desk = Desk("hangs", deadline_s=0.8)
    began = time.monotonic()
    desk.dispatcher.submit(Notification("a", "b"))
    assert time.monotonic() - began < 0.5
    delivery = desk.deliveries.get(timeout=20)
    assert delivery.backend == "console"
    assert "0.8 s" in delivery.problem
    assert desk.first.aborted.is_set()
    assert time.monotonic() - began < 5


def test_a_backend_that_cannot_be_ended_is_not_entered_twice() -> None:
    desk = Desk("hangs", deadline_s=0.05)
    desk.show("a")
    threads = threading.active_count()
    for _ in range(5):
        assert "still hangs" in desk.show("b").problem
    assert threading.active_count() == threads
    desk.first.mode = "works"
    desk.first.free.set()
    end = time.monotonic() + 10
    while desk.show("c").backend != "desktop":
        assert time.monotonic() < end


def test_a_listener_that_raises_does_not_end_the_worker() -> None:
    seen: queue.Queue[str] = queue.Queue()

    def listen(delivery: Delivery) -> None:
        seen.put(delivery.notification.title)
        raise ZeroDivisionError

    dispatcher = Dispatcher(Scripted("console"), delivered=listen)
    for title in "ab":
        dispatcher.submit(Notification(title, ""))
    assert [seen.get(timeout=10), seen.get(timeout=10)] == ["a", "b"]


def test_the_queue_is_bounded_and_the_newest_stay() -> None:
    desk = Desk("hangs", deadline_s=30)
    desk.dispatcher.submit(Notification("first", ""))
    assert desk.first.entered.wait(10)
    for number in range(50):
        assert desk.dispatcher.submit(Notification(str(number), ""))
    desk.first.free.set()
    assert desk.dispatcher.close(10)
    assert desk.first.sent == ["first", *map(str, range(42, 50))]


def test_close_sends_what_waits_and_takes_no_more() -> None:
    desk = Desk("works")
    for title in "abc":
        desk.dispatcher.submit(Notification(title, ""))
    assert desk.dispatcher.close(10)
    assert desk.first.sent == ["a", "b", "c"]
    assert not desk.dispatcher.submit(Notification("d", ""))


def test_close_waits_for_a_limited_time_only() -> None:
    desk = Desk("hangs", deadline_s=30)
    desk.dispatcher.submit(Notification("a", ""))
    assert desk.first.entered.wait(10)
    began = time.monotonic()
    assert not desk.dispatcher.close(0.1)
    assert time.monotonic() - began < 2
    assert desk.first.aborted.is_set()


def held(desk: Desk) -> None:
    """Bring the worker into a send that hangs."""
    desk.dispatcher.submit(Notification("first", "", slot="first"))
    assert desk.first.entered.wait(10)


def test_withdrawals_and_notifications_keep_their_order() -> None:
    desk = Desk("works")
    desk.show("a")
    desk.dispatcher.submit(Notification("b", "", slot="s"))
    assert desk.deliveries.get(timeout=20).backend == "desktop"
    desk.dispatcher.withdraw("s")
    desk.dispatcher.submit(Notification("c", "", slot="s"))
    assert desk.dispatcher.close(10)
    assert desk.first.sent == ["a", "b", "-s", "c"]
    assert desk.second.sent == ["-s"]  # whoever showed it


def test_what_waits_is_dropped_instead_of_shown_and_withdrawn() -> None:
    desk = Desk("hangs", deadline_s=30)
    held(desk)
    for title, slot in (("a", "s"), ("b", "t"), ("c", "s"), ("d", "")):
        desk.dispatcher.submit(Notification(title, "", slot=slot))
    for _ in range(50):
        desk.dispatcher.withdraw("s")
    desk.first.mode = "works"
    desk.first.free.set()
    assert desk.dispatcher.close(10)
    assert desk.first.sent == ["first", "b", "d", "-s"]


def test_a_later_message_of_a_slot_takes_the_place_of_one_that_waits() -> None:
    desk = Desk("hangs", deadline_s=30)
    held(desk)
    for title, slot in (("a", "s"), ("b", ""), ("c", "s"), ("d", "")):
        desk.dispatcher.submit(Notification(title, "", slot=slot))
    desk.first.free.set()
    assert desk.dispatcher.close(10)
    assert desk.first.sent == ["first", "b", "c", "d"]


def test_what_is_being_sent_is_withdrawn_afterwards() -> None:
    desk = Desk("hangs", deadline_s=30)
    held(desk)
    desk.dispatcher.withdraw("first")
    desk.first.free.set()
    assert desk.dispatcher.close(10)
    assert desk.first.sent == ["first", "-first"]


def test_a_withdrawal_that_fails_or_comes_too_late_is_no_trouble() -> None:
    desk = Desk("fails")
    desk.dispatcher.withdraw("s")
    desk.dispatcher.withdraw("")
    assert desk.show("a").backend == "console"
    assert desk.dispatcher.close(10)
    desk.dispatcher.withdraw("s")
    assert desk.second.sent == ["-s", "a"]
    assert desk.first.closed


def test_clicks_arrive_in_the_notify_thread_whatever_the_listener_does() -> None:
    seen: queue.Queue[tuple[str, str, str]] = queue.Queue()

    def listen(slot: str, key: str) -> None:
        seen.put((slot, key, threading.current_thread().name))
        raise ZeroDivisionError

    backend = Scripted("desktop")
    dispatcher = Dispatcher(backend, on_action=listen)
    assert backend.clicked is not None
    for key in "ab":
        backend.clicked("s", key)
    assert [seen.get(timeout=10), seen.get(timeout=10)] == [("s", "a", "notify"), ("s", "b", "notify")]
    assert dispatcher.close(10)


def test_without_a_listener_no_backend_shows_buttons() -> None:
    desk = Desk("works")
    assert desk.first.clicked is None


def test_what_one_backend_holds_back_nobody_shows() -> None:
    class Undisturbed(Scripted):
        def _send(self, notification: Notification) -> None:
            if self.mode == "paused":
                raise HeldBackError("do not disturb")
            super()._send(notification)

    first, second = Undisturbed("desktop", "paused", deadline_s=0.05), Scripted("console")
    deliveries: queue.Queue[Delivery] = queue.Queue()
    dispatcher = Dispatcher(first, second, delivered=deliveries.put)
    dispatcher.submit(Notification("a", ""))
    delivery = deliveries.get(timeout=10)
    assert (delivery.backend, delivery.problem) == (None, "desktop: do not disturb")
    first.mode = "hangs"
    dispatcher.submit(Notification("b", ""))
    assert deliveries.get(timeout=10).backend == "console"
    assert second.sent == ["b"]
    first.free.set()


@pytest.mark.parametrize("action", [("", "Label"), ("key", "")])
def test_a_button_without_key_or_label_cannot_be_built(action: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="button"):
        Action(*action)


@pytest.mark.parametrize(
    ("platform", "tried"),
    [
        ("linux", ["actions", "desktop", "console"]),
        ("win32", ["desktop", "console"]),
        ("darwin", ["desktop", "console"]),
    ],
)
def test_what_is_tried_by_itself(platform: str, tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert [notifier.name for notifier in choose("auto", NotifyOptions(popup_s=8, deadline_s=5))] == tried


def test_the_registry_knows_its_backends() -> None:
    options = NotifyOptions(popup_s=8, deadline_s=5)
    assert set(BACKENDS) == set(get_args(get_type_hints(NotificationsSection)["backend"]))
    assert [notifier.name for notifier in choose("actions", options)] == ["actions", "console"]
    assert [notifier.name for notifier in choose("desktop", options)] == ["desktop", "console"]
    assert [notifier.name for notifier in choose("console", options)] == ["console"]
    assert choose("off", options) == ()
    with pytest.raises(UserError, match="growl"):
        choose("growl", options)


def test_an_urgency_that_does_not_exist_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="urgency"):
        Notification("t", "b", "critical")  # type: ignore[arg-type]
