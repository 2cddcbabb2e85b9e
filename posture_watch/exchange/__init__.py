"""What was logged, as text for other programs, and our own JSON back again. Pure: figures in, text out."""
