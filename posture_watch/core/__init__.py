"""The pure core: standard library only, no clock, no I/O. Time enters with a Scene, facts leave as Events."""
