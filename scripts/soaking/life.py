"""One life of a monitor that will be killed: python -m soaking.life HOME MOMENT bursts|open

Goes on with the day where MOMENT (eight bytes: seconds passed, kept up to date whatever happens) says the life before
it ended, a little later.
"""

from __future__ import annotations

import logging
import mmap
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from soaking.desk import Desk  # noqa: E402  # after the path
from soaking.person import Person  # noqa: E402
from soaking.soak import MORNING_UTC, OFFSET_S  # noqa: E402
from soaking.told_camera import Use  # noqa: E402
from soaking.told_clock import ToldClock  # noqa: E402

MOMENT = struct.Struct("d")
STARTS_WITHIN_S = 10.0
"""How long nobody watches between two lives (s)."""
LONGEST_S = 24 * 3600.0


def read_moment(file: Path) -> float:
    """What had passed when the last life ended; 0 before the first."""
    return MOMENT.unpack(file.read_bytes())[0] if file.exists() else 0.0


def live(home: Path, file: Path, use: Use) -> None:
    """Until it is killed."""
    before_s = read_moment(file)
    passed_s = before_s + STARTS_WITHIN_S if before_s else 0.0
    new = file.with_name(file.name + ".new")  # whoever reads meanwhile never sees it empty
    new.write_bytes(MOMENT.pack(passed_s))
    new.replace(file)
    clock = ToldClock(MORNING_UTC, utc_offset_s=OFFSET_S, passed_s=passed_s)
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), MOMENT.size) as moment, Desk(home, clock, use) as desk:
        Person(desk, LONGEST_S)
        clock.on_tick = lambda passed_s: MOMENT.pack_into(moment, 0, passed_s)
        desk.live.run()


if __name__ == "__main__":
    logging.getLogger("posture_watch").addHandler(logging.NullHandler())
    live(Path(sys.argv[1]), Path(sys.argv[2]), "open" if sys.argv[3] == "open" else "bursts")
