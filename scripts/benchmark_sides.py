"""Children of benchmark.py, which see the fake webcam: the naive loop, and the stages of our own path one by one."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.capture.opencv import Capture, open_camera
from posture_watch.config import Config, build_settings
from posture_watch.core.engine import advance, begin
from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.native_output import silence_native_output
from posture_watch.pose.models import model_path
from posture_watch.store.log import Log

FRAMES, WARM_UP = 60, 5
NAIVE_INTERVAL_S = 0.1


def _camera() -> Capture:
    camera = open_camera(0, "Linux", width_px=640, height_px=480, fps=None)
    assert camera is not None, "the fake webcam does not open"
    return camera


def naive_loop() -> None:
    """What a first sketch does: read, detect, ten times a second, for ever."""
    from posture_watch.pose.landmarker import PoseModel  # noqa: PLC0415  # after the native output is silenced

    camera, clock = _camera(), Clock()
    with PoseModel(model_path("lite"), mode="video", max_people=1) as pose:
        due_s = clock.mono_s()
        while True:
            image = camera.retrieve() if camera.grab() else None
            if image is not None:
                pose.look(image, clock.now())
                print("ready", flush=True)
            due_s = max(due_s + NAIVE_INTERVAL_S, clock.mono_s())
            time.sleep(max(0.0, due_s - clock.mono_s()))


def stages() -> dict[str, float]:
    """Median milliseconds a frame of each stage, the program's settings being the defaults.

    Of processor time, so that other programs do not count; of the log write the time it takes, waiting for the disk.
    """
    from posture_watch.pose.landmarker import PoseModel  # noqa: PLC0415

    config, camera, clock = Config(), _camera(), Clock()
    decode_ms = _median_ms(lambda _: camera.grab() and camera.retrieve() is not None, time.thread_time)
    image = camera.retrieve() if camera.grab() else None
    assert image is not None
    camera.release()
    now = clock.now()
    moments = [now.shifted(float(n)) for n in range(FRAMES + WARM_UP)]
    figures = {"capture_and_decode": decode_ms}
    for mode in ("image", "video"):
        with PoseModel(model_path("lite"), mode=mode, max_people=config.pose.max_people) as pose:
            mark = " (default)" if mode == config.pose.mode else ""
            figures[f"pose_{mode}_mode{mark}"] = _median_ms(
                lambda n, pose=pose: pose.look(image, moments[n]), time.process_time
            )
            scene = pose.look(image, moments[-1].shifted(1.0))
    return {**figures, **_fold_and_log(config, scene, moments)}


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
    return {"core_fold": fold_ms, f"log_write (one every {config.log.checkpoint_s:g} s)": write_ms}


def _median_ms(work: Callable[[int], object], clock: Callable[[], float] = time.perf_counter) -> float:
    taken: list[float] = []
    for n in range(FRAMES + WARM_UP):
        began = clock()
        work(n)
        taken.append(clock() - began)
    return round(1000 * statistics.median(taken[WARM_UP:]), 2)


if __name__ == "__main__":
    silence_native_output()
    if sys.argv[1] == "naive":
        naive_loop()
    print(json.dumps(stages()))
