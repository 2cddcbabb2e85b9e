"""What the day was like, in words and figures. Receives figures, returns text; it opens nothing."""
