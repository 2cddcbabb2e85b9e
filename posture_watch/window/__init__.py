"""The first start: says what is done with the picture, picks a camera, calibrates. Closing it at any point is fine."""
