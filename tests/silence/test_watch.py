"""The thread that asks all senses: what it knows, when it says so, and that it ends."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posture_watch.core.around import Around
from posture_watch.silence.desktop import Desktop
from posture_watch.silence.sense import Ask, Sense
from posture_watch.silence.senses import Senses, senses_of
from posture_watch.silence.watch import STALE_S, Surroundings
from tests.desktop_session import DesktopSession, wait_for
from tests.silence.conftest import UID
from tests.silence.mocks import LogindMock

Connect = Callable[[DesktopSession], Desktop]
LONG_S = 600.0
"""A poll that never comes in a test: what happens before was a signal."""


class Heard:
    """Every change that was told, with a deadline for what must come."""

    def __init__(self) -> None:
        self.all: list[Around] = []
        self._came = threading.Condition()

    def __call__(self, around: Around) -> None:
        with self._came:
            self.all.append(around)
            self._came.notify_all()

    def wait(self, found: Callable[[Around], bool], within_s: float = 5.0) -> None:
        with self._came:
            assert self._came.wait_for(lambda: any(map(found, self.all)), within_s), self.all


@pytest.fixture
def watch() -> Iterator[Callable[..., Surroundings]]:
    """A function that starts one."""
    made: list[Surroundings] = []

    def watch(senses: Senses, **options: Any) -> Surroundings:
        made.append(Surroundings(senses, **options))
        made[-1].start()
        return made[-1]

    yield watch
    for surroundings in made:
        surroundings.close()


@pytest.fixture
def quiet(session: DesktopSession, connect: Connect) -> Senses:
    """The senses of a session in which nobody answers."""
    session.environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={session.folder}/none"
    return senses_of(connect(session))


def told(answer: Callable[[], Any], every_s: float = 0.0) -> Sense[Any]:
    return Sense("test", [Ask("test", answer)], every_s=every_s)


@pytest.mark.desktop
def test_locking_and_sleep_are_known_at_once_by_signal(
    bus: DesktopSession, connect: Connect, watch: Callable[..., Surroundings]
) -> None:
    mock = LogindMock(bus)
    path = mock.add_session("c1", UID, display=True)
    heard = Heard()
    surroundings = watch(senses_of(connect(bus)), on_change=heard, poll_s=LONG_S)
    heard.wait(lambda around: around.locked is False and around.asleep is False)
    mock.lock_hint(path, True)
    heard.wait(lambda around: around.locked is True)
    assert surroundings.now().locked is True
    mock.lock_hint(path, False)
    wait_for(lambda: surroundings.now().locked is False, what="unlocking")
    mock.sleeps(True)
    heard.wait(lambda around: around.asleep is True)
    mock.sleeps(False)
    wait_for(lambda: surroundings.now().asleep is False, what="waking up")


@pytest.mark.desktop
def test_a_bus_that_dies_leaves_it_unknown_and_the_thread_quiet(
    session: DesktopSession, connect: Connect, watch: Callable[..., Surroundings]
) -> None:
    daemon = session.start_bus()
    path = LogindMock(session).add_session("c1", UID, display=True)
    assert path
    surroundings = watch(senses_of(connect(session)), poll_s=0.05)
    wait_for(lambda: surroundings.now().locked is False, what="the first answer")
    session.kill(daemon)
    wait_for(lambda: surroundings.now().locked is None, what="the bus is gone")
    before_s, began_s = time.process_time(), time.monotonic()
    threading.Event().wait(0.5)
    assert time.process_time() - before_s < 0.3 * (time.monotonic() - began_s)


@pytest.mark.desktop
def test_a_signal_that_no_sense_reads_wakes_the_thread_once(
    bus: DesktopSession, connect: Connect, watch: Callable[..., Surroundings]
) -> None:
    """As when logind is left alone for a while after a failure: what is left unread would wake us again and again."""
    mock = LogindMock(bus)
    desktop = connect(bus)
    desktop.logind.asleep()
    rounds = [0]

    def count() -> bool:
        rounds[0] += 1
        return False

    watch(replace(senses_of(desktop), lock=told(count), sleep=told(lambda: False)), poll_s=LONG_S)
    wait_for(lambda: rounds[0] == 1, what="the first round")
    threading.Event().wait(0.5)  # it counts at the beginning of a round: one that comes within it needs no other
    mock.sleeps(True)
    wait_for(lambda: rounds[0] == 2, what="the signal")
    threading.Event().wait(0.2)
    assert rounds[0] == 2


def test_a_sense_that_costs_much_is_asked_seldom(quiet: Senses, watch: Callable[..., Surroundings]) -> None:
    rounds, dear = [0], [0]

    def count() -> bool:
        rounds[0] += 1
        return False

    def burn() -> bool:
        dear[0] += 1
        end_s = time.thread_time() + 0.02
        while time.thread_time() < end_s:
            pass
        return False

    watch(replace(quiet, lock=told(count), call=told(burn)), poll_s=0.001)
    wait_for(lambda: rounds[0] > 50, what="fifty rounds")
    assert dear[0] == 1


@pytest.mark.desktop
def test_a_stopped_bus_costs_a_second_and_then_it_is_unknown(
    bus: DesktopSession, connect: Connect, watch: Callable[..., Surroundings]
) -> None:
    mock = LogindMock(bus)
    mock.add_session("c1", UID, display=True)
    surroundings = watch(senses_of(connect(bus)), poll_s=0.05)
    wait_for(lambda: surroundings.now().locked is False, what="the first answer")
    mock.process.send_signal(signal.SIGSTOP)
    try:
        wait_for(lambda: surroundings.now().locked is None, what="no answer")
    finally:
        mock.process.send_signal(signal.SIGCONT)


def test_every_sense_has_its_field(quiet: Senses, watch: Callable[..., Surroundings]) -> None:
    answers: dict[str, Any] = {"lock": True, "sleep": False, "idle": 3.5, "do_not_disturb": True, "full_screen": False,
        "call": True}  # fmt: skip
    senses = replace(quiet, **{name: told(lambda answer=answer: answer) for name, answer in answers.items()})
    heard = Heard()
    surroundings = watch(senses, on_change=heard)
    heard.wait(lambda around: around.locked is True)
    assert surroundings.now() == Around(True, False, 3.5, True, False, True)


def test_only_changes_are_told_and_idle_seconds_are_none(quiet: Senses, watch: Callable[..., Surroundings]) -> None:
    seconds, calls = iter(range(10_000)), iter([False] * 5 + [True] * 10_000)
    asked = [0]

    def in_call() -> bool:
        asked[0] += 1
        return next(calls)

    senses = replace(quiet, idle=told(lambda: float(next(seconds))), call=told(in_call))
    heard = Heard()
    surroundings = watch(senses, on_change=heard, poll_s=0.001)
    wait_for(lambda: asked[0] >= 20, what="twenty rounds")
    assert [around.call for around in heard.all] == [False, True]
    assert surroundings.now().idle_s is not None


def test_a_listener_that_fails_is_called_again(quiet: Senses, watch: Callable[..., Surroundings]) -> None:
    answers = iter([True, False] * 5000)
    calls: list[Around] = []

    def fail(around: Around) -> None:
        calls.append(around)
        raise RuntimeError("the listener's mistake")

    watch(replace(quiet, call=told(lambda: next(answers))), on_change=fail, poll_s=0.001)
    wait_for(lambda: len(calls) >= 3, what="three calls")


def test_what_is_old_is_not_known(quiet: Senses, watch: Callable[..., Surroundings]) -> None:
    """Somebody does not answer for half a minute: what was true then is not believed any more."""
    now_s, hang, hanging = [0.0], threading.Event(), threading.Event()
    rounds = [0]

    def answer() -> bool:
        rounds[0] += 1
        if rounds[0] > 1:
            hanging.set()
            hang.wait(20)
        return True

    surroundings = watch(replace(quiet, lock=told(answer)), clock=lambda: now_s[0], poll_s=0.001)
    assert hanging.wait(5)
    assert surroundings.now().locked is True
    now_s[0] = STALE_S - 1
    assert surroundings.now().locked is True
    now_s[0] = STALE_S + 1
    assert surroundings.now() == Around()
    hang.set()


def test_it_ends_at_once_and_knows_nothing_then(quiet: Senses) -> None:
    surroundings = Surroundings(replace(quiet, call=told(lambda: True)), poll_s=LONG_S)
    assert surroundings.now() == Around()
    surroundings.start()
    wait_for(lambda: surroundings.now().call is True, what="the first answer")
    began_s = time.monotonic()
    surroundings.close()
    surroundings.close()
    assert time.monotonic() - began_s < 1.0
    assert surroundings.now() == Around()
    assert not any(thread.name == "surroundings" for thread in threading.enumerate())


def test_one_that_was_never_started_can_be_closed(quiet: Senses) -> None:
    Surroundings(quiet).close()


@pytest.mark.desktop
def test_no_file_stays_open(bus: DesktopSession, connect: Connect) -> None:
    LogindMock(bus).add_session("c1", UID, display=True)
    bus.start_screen()

    def once() -> None:
        surroundings = Surroundings(senses_of(connect(bus)))
        surroundings.start()
        wait_for(lambda: surroundings.now().locked is False and surroundings.now().idle_s is not None)
        surroundings.close()

    once()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        once()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
