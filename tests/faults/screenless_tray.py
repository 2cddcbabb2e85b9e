"""The tray's thread in a process of its own, without a screen: it keeps a real monitor until its input ends.

    python -m tests.faults.screenless_tray

It looks as seldom as a tray does that has seen nothing new for a minute, which is when a fault is noticed last.
"""

from __future__ import annotations

import sys

from posture_watch.paths import user_paths
from posture_watch.tray import attendant
from posture_watch.tray.seen import Seen


def show(seen: Seen) -> None:
    print(f"{seen.shown}: {seen.headline}", flush=True)


def told(_order: attendant.Order, _words: str, _refused: bool) -> None:
    """Nobody gives orders here."""


def main() -> None:
    attendant.CALM_AFTER_S = 0.0
    words = ("run", "--wait", "--source", "0")
    keeping = attendant.Attendant(user_paths(), show, told, words)
    keeping.start()
    sys.stdin.read()
    keeping.close()


if __name__ == "__main__":
    main()
