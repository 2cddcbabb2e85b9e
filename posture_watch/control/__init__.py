"""One monitor per user, and how other processes talk to it. The client's half imports the standard library only."""
