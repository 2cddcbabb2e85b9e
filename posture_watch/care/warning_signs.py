"""The warning signs: one static page, the same for everybody, the most urgent first. It asks and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.care.claim import Claim


@dataclass(frozen=True, slots=True)
class Urgency:
    """Signs that mean the same haste. ``title`` and ``what_to_do`` are English; show ``texts.retold`` of them."""

    key: str
    title: str
    what_to_do: str
    signs: tuple[Claim, ...]


_FRAMEWORK = ("finucane_2020",)
TITLE = "Warning signs"
INTRODUCTION = Claim(
    "Back pain rarely means something serious. These signs can, rarely. For most of them it is not proven how well "
    "they tell: having one does not mean that something is wrong, and having none does not mean that nothing is.",
    _FRAMEWORK,
)
"""Stands above the signs."""
EMERGENCY = Urgency(
    "emergency",
    "Emergency: call now",
    "Call the emergency services: 112 in Europe, 911 in North America, else your local number. Do not drive yourself.",
    (
        Claim("New numbness around the genitals, the back passage or the inner thighs", _FRAMEWORK),
        Claim("You cannot start to pass water, do not feel it, or cannot hold it", _FRAMEWORK),
        Claim("You cannot hold your stool", _FRAMEWORK),
        Claim("Severe or worsening weakness in both legs", _FRAMEWORK),
        Claim("Pain after a serious accident", _FRAMEWORK),
        Claim("Back pain together with pain in the chest", _FRAMEWORK),
    ),
)
SAME_DAY = Urgency(
    "same_day",
    "Call today",
    "Call a doctor's practice or the medical on-call service today, at the weekend too.",
    (
        Claim("Fever, or feeling ill", _FRAMEWORK),
        Claim("Weakness in one leg, a foot that hangs down, or either getting worse", _FRAMEWORK),
        Claim("Weight loss that nothing explains, or cancer now or in the past", _FRAMEWORK),
        Claim("Constant pain at night", _FRAMEWORK),
        Claim("Pain after a small fall, in older age, with osteoporosis or with steroid medicine", _FRAMEWORK),
        Claim("A weakened immune system", _FRAMEWORK),
        Claim("Pain between the shoulder blades", _FRAMEWORK),
        Claim("A change of shape or a swelling that can be seen", _FRAMEWORK),
    ),
)
ROUTINE = Urgency(
    "routine",
    "Ask in the next days",
    "Make an appointment with your doctor's practice or a physiotherapist.",
    (
        Claim("No better after a few weeks", _FRAMEWORK),
        Claim("Pain that keeps coming back", _FRAMEWORK),
        Claim("Pain that keeps you from your daily life", _FRAMEWORK),
        Claim("Pain or numbness in the leg, below the knee", _FRAMEWORK),
    ),
)
URGENCIES = (EMERGENCY, SAME_DAY, ROUTINE)
"""The most urgent first."""
IN_DOUBT = "If you are in doubt, call. Nobody minds."
"""The last line of the page."""
