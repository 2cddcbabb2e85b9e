"""How many of the movements that are done are counted, and what is counted when none is. Run by count_exercises.py."""
