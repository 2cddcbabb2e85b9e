"""A process that has imported everything and is the fake webcam's, and starts `posture-watch run` in a fork of itself.

For each line on stdin: forks, says the child's process id, waits for its end, and says how that was (as waitpid does).
"""

from __future__ import annotations

import os
import sys

from posture_watch import cli
from posture_watch.capture import opencv  # noqa: F401  # pyright: ignore[reportUnusedImport]  # warm
from posture_watch.commands import run  # noqa: F401  # pyright: ignore[reportUnusedImport]  # warm
from posture_watch.pose import landmarker  # noqa: F401  # pyright: ignore[reportUnusedImport]  # warm


def main() -> None:
    """Until stdin ends."""
    print("ready", flush=True)
    for words in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _monitor(words.split())
        print(pid, flush=True)
        print(os.waitpid(pid, 0)[1], flush=True)


def _monitor(words: list[str]) -> None:
    code = 70
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        said = os.open(os.environ["ZYGOTE_SAID"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for descriptor, becomes in ((nowhere, 0), (said, 1), (said, 2)):
            os.dup2(descriptor, becomes)
        code = cli.main(words)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
