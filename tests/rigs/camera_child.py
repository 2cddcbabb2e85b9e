"""Runs under LD_PRELOAD of the fake webcam: obeys JSON commands on stdin, one answer a line on stdout."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Protocol, cast

from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.opening import list_cameras, open_source
from posture_watch.capture.source import CameraOptions, Source
from posture_watch.errors import UserError

Answer = dict[str, Any]


class _Rig(Protocol):
    def fakecam_tick(self) -> int: ...
    def fakecam_opens(self) -> int: ...


class Child:
    """One source at a time; every answer says how long the command took."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._rig = cast("_Rig", ctypes.CDLL(None))

    def obey(self, command: Answer) -> Answer:
        began_s = time.monotonic()
        try:
            answer = getattr(self, "do_" + command.pop("do"))(**command)
        except UserError as error:
            answer = {"error": error.message, "advice": error.advice, "kind": getattr(error, "kind", "")}
        return {"took_s": time.monotonic() - began_s, **answer}

    def do_list(self) -> Answer:
        return {"cameras": [[c.index, c.name, c.device, c.problem] for c in list_cameras()]}

    def do_open(
        self,
        text: str,
        interval_s: float = 0.1,
        must_open_first: bool = True,
        period_s: float | None = None,
        nodes: str = "",
        **patience: float,
    ) -> Answer:
        self.do_close()
        if patience or nodes:
            self._source = _impatient(text, interval_s, period_s, nodes, patience, must_open_first=must_open_first)
        else:
            options = CameraOptions(640, 480)
            self._source = open_source(
                text,
                interval_s=interval_s,
                fps=None,
                loop_s=None,
                start=None,
                camera=options,
                must_open_first=must_open_first,
                burst_period_s=period_s,
            )
        return {"name": self._source.name, "identity": self._source.identity}

    def do_read(self, timeout_s: float = 1.0) -> Answer:
        assert self._source is not None
        frame = self._source.read(timeout_s)
        state = self._source.state
        answer: Answer = {"number": None, "state": state.kind, "text": state.text, "name": self._source.name}
        answer["on"] = self._source.camera_on
        if isinstance(frame, Burst):
            answer["moments_s"] = [one.at.mono_s for one in frame.frames]
            frame = frame.frames[-1]
        if isinstance(frame, Frame):
            from tests.rigs.mjpegd import number_in  # noqa: PLC0415 (imports cv2, which is capture's to import first)

            late = time.monotonic() - frame.at.mono_s
            answer |= {"number": number_in(frame.image), "tick": self._rig.fakecam_tick() % 256, "late_s": late}
        return answer

    def do_hold_open(self, seconds: float) -> Answer:
        assert self._source is not None
        self._source.hold_open(seconds)
        return {}

    def do_look_again_in(self, seconds: float) -> Answer:
        assert self._source is not None
        self._source.look_again_in(seconds)
        return {}

    def do_start(self, text: str) -> Answer:
        """As a program does that wants the camera now and tries again."""
        return self.do_open(text, must_open_first=False, nodes="none", first_retry_s=0.3, last_retry_s=0.3)

    def do_opens(self) -> Answer:
        return {"opens": self._rig.fakecam_opens()}

    def do_naive(self, wait_s: float) -> Answer:
        """What a program gets that reads the driver only when it wants a picture."""
        from posture_watch.capture.opencv import open_camera  # noqa: PLC0415
        from tests.rigs.mjpegd import number_in  # noqa: PLC0415

        camera = open_camera(0, "Linux", width_px=640, height_px=480, fps=None)
        assert camera is not None
        camera.grab()
        time.sleep(wait_s)
        camera.grab()
        image = camera.retrieve()
        assert image is not None
        answer = {"number": number_in(image), "tick": self._rig.fakecam_tick() % 256}
        camera.release()
        return answer

    def do_sleep(self, wait_s: float) -> Answer:
        time.sleep(wait_s)
        return {}

    def do_environment(self) -> Answer:
        return {"environment": dict(os.environ)}

    def do_close(self) -> Answer:
        if self._source is not None:
            self._source.close()
            self._source = None
        return {}


def _impatient(
    text: str,
    interval_s: float,
    period_s: float | None,
    nodes: str,
    patience: dict[str, float],
    *,
    must_open_first: bool,
) -> Source:
    from posture_watch.capture.bursts import BurstSource  # noqa: PLC0415
    from posture_watch.capture.camera import CameraConnector  # noqa: PLC0415
    from posture_watch.capture.live import LiveSource  # noqa: PLC0415
    from posture_watch.capture.reader import Patience  # noqa: PLC0415
    from posture_watch.capture.sharing import LinuxSharing  # noqa: PLC0415

    sharing = LinuxSharing(node_of=lambda device: Path(nodes, Path(device).name)) if nodes else None
    connector = CameraConnector(int(text), CameraOptions(640, 480), max_age_s=0.2, shared=sharing)
    if period_s is None:
        source = LiveSource(connector, interval_s=interval_s, patience=Patience(**patience))
    else:
        source = BurstSource(connector, period_s=period_s, patience=Patience(**patience))
    if must_open_first:
        source.wait_until_open()
    return source


def main() -> None:
    child = Child()
    for line in sys.stdin:
        print(json.dumps(child.obey(json.loads(line))), flush=True)
    child.do_close()


if __name__ == "__main__":
    main()
