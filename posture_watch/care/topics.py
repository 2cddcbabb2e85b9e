"""What people are told about causes and reliefs of back pain, and what is known. One topic each, in plain words."""

# ruff: noqa: E501  # a claim a line

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from posture_watch.care.claim import Claim

Kind = Literal["cause", "relief", "where_to_go", "shown_here"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order they are listed."""
KIND_TITLES: dict[Kind, str] = {
    "cause": "What is said to cause it",
    "relief": "What is said to relieve it",
    "where_to_go": "Where to go",
    "shown_here": "What this program shows",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """``told``: what one often hears, no claim of ours. ``known``: what studies and guidelines say. ``so``: one thing
    to do. All English; show ``texts.retold`` of it."""

    key: str
    kind: Kind
    title: str
    told: str
    known: tuple[Claim, ...]
    so: Claim

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All that is claimed, in the order it is shown."""
        return (*self.known, self.so)


_CAUSES = (
    Topic(
        "overuse", "cause", "Overuse and heavy work", "Heavy work wears the back out.",
        (
            Claim("Reviews of lifting, bending, twisting and heavy work found a link with back pain, or none. That it is the cause is not agreed.", ("swain_2020",)),
            Claim("999 people with new pain were asked about the hours before: heavy loads came up more often than on the days earlier (odds ratio 13.6 at the age of 20, 2.7 at 60).", ("steffens_2015",)),
        ),
        Claim("Spread what is heavy over the day, and let a new load grow over weeks.", ("ours",)),
    ),
    Topic(
        "posture", "cause", "Posture at the desk", "Sit up straight, or your back will hurt.",
        (
            Claim("41 reviews were put side by side: there is no agreement that any posture causes back pain.", ("swain_2020",)),
            Claim("Feedback from worn sensors may change posture; a review of 14 studies found no change in pain.", ("lee_2021",)),
            Claim("German and British guidance asks for change, two to four times an hour, not for one right posture.", ("bg_bau", "hse_dse")),
        ),
        Claim("The next position is the best one: change it before it gets long.", ("bg_bau",)),
    ),
    Topic(
        "sitting", "cause", "Hours of sitting", "Sitting is the new smoking.",
        (
            Claim("48 people with a fresh back pain kept a record, 30 of them could be compared with themselves: after a day with more than 6 hours of sitting it flared up more often (odds ratio 4.4). Sitting may also follow a pain that has begun.", ("suri_2018",)),
            Claim("Reviews of sitting by itself found a link, or none.", ("swain_2020",)),
            Claim("In one trial with 193 office workers, fewer of those who were prompted to change position or to take active breaks got back pain (hazard ratios 0.19 and 0.34). A Cochrane review of extra breaks found no clear effect.", ("waongenngarm_2021", "luger_2019")),
        ),
        Claim("Get up every half hour for two or three minutes; after an hour, for five.", ("radwan_2022", "hse_dse")),
    ),
    Topic(
        "injury", "cause", "Injury and sudden movements", "Something is torn, or has slipped out of place.",
        (
            Claim("For most low back pain nobody can say which part it comes from, pictures of the spine included.", ("hartvigsen_2018",)),
            Claim("In the two hours before a sudden pain, people had more often been in an awkward position or distracted while doing something (odds ratios from 2.7 to 25 for what came up more often).", ("steffens_2015",)),
            Claim("After a serious accident, or a small fall in older age, it is another matter: see the warning signs.", ("finucane_2020",)),
        ),
        Claim("Turn your feet instead of your back, and do one thing at a time when you lift.", ("ours",)),
    ),
    Topic(
        "stress", "cause", "Stress and worry", "It is all tension.",
        (
            Claim("Flare-ups of a fresh back pain came more often with stress or low mood (odds ratio 2.5, 30 people).", ("suri_2018",)),
            Claim("A review of 20 studies of strain at work found no link with lasting back pain; how sure that is was rated very low.", ("jahn_2024",)),
            Claim("This program does not guess how you feel. Stress is only ever the number you enter yourself.", ("eu_ai_act",)),
        ),
        Claim("If it does you good, breathe slowly for some minutes: in for 4 seconds, out for 6.", ("ours",)),
    ),
    Topic(
        "water", "cause", "Drinking too little (dehydration)", "Cramps come from a lack of water.",
        (
            Claim("Ten men sweated until they had lost 3 % of their weight: a muscle of the foot cramped no more easily than before. Spasms of the back were not studied.", ("miller_2010",)),
        ),
        Claim("Drink when you are thirsty. Refilling the glass also gets you up.", ("ours",)),
    ),
)  # fmt: skip
_RELIEFS = (
    Topic(
        "rest", "relief", "Rest in bed", "Lie down until it is over.",
        (
            Claim("Guidelines agree: stay active. Long rest in bed slows recovery.", ("nice_ng59", "acp_2017", "lancet_2018")),
        ),
        Claim("Ease off for a while, then keep moving as far as it lets you.", ("nice_ng59", "lancet_2018")),
    ),
    Topic(
        "heat", "relief", "Ice, heat and cold", "Ice for two days, then heat.",
        (
            Claim("Heat wraps gave a small, short relief in a few trials.", ("french_2006", "acp_2017")),
            Claim("For cold there are too few studies to say, and for which of the two is better as well.", ("french_2006",)),
        ),
        Claim("Try heat first, or whichever you like better: at most 20 minutes, a cloth between, not on numb skin.", ("french_2006", "ours")),
    ),
    Topic(
        "medicines", "relief", "Medicines for pain", "Take something against the inflammation.",
        (
            Claim("The British guideline says that an anti-inflammatory medicine may be considered, as little and as short as possible. It does not suit everybody.", ("nice_ng59",)),
            Claim("The British guideline advises against paracetamol alone for low back pain.", ("nice_ng59",)),
        ),
        Claim("Ask a pharmacist or doctor what suits you. This program names no amounts and reminds of no medicine.", ("ours",)),
    ),
    Topic(
        "exercise", "relief", "Exercise, physiotherapy and stretching", "Move, stretch, get stronger.",
        (
            Claim("This has the best support of all: with exercise and education together, about half as many people had a new episode (0.55 times as many, between 0.41 and 0.74).", ("steffens_2016",)),
            Claim("Office workers who stretched and trained their endurance had less back pain (hazard ratio 0.37).", ("sihawong_2014",)),
            Claim("In one trial, two minutes a day with an elastic band, 5 days a week, eased pain in neck and shoulders by 1.4 of 10, compared with information alone.", ("andersen_2011",)),
            Claim("Guidelines recommend exercise, also with physiotherapy; no kind of it is known to be the best.", ("nice_ng59", "acp_2017")),
        ),
        Claim("Choose what you will go on with: posture-watch exercises shows some, posture-watch break guides you.", ("ours",)),
    ),
    Topic(
        "manipulation", "relief", "Chiropractic and other manipulation", "Have it put back into place.",
        (
            Claim("It may help some people. The British guideline recommends it only together with exercise.", ("nice_ng59",)),
        ),
        Claim("If you try it, go on with exercises beside it.", ("nice_ng59",)),
    ),
    Topic(
        "injections", "relief", "Injections into the back", "An injection will settle it.",
        (
            Claim("The British guideline advises against them for low back pain; pain down the leg from a nerve is another question.", ("nice_ng59",)),
        ),
        Claim("If somebody offers you one, ask what it is expected to do for you, and what else there is.", ("ours",)),
    ),
    Topic(
        "surgery", "relief", "Surgery on the back", "In the end only an operation helps.",
        (
            Claim("It is rarely needed: a last resort, mostly for a pressed nerve when nothing else has helped. Warning signs are the exception and cannot wait.", ("nice_ng59", "lancet_2018", "finucane_2020")),
        ),
        Claim("Take your time and ask for a second opinion, unless there is a warning sign.", ("ours",)),
    ),
)  # fmt: skip
_WHERE_TO_GO = (
    Topic(
        "see", "where_to_go", "Who to see first", "See an orthopaedic specialist.",
        (
            Claim("The first stop is a general practitioner or a physiotherapist. With a warning sign it is urgent care.", ("nice_ng59", "lancet_2018", "finucane_2020")),
            Claim("A picture of the spine is not needed as a routine.", ("nice_ng59", "lancet_2018")),
        ),
        Claim("Go if it is no better after a few weeks, keeps coming back, or keeps you from your daily life.", ("finucane_2020",)),
    ),
)  # fmt: skip
_SHOWN_HERE = (
    Topic(
        "load", "shown_here", "The load, and reminders to move", "A high load means that a spasm is near.",
        (
            Claim("The load is an estimate from a camera for people on average: how tired the muscles of trunk and neck would be, and how far tissue gives in a slump. 100 is about where the longest holding times of a standard end.", ("xia_2008", "looft_2018", "mcgill_1992", "iso_11226")),
            Claim("No study links this figure to spasms or pain. It times breaks and nothing more.", ("ours",)),
            Claim("In the laboratory, about half of what the lower back gave way in long full bending was back within two minutes; the rest took longer.", ("mcgill_1992", "courville_2005")),
        ),
        Claim("Take a reminder as a nudge: move if it suits you, and let it pass if it does not.", ("ours",)),
    ),
)  # fmt: skip
TOPICS = (*_CAUSES, *_RELIEFS, *_WHERE_TO_GO, *_SHOWN_HERE)
"""Causes, reliefs, where to go, and what the program's own figures mean."""
