"""What each stage of our own path takes, one by one, before the fake webcam. Run as a program; prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from posture_watch.capture.clock import Clock  # noqa: E402
from posture_watch.capture.opencv import open_camera  # noqa: E402  # after the path
from posture_watch.config import Config, build_settings  # noqa: E402
from posture_watch.core.engine import advance, begin  # noqa: E402
from posture_watch.core.events import Event  # noqa: E402
from posture_watch.core.instant import Instant  # noqa: E402
from posture_watch.core.landmarks import Scene  # noqa: E402
from posture_watch.native_output import silence_native_output  # noqa: E402
from posture_watch.pose.models import model_path  # noqa: E402
from posture_watch.store.log import Log  # noqa: E402

FRAMES, WARM_UP = 60, 5


def stages() -> dict[str, float]:
    """Median milliseconds a frame of each stage, the program's settings being the defaults.

    Of processor time, so that other programs do not count; of the log write the time it takes, waiting for the disk.
    """
    from posture_watch.pose.landmarker import PoseModel  # noqa: PLC0415  # after the native output is silenced

    config, clock = Config(), Clock()
    camera = open_camera(0, "Linux", width_px=640, height_px=480, fps=None)
    assert camera is not None, "the fake webcam does not open"
    grab_ms = _median_ms(lambda _: camera.grab(), time.thread_time)
    decode_ms = _median_ms(lambda _: camera.grab() and camera.retrieve() is not None, time.thread_time)
    image = camera.retrieve() if camera.grab() else None
    assert image is not None
    camera.release()
    now = clock.now()
    moments = [now.shifted(float(n)) for n in range(FRAMES + WARM_UP)]
    with PoseModel(model_path("lite"), mode=config.pose.mode, max_people=config.pose.max_people) as pose:
        pose_ms = _median_ms(lambda n: pose.look(image, moments[n]), time.process_time)
        scene = pose.look(image, moments[-1].shifted(1.0))
    return {
        "grab": grab_ms,
        "grab and decode": decode_ms,
        f"pose model ({config.pose.mode} mode)": pose_ms,
        **_fold_and_log(config, scene, moments),
    }


def _fold_and_log(config: Config, scene: Scene, moments: list[Instant]) -> dict[str, float]:
    settings = build_settings(config, camera="benchmark", mode="image", sample_interval_s=1.0)
    state, events = begin(), list[Event]()
    scenes = [Scene(at, scene.width_px, scene.height_px, scene.people, scene.light) for at in moments]

    def fold(n: int) -> None:
        nonlocal state
        state, _, more = advance(state, scenes[n], settings)
        events.extend(more)

    fold_ms = _median_ms(fold, time.process_time)
    with tempfile.TemporaryDirectory() as folder, Log.open(Path(folder) / "log.sqlite3", now=moments[0]) as log:
        write_ms = _median_ms(lambda _: log.append(events, state.checkpoint))
    return {"core fold": fold_ms, f"log write (one every {config.log.checkpoint_s:g} s)": write_ms}


def _median_ms(work: Callable[[int], object], clock: Callable[[], float] = time.perf_counter) -> float:
    taken: list[float] = []
    for n in range(FRAMES + WARM_UP):
        began = clock()
        work(n)
        taken.append(clock() - began)
    return round(1000 * statistics.median(taken[WARM_UP:]), 2)


if __name__ == "__main__":
    silence_native_output()
    print(json.dumps(stages()))
