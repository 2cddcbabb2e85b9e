"""Looks a sentence up in the chosen language. A sentence that has no translation is said in English, never dropped."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    from posture_watch.texts.templates import Templates

DOMAIN = "posture_watch"
# no pathlib: it takes longer than `status` asking the monitor
FOLDER = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120
_MAGIC = 0x950412DE

_known: dict[str, str] = {}
_templates: Templates | None = None
_language = "en"


def use_language(language: str) -> None:
    """Speak ``language`` from now on ("en", "de"). One that has no catalogue is English."""
    global _known, _templates, _language  # noqa: PLW0603  # one process speaks one language
    _language, _known, _templates = "en", {}, None
    if language == "en":
        return
    try:
        with open(f"{FOLDER}/{language}/LC_MESSAGES/{DOMAIN}.mo", "rb") as file:  # noqa: PTH123  # as above
            found = file.read()
    except OSError:
        return
    from posture_watch.texts.templates import Templates  # noqa: PLC0415  # English needs none

    _language, _known = language, read_mo(found)
    _templates = Templates(_known)


def spoken_language() -> str:
    """The language that sentences are said in: "en", "de"."""
    return _language


def read_mo(mo: bytes) -> dict[str, str]:
    """English to the other language, of a gettext file as our script writes it (little endian, UTF-8, no plurals)."""
    from struct import unpack_from  # noqa: PLC0415  # English needs none

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
    return _templates.retold(sentence) if _templates else sentence
