"""MediaPipe's pose model: pictures in, named points in pixels out. The only room where mediapipe is imported."""
