"""What is known about a sore back, exercises and breaks. A claim stands here once, with its source."""
