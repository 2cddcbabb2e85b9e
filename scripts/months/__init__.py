"""A simulated user over months, told to the judging half of the fold and written by the program's own log."""
