"""The icon in the tray: shows what the monitor says, passes orders on, and keeps the monitor process alive."""
