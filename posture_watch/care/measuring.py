"""How the figures of a page to take along were measured, and what they leave out. The load is not on such a page."""

from __future__ import annotations

from posture_watch.care.claim import Claim

MEASURED: tuple[Claim, ...] = (
    Claim(
        "A camera at the desk estimates whether somebody sits in front of it. Sitting elsewhere is not in these "
        "figures, and time that the camera could not see is left out, not guessed.",
        ("ours",),
    ),
    Claim(
        "Pain, stress and everything in words are what was entered, from 0 to 10 where it is a number. None of it was "
        "measured.",
        ("ours",),
    ),
    Claim(
        "Sitting before: in the two hours before a spasm began, without the last ten minutes. Usual: the median of the "
        "same hours on up to four earlier days, working days or weekends alike, without a spasm near them and seen for "
        "60 % or more.",
        ("maclure_1991", "steffens_2015"),
    ),
    Claim(
        "What went before an episode is not shown to have caused it: somebody may sit more because the pain has begun.",
        ("maclure_1991", "suri_2018"),
    ),
)
"""In the order in which they are shown."""
