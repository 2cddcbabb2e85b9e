"""Looks a sentence up in the chosen language. A sentence that has no translation is said in English, never dropped."""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from

from posture_watch.texts.templates import Templates

DOMAIN = "posture_watch"
FOLDER = Path(__file__).with_name("locale")
_MAGIC = 0x950412DE

_known: dict[str, str] = {}
_templates = Templates(_known)
_language = "en"


def use_language(language: str) -> None:
    """Speak ``language`` from now on ("en", "de"). One that has no catalogue is English."""
    global _known, _templates, _language  # noqa: PLW0603  # one process speaks one language
    file = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    _language = language if file.is_file() else "en"
    _known = read_mo(file.read_bytes()) if _language != "en" else {}
    _templates = Templates(_known)


def spoken_language() -> str:
    """The language that sentences are said in: "en", "de"."""
    return _language


def read_mo(mo: bytes) -> dict[str, str]:
    """English to the other language, of a gettext file as our script writes it (little endian, UTF-8, no plurals)."""
    magic, _, count, originals, translations = unpack_from("<5I", mo)
    if magic != _MAGIC:
        raise ValueError("not a catalogue")
    english, said = (unpack_from(f"<{2 * count}I", mo, table) for table in (originals, translations))

    def entries(table: tuple[int, ...]) -> list[str]:
        return [mo[start : start + length].decode() for length, start in zip(table[::2], table[1::2], strict=True)]

    known = dict(zip(entries(english), entries(said), strict=True))
    known.pop("", None)  # the header
    return known


def text(sentence: str, /, **values: object) -> str:
    """``sentence`` in the language of the user, then formatted with ``values`` as str.format does.

    It is written out where it is said (no variable, no f-string), so that it is found for the catalogue.
    """
    said = _known.get(sentence, sentence)
    return said.format(**values) if values else said


def english(sentence: str, /, **values: object) -> str:
    """``sentence`` formatted, in English: for what programs read too, and other rooms retell to people."""
    return sentence.format(**values) if values else sentence


def retold(sentence: str) -> str:
    """What another room (or process) has put together in English, in the language of the user.

    A sentence with values in it is recognised by its words, and its values are retold in turn. What is not known,
    a name or a rule of the user's own, stays as it is.
    """
    return _templates.retold(sentence) if _known else sentence
