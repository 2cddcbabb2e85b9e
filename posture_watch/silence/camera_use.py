"""Does another program take pictures with a camera (Linux)? Looks at processes; opens no camera."""

from __future__ import annotations

from posture_watch.silence.kernel import Kernel
from posture_watch.silence.sense import Source


class CameraUse(Source[bool]):
    """True while a process that is not ours has a camera open and its pictures in memory.

    Open alone is not enough: PipeWire keeps cameras open while nobody takes pictures. It may hand the pictures on as
    dmabuf, without reading them itself.
    """

    name = "cameras"

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def ask(self) -> bool:
        awake = [camera for camera in self._kernel.cameras() if not self._kernel.camera_sleeps(camera)]
        return bool(awake) and any(self._takes_pictures(pid, awake) for pid in self._kernel.processes())

    def _takes_pictures(self, pid: int, cameras: list[str]) -> bool:
        opened = self._kernel.opened(pid)
        held = [camera for camera in cameras if camera in opened]
        if not held or self._kernel.is_ours(pid):
            return False
        if any("dmabuf" in path for path in opened):
            return True
        mapped = {line.rpartition(" ")[2] for line in self._kernel.maps(pid).splitlines()}
        return any(camera in mapped for camera in held)
