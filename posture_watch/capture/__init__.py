"""Frame sources: camera, video file, stream address, folder of pictures, landmark recording. cv2 lives here."""
