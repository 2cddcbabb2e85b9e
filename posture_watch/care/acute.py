"""What may help in the first hours and days. The same for everybody: nothing is asked, nothing concluded."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.care.claim import Claim


@dataclass(frozen=True, slots=True)
class Guidance:
    """One thing to do now; ``brief``: how, short enough to stand beside the title where there is little room.

    ``title`` is English, show ``texts.retold`` of it and of each claim.
    """

    title: str
    brief: Claim
    claims: tuple[Claim, ...]


GUIDANCE: tuple[Guidance, ...] = (
    Guidance(
        "Keep moving a little",
        Claim("a few steps every half hour or so.", ("nice_ng59", "lancet_2018", "ours")),
        (
            Claim("Ease off for a moment, then move as far as it lets you: a few steps, every half hour or so.",
                  ("nice_ng59", "lancet_2018", "ours")),
            Claim("Long rest in bed slows recovery.", ("acp_2017", "lancet_2018")),
        ),
    ),
    Guidance(
        "Find a position of ease",
        Claim("lower legs on a chair, or on your side.", ("ours",)),
        (
            Claim("Lie on your back with your lower legs on a chair, or on your side with a cushion between your "
                  "knees. Which one eases it differs from person to person.", ("ours",)),
            Claim("Stay some minutes, not hours; roll onto your side first and push yourself up with your arms.",
                  ("lancet_2018", "ours")),
        ),
    ),
    Guidance(
        "Try heat, or cold if you like it better",
        Claim("20 minutes at most, with a cloth.", ("ours",)),
        (
            Claim("Heat has some support in studies, for a small and short relief. For cold there is too little to "
                  "say.", ("french_2006", "acp_2017")),
            Claim("At most 20 minutes at a time, a cloth between, never on skin that is numb, and not while asleep.",
                  ("ours",)),
        ),
    ),
    Guidance(
        "Ask a pharmacist about pain relief",
        Claim("say what else you take.", ("nice_ng59", "ours")),
        (
            Claim("Say what else you take and what illnesses you have, and ask which remedy suits you, for how short "
                  "a time, and what to watch for.", ("nice_ng59", "ours")),
            Claim("The British guideline advises against paracetamol alone for low back pain.", ("nice_ng59",)),
        ),
    ),
    Guidance(
        "Breathe slowly, if it does you good",
        Claim("in for 4 seconds, out for 6.", ("ours",)),
        (
            Claim("In for 4 seconds, out for 6, for two minutes or more. Some find it calming, no more is claimed.",
                  ("ours",)),
        ),
    ),
    Guidance(
        "Give it time",
        Claim("go back to what you usually do step by step.", ("nice_ng59", "lancet_2018")),
        (
            Claim("Most people are much better within weeks: on average pain falls by more than half in the first "
                  "month. It often comes back at some time, too.", ("pengel_2003",)),
            Claim("Go back to what you usually do step by step, also if it still hurts somewhat.",
                  ("nice_ng59", "lancet_2018")),
        ),
    ),
)  # fmt: skip
"""In the order of the first hours."""
