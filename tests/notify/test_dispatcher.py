"""The dispatcher with notifiers of ours that fail, raise and hang."""

from __future__ import annotations

import queue
import threading
import time

import pytest

from posture_watch.errors import UserError
from posture_watch.notify.base import Capability, Notification, Notifier
from posture_watch.notify.dispatcher import Delivery, Dispatcher
from posture_watch.notify.registry import NotifyOptions, choose


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

    def probe(self) -> Capability:
        return Capability(True, "")

    def _send(self, notification: Notification) -> None:
        self.entered.set()
        if self.mode == "hangs":
            self.free.wait(30)
        if self.mode == "fails":
            raise OSError("no daemon")
        self.sent.append(notification.title)

    def abort(self) -> None:
        self.aborted.set()


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


def test_the_registry_knows_its_backends() -> None:
    options = NotifyOptions(popup_s=8, deadline_s=5)
    assert [notifier.name for notifier in choose("desktop", options)] == ["desktop", "console"]
    assert [notifier.name for notifier in choose("console", options)] == ["console"]
    assert choose("off", options) == ()
    with pytest.raises(UserError, match="growl"):
        choose("growl", options)


def test_an_urgency_that_does_not_exist_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="urgency"):
        Notification("t", "b", "critical")  # type: ignore[arg-type]
