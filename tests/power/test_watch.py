"""The thread that asks battery and heat, and the pace that follows from its answers."""

from __future__ import annotations

import threading

from posture_watch.capture.source import Source
from posture_watch.config import Config
from posture_watch.config.schema import CameraSection, PowerSection
from posture_watch.pacing import Pacing
from posture_watch.power.pace import Found
from posture_watch.power.watch import PowerWatch, look

OPEN = Config(camera=CameraSection(use="open"))


class Told(Source):
    """A camera or a stream that is never read."""

    live, name = True, "told"

    def __init__(self, identity: str, *, in_moments: bool = False) -> None:
        self.identity, self.interval_s, self._in_moments = identity, 1.0, in_moments
        self.again_s: list[float] = []

    @property
    def in_moments(self) -> bool:
        return self._in_moments

    def read(self, timeout_s: float) -> None: ...

    def close(self) -> None: ...

    def look_again_in(self, seconds: float) -> None:
        self.again_s.append(seconds)


def test_the_first_answer_is_there_after_the_start_and_later_ones_follow() -> None:
    answers, asked = [Found(on_battery=False)], threading.Semaphore(0)

    def ask() -> Found:
        asked.release()
        return answers[-1]

    watch = PowerWatch(ask, poll_s=0.01)
    assert watch.now() == Found()
    watch.start()
    assert watch.now() == Found(on_battery=False)
    answers.append(Found(on_battery=True))
    for _ in range(3):
        assert asked.acquire(timeout=5.0)
    assert watch.now() == Found(on_battery=True)
    watch.close()


def test_a_sense_that_fails_or_hangs_leaves_things_unknown_and_the_start_goes_on() -> None:
    def fail() -> Found:
        raise OSError("no such driver")

    failing = PowerWatch(fail, poll_s=60.0)
    failing.start()
    assert failing.now() == Found()
    failing.close()
    released = threading.Event()

    def hang() -> Found:
        released.wait(30.0)
        return Found()

    hanging = PowerWatch(hang)
    hanging.start()
    assert hanging.now() == Found()
    released.set()
    hanging.close()


def test_this_computer_can_be_asked() -> None:
    found = look()
    assert found.on_battery in (True, False, None)
    assert found.celsius is None or 0 < found.celsius < 126


def test_settings_to_open_a_camera_with_are_those_of_the_pace() -> None:
    found = [Found()]
    pacing = Pacing(lambda: found[-1])
    assert pacing.paced(OPEN) is OPEN
    pacing.follow(OPEN, 0.0)
    assert pacing.paced(OPEN) is OPEN
    found.append(Found(on_battery=True))
    pacing.follow(OPEN, 1.0)
    paced = pacing.paced(OPEN).camera
    assert (paced.use, paced.period_s, paced.interval_s) == ("bursts", 30.0, 5.0)


def test_a_camera_is_opened_anew_for_another_use_and_a_stream_is_looked_at_more_seldom() -> None:
    found = [Found()]
    pacing = Pacing(lambda: found[-1])
    pacing.follow(OPEN, 0.0)
    camera, stream = Told("camera:0"), Told("stream:http://desk")
    assert pacing.take(camera), "what is open already was opened for it"
    assert camera.again_s == []
    found.append(Found(on_battery=True))
    pacing.follow(OPEN, 1.0)
    assert not pacing.take(camera)
    assert pacing.take(stream)
    assert (stream.interval_s, stream.again_s) == (5.0, [5.0])
    assert pacing.sentence(stream) == "On battery: a look every 5 s"
    assert pacing.take(Told("camera:0", in_moments=True))


def test_use_over_the_limit_stretches_and_no_limit_forgets_it() -> None:
    used_s = [0.0]
    pacing = Pacing(cpu_s=lambda: used_s[0])
    limited = Config(camera=CameraSection(use="open"), power=PowerSection(cpu_limit_percent=2.0))
    for second in range(0, 130, 5):
        used_s[0] = 0.04 * second
        pacing.follow(limited, float(second))
    assert pacing.pace is not None
    assert (pacing.pace.why, pacing.pace.every_s) == (("limit",), 2.0)
    assert pacing.follow(OPEN, 131.0).why == ()
