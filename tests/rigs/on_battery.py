"""The program on a computer whose batteries and sensors are folders: python -m tests.rigs.on_battery run ...

SUPPLIES and SENSORS name the folders, like /sys/class/power_supply and /sys/class/thermal; they are read twice a
second. What the program itself uses is told every five seconds.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from posture_watch import cli
from posture_watch.commands import run
from posture_watch.power import own_use
from posture_watch.power.battery import of_supplies
from posture_watch.power.heat import of_folders
from posture_watch.power.pace import Found
from posture_watch.power.watch import PowerWatch


def look() -> Found:
    supplies, sensors = Path(os.environ["SUPPLIES"]), Path(os.environ["SENSORS"])
    return Found(of_supplies(supplies), of_folders(sensors, sensors))


if __name__ == "__main__":
    own_use.LEAST_WINDOW_S = 5.0
    run.PowerWatch = lambda: PowerWatch(look, poll_s=0.5)
    sys.exit(cli.main(sys.argv[1:]))
