"""Pages in a real browser without a window: pictures of them, paper, and what axe finds."""
