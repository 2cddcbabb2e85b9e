"""What the diary's choices are called, in English: outlets retell it. Left and right are the user's own."""

from __future__ import annotations

from posture_watch.core.diary import Before, EntryKind, Onset, Relief, Site

KIND_OF_ENTRY_WORDS: dict[EntryKind, str] = {"spasm": "spasm", "pain": "pain without a spasm"}

SITE_WORDS: dict[Site, str] = {
    "neck": "neck",
    "left_shoulder": "left shoulder",
    "right_shoulder": "right shoulder",
    "upper_back": "upper back",
    "middle_back": "middle of the back",
    "lower_back_left": "lower back on the left",
    "lower_back": "lower back",
    "lower_back_right": "lower back on the right",
    "left_buttock": "left buttock",
    "right_buttock": "right buttock",
    "left_arm": "left arm",
    "right_arm": "right arm",
    "left_leg": "left leg",
    "right_leg": "right leg",
}

ONSET_WORDS: dict[Onset, str] = {"sudden": "suddenly", "gradual": "gradually"}

BEFORE_WORDS: dict[Before, str] = {
    "lift": "lifting something",
    "bend_twist": "bending or twisting",
    "sit": "sitting for a while",
    "drive": "driving",
    "exercise": "sport or exercise",
    "cough_sneeze": "coughing or sneezing",
    "distracted": "distracted",
    "tired": "tired",
    "none": "none of these",
}
"""What was done, or how it was, in the two hours before."""

RELIEF_WORDS: dict[Relief, str] = {
    "moving": "moving about",
    "lying": "lying down",
    "heat": "heat",
    "cold": "cold",
    "medicine": "medicine",
    "stretching": "stretching",
    "massage": "massage",
    "physiotherapy": "physiotherapy",
    "breathing": "calm breathing",
    "other": "something else",
    "nothing": "nothing so far",
}


def sites_words(sites: tuple[Site, ...]) -> list[str]:
    """What the places are called, in their order."""
    return [SITE_WORDS[site] for site in sites]


def before_words(before: tuple[Before, ...]) -> list[str]:
    """What went before, in words."""
    return [BEFORE_WORDS[one] for one in before]


def relief_words(helped: tuple[Relief, ...]) -> list[str]:
    """What helped, in words."""
    return [RELIEF_WORDS[one] for one in helped]
