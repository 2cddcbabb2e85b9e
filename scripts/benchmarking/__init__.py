"""What watching costs and finds: an hour at a desk as a film, watched by the program and a naive loop."""
