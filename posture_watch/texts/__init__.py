"""The one catalogue of what people read. English is written where it is said; other languages are looked up here."""

from posture_watch.texts.catalogue import text, use_language

__all__ = ["text", "use_language"]
