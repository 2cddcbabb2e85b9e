"""posture_watch: notices how long you hold a position and reminds you to move; nothing leaves the computer."""

__version__ = "0.1.0"
