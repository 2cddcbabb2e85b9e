"""A working day told in words and lived through by the real live run, in seconds: clock, camera and desk of the day."""
