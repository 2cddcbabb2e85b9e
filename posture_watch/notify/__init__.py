"""Tells the user something on the desktop, else on the console. Nothing in here ever stops the monitor."""
