"""One module a command. They see everything; nothing but cli imports them. Heavy libraries are imported where used."""
