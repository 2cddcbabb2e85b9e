"""Start at login, one module a system. Only what we wrote ourselves is ever changed or removed."""

from posture_watch.autostart.choosing import way_of
from posture_watch.autostart.program import this_program
from posture_watch.autostart.way import Found, Place, Start, Way

__all__ = ["Found", "Place", "Start", "Way", "this_program", "way_of"]
