"""The one catalogue of what people read. English is written where it is said; other languages are looked up here."""

from posture_watch.texts.catalogue import english, retold, spoken_language, text, use_language
from posture_watch.texts.choosing import choose, configured_language

__all__ = ["choose", "configured_language", "english", "retold", "spoken_language", "text", "use_language"]
