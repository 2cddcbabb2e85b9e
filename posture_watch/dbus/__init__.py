"""Where the D-Bus message buses are, and a connection to one. What there is to ask, the rooms that ask know."""
