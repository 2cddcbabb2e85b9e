"""Looking up and retelling: what is known is translated, what is not stays English, and no value is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from posture_watch.texts import catalogue, retold, text, use_language
from posture_watch.texts.templates import LEAST_LETTERS, PLACE, Templates

GERMAN = Path(catalogue.FOLDER) / "de" / "LC_MESSAGES" / "posture_watch.mo"


def known() -> dict[str, str]:
    return catalogue.read_mo(GERMAN.read_bytes())


def test_english_is_what_is_written() -> None:
    assert text("Sitting: {time}.", time="5 min") == "Sitting: 5 min."
    assert retold("nobody at the desk") == "nobody at the desk"


def test_another_language_is_looked_up_and_then_filled() -> None:
    use_language("de")
    assert text("Sitting: {time}.", time="5 min") == "Gesessen: 5 min."


def test_what_has_no_translation_is_said_in_english() -> None:
    use_language("de")
    assert text("A sentence of {year}, unknown", year=1999) == "A sentence of 1999, unknown"
    assert retold("A sentence of 1999, unknown") == "A sentence of 1999, unknown"
    assert retold("my own rule") == "my own rule"
    assert text("") == retold("") == ""


@pytest.mark.parametrize("language", ["fr", "xx", "../../etc", ""])
def test_a_language_without_a_catalogue_is_english(language: str) -> None:
    use_language("de")
    use_language(language)
    assert text("Posture") == "Posture"


def test_a_file_that_is_no_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="not a catalogue"):
        catalogue.read_mo(b"\0" * 40)


def test_the_catalogue_is_a_gettext_file_that_others_read_alike() -> None:
    import gettext  # noqa: PLC0415

    with GERMAN.open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    ours = known()
    assert len(ours) > 500
    assert "" not in ours
    assert all(theirs.gettext(english) == said for english, said in ours.items())


def test_a_capital_at_the_start_is_kept() -> None:
    use_language("de")
    assert retold("Nobody at the desk") == "Niemand am Platz"
    assert retold("nobody at the desk") == "niemand am Platz"


def test_values_are_retold_in_turn_and_lists_word_by_word() -> None:
    use_language("de")
    assert retold("time to change position (head low, leaning in)") == (
        "Zeit, die Haltung zu wechseln (Kopf tief, vorgebeugt)"
    )
    assert retold("head low in 5 min") == "Kopf tief in 5 min"
    assert retold("my own rule in 1 h 05 min") == "my own rule in 1 h 05 min"
    assert retold("head low, my own rule") == "head low, my own rule"


def test_a_list_of_reasons_keeps_the_names_before_them() -> None:
    use_language("de")
    assert (
        retold("logind: no answer; dunst: an error without text")
        == "logind: keine Antwort; dunst: ein Fehler ohne Text"
    )
    assert retold("logind: no answer") == "logind: keine Antwort"
    assert retold("logind: no answer; dunst: who knows") == "logind: no answer; dunst: who knows"


def test_a_name_with_braces_in_it_stays_a_name() -> None:
    use_language("de")
    assert retold("camera 0 ({name}) sends no frames.") == "Kamera 0 ({name}) sendet keine Bilder."


def test_a_place_for_a_time_holds_nothing_but_a_time() -> None:
    templates = Templates({"{what} in {time}": "{what} nach {time}"})
    assert templates.retold("slow in 40 s") == "slow nach 40 s"
    assert templates.retold("slow in 2 h 05 min") == "slow nach 2 h 05 min"
    assert templates.retold("a wolf in sheep's clothing") == "a wolf in sheep's clothing"


def test_few_letters_recognise_nothing() -> None:
    templates = Templates({"{a} is {b}": "{a} ist {b}"})
    assert templates.retold("this is that") == "this is that"


def test_the_sentence_with_most_words_wins() -> None:
    templates = Templates({"{who} is away": "{who} fort", "{who} is very far away": "{who} ganz weit fort"})
    assert templates.retold("Ann is very far away") == "Ann ganz weit fort"


def test_a_place_that_comes_twice_holds_the_same() -> None:
    templates = Templates({"from {a} to {b} and {a}": "von {a} nach {b}, {a}"})
    assert templates.retold("from here to there and here") == "von here nach there, here"
    assert templates.retold("from here to there and anywhere") == "from here to there and anywhere"


def filled(sentence: str) -> str:
    """Values that are no words of ours in all places: times, clocks, and figures that tell the places apart."""
    values = {"time": "41 min", "clock": "14:30", "index": "4 (Xy)"}
    return PLACE.sub(
        lambda place: values.get(place[1].rstrip("0123456789"), f"7{len(place[1])}{place[1][0]}"), sentence
    )


def test_every_sentence_with_places_is_recognised_as_itself() -> None:
    use_language("de")
    wrong = [
        (english, retold(filled(english)))
        for english, said in known().items()
        if PLACE.search(english) and is_recognisable(english) and retold(filled(english)) != filled(said)
    ]
    assert wrong == []


def is_recognisable(english: str) -> bool:
    return len(re.findall(r"[^\W\d_]", PLACE.sub("", english))) >= LEAST_LETTERS


def test_the_folder_of_the_catalogue_is_in_the_package() -> None:
    assert Path(catalogue.__file__).parent in Path(catalogue.FOLDER).parents
