"""What is said about the body has a source, and nobody could take this program for a medical device."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from translating.finding import PACKAGE, claimed_in
from translating.finding import sentences as found_sentences

from posture_watch.care.acute import GUIDANCE
from posture_watch.care.claim import Claim
from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.sources import SOURCES
from posture_watch.care.topics import KINDS, TOPICS
from posture_watch.care.warning_signs import EMERGENCY, ROUTINE, SAME_DAY, URGENCIES
from posture_watch.command_line import build_parser
from posture_watch.config.reference import render_reference
from posture_watch.report.care_text import help_lines, list_lines, topic_lines
from posture_watch.report.html.care_page import about_page, help_page
from posture_watch.texts import catalogue, retold, use_language

FORBIDDEN = re.compile(
    r"diagnos|\btreat(?!y|ies)|\bcur(?:e|es|ed|ing)\b|prevent|predict|forecast|\brisk"
    r"|behand(?:el|l)|(?<!t)heil|vorbeug|verhinder|verhüte|risiko|vorhersag|therapeut",
    re.IGNORECASE,
)
"""What a medical device does: in no sentence, in no language, but in the one disclaimer."""
FALSE_ALARMS = ("physiotherapeut", "physiotherapist")
"""Whom to see has a name."""
EFFECTS = re.compile(
    r"\b(eas(?:es|ed)|reliev(?:es|ed)|slows|heals?|strengthens|recovers?|recovery|loosens|relaxes|calms|calming|calmer"
    r"|studies|study|trials?|guidelines?|muscles?|tissue|spine|nerves?|blood|discs?|healthy"
    r"|good for|bad for|hazard ratio)\b",
    re.IGNORECASE,
)
"""Who says so claims something about the body: a Claim, or one of the sentences below."""


@cache
def sentences() -> dict[str, list[str]]:
    return found_sentences()


@cache
def german() -> dict[str, str]:
    file = Path(catalogue.FOLDER) / "de" / "LC_MESSAGES" / f"{catalogue.DOMAIN}.mo"
    return catalogue.read_mo(file.read_bytes())


def medical(said: str) -> list[str]:
    """The forbidden words of a sentence, apart from the disclaimer and from names of people to see."""
    said = " ".join(said.split())  # a terminal breaks lines
    for allowed in (DISCLAIMER, german().get(DISCLAIMER, DISCLAIMER)):
        said = said.replace(allowed, "")
    for allowed in FALSE_ALARMS:
        said = re.sub(allowed, "", said, flags=re.IGNORECASE)
    return FORBIDDEN.findall(said)


def helps() -> Iterator[tuple[str, str]]:
    """The --help of every command and action."""
    import argparse  # noqa: PLC0415  # its types only here

    def below(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
        yield name, parser.format_help()
        for action in parser._actions:  # pyright: ignore[reportPrivateUsage]  # there is no other way
            if isinstance(action, argparse._SubParsersAction):  # pyright: ignore[reportPrivateUsage]
                for word, inner in action.choices.items():  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
                    yield from below(f"{name} {word}", inner)  # pyright: ignore[reportUnknownArgumentType]

    yield from below("posture-watch", build_parser())


@pytest.mark.parametrize(
    "said",
    ["This prevents spasms.", "Your risk score", "How to treat it", "a cure", "Diagnosis: slumped", "It predicts pain.",
     "Das heilt.", "Zur Vorbeugung", "Ihr Risiko", "eine Behandlung"],
)  # fmt: skip
def test_such_words_are_found(said: str) -> None:
    assert medical(said) != []


@pytest.mark.parametrize("said", ["secure", "a treaty", "vorgebeugt", "Physiotherapeutin", "asterisk", "vorteilhaft"])
def test_other_words_are_left_alone(said: str) -> None:
    assert medical(said) == []


def test_no_sentence_of_ours_speaks_as_a_medical_device() -> None:
    assert [sentence for sentence in sentences() if medical(sentence)] == []


def test_nor_does_one_in_german() -> None:
    done = german()
    assert len(done) > 500
    assert [said for english, said in done.items() if english != DISCLAIMER and medical(said)] == []


def test_nor_does_the_help_of_a_command() -> None:
    said = dict(helps())
    assert "posture-watch diary follow-up" in said
    assert {name: words for name, help_text in said.items() if (words := medical(help_text))} == {}


def test_nor_do_the_settings_and_the_sources() -> None:
    assert medical(render_reference()) == []
    assert [source.key for source in SOURCES.values() if medical(source.cited)] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_nor_does_a_whole_page(language: str) -> None:
    use_language(language)
    try:
        pages = ["\n".join(lines) for lines in (help_lines(), list_lines(), *map(topic_lines, TOPICS))]
        pages += [help_page(), about_page()]
        assert [page[:200] for page in pages if medical(page)] == []
        assert all(retold(DISCLAIMER) in page for page in pages[-2:])
    finally:
        use_language("en")


def test_the_disclaimer_stands_once() -> None:
    with_words = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "medical device. It does not" in path.read_text(encoding="utf-8")
    ]
    assert with_words == ["care/disclaimer.py"]


@pytest.mark.parametrize("sources", [(), ("nobody_2020",), ("nice_ng59", "nobody_2020")])
def test_a_claim_without_a_known_source_cannot_be_built(sources: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="known sources"):
        Claim("Cold showers are wonderful.", sources)


def test_a_claim_says_something() -> None:
    with pytest.raises(ValueError, match="needs words"):
        Claim("", ("nice_ng59",))


def test_every_source_says_what_it_is() -> None:
    assert [key for key, source in SOURCES.items() if key != source.key or len(source.cited) < 20] == []
    assert len({source.cited for source in SOURCES.values()}) == len(SOURCES)


def claims() -> set[str]:
    """The words of every Claim in the package, as the catalogue has them."""
    return {
        words
        for path in sorted(PACKAGE.rglob("*.py"))
        for words in claimed_in(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_who_says_what_something_does_to_the_body_makes_it_a_claim() -> None:
    """A bare sentence would have no source. What is no claim about the body stands in NO_CLAIMS, with its reason."""
    claimed = claims()
    assert len(claimed) > 50
    bare = [said for said in sentences() if EFFECTS.search(said) and said not in claimed and said not in NO_CLAIMS]
    assert bare == []


NO_CLAIMS = {"Plain advice of this program; no study of its own stands behind it"}
"""That is a source."""


def test_a_bare_claim_would_be_noticed() -> None:
    assert EFFECTS.search("Stretching relieves the muscles.")
    assert not EFFECTS.search("Time to change position")


def test_every_cause_and_relief_that_people_are_told_about_is_there() -> None:
    keys = {kind: [topic.key for topic in TOPICS if topic.kind == kind] for kind in KINDS}
    assert keys["cause"] == ["overuse", "posture", "sitting", "injury", "stress", "water"]
    assert keys["relief"] == ["rest", "heat", "medicines", "exercise", "manipulation", "injections", "surgery"]
    assert keys["where_to_go"] == ["see"]
    assert keys["shown_here"] == ["load"]
    assert all(topic.known and topic.told for topic in TOPICS)


def test_nothing_names_an_amount_of_a_medicine_or_of_water() -> None:
    amount = re.compile(r"\b\d+\s?(mg|ml|g|l|litres?|glasses|Liter|Gläser)\b")
    said = [*sentences(), *german().values()]
    assert [sentence for sentence in said if amount.search(sentence)] == []


def test_the_warning_signs_are_one_static_page() -> None:
    assert URGENCIES == (EMERGENCY, SAME_DAY, ROUTINE)
    assert help_page() == help_page()
    assert "<script" not in help_page()
    assert "<form" not in help_page()
    assert "<input" not in help_page()
    assert not any("?" in sign.words for urgency in URGENCIES for sign in urgency.signs)
    lines = "\n".join(help_lines())
    assert lines.index("EMERGENCY") < lines.index("CALL TODAY") < lines.index("NEXT DAYS")
    assert [word for word in ("112", "911", "local") if word not in EMERGENCY.what_to_do] == []
    assert "not proven" in lines


@pytest.mark.parametrize(
    "sign",
    ["genitals", "back passage", "inner thighs", "pass water", "hold your stool", "weakness in both legs",
     "serious accident", "chest", "Fever", "foot that hangs", "Weight loss", "cancer", "night", "small fall, in older",
     "osteoporosis", "steroid", "immune", "shoulder blades", "swelling", "few weeks", "coming back", "daily life",
     "below the knee"],
)  # fmt: skip
def test_no_warning_sign_is_missing(sign: str) -> None:
    assert sum(sign in claim.words for urgency in URGENCIES for claim in urgency.signs) == 1


def test_the_first_hours_say_what_was_asked_for() -> None:
    said = " ".join(claim.words for guidance in GUIDANCE for claim in guidance.claims)
    for word in ("move", "Heat", "cold", "pharmacist", "Lie on your back", "within weeks", "20 minutes", "cloth"):
        assert word in said + " ".join(guidance.title for guidance in GUIDANCE), word


def test_the_pages_fit_a_terminal() -> None:
    assert all(len(line) <= 80 for lines in (help_lines(), list_lines()) for line in lines)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_each_claim_is_shown_with_its_sources(topic: object) -> None:
    from posture_watch.care.topics import Topic  # noqa: PLC0415  # for the type checker

    assert isinstance(topic, Topic)
    page = " ".join(" ".join(topic_lines(topic)).split())
    shown = re.findall(r"\[(\d+(?:, \d+)*)\]", page.partition("Sources")[0])
    assert len(shown) == len(topic.claims)
    for claim in topic.claims:
        assert " ".join(claim.words.split()) in page.replace(" - ", " ")
        for key in claim.sources:
            assert " ".join(SOURCES[key].cited.split()) in page


def test_the_page_names_every_source_it_counts() -> None:
    page = about_page()
    asked = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
    there = {int(number) for number in re.findall(r'id="source-(\d+)"', page)}
    assert asked == there == set(range(1, len(there) + 1))
