"""The steps of the first run in their order, and what each says. No window system is needed to know them."""

from __future__ import annotations

from typing import Literal, get_args

from posture_watch.texts import text

Step = Literal["promise", "camera", "upright", "notification", "login"]
STEPS: tuple[Step, ...] = get_args(Step)
WITH_CAMERA: frozenset[Step] = frozenset(("camera", "upright"))
"""Only here is the camera on; on leaving, a running monitor has it back."""


def after(step: Step) -> Step | None:
    """The next one; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def before(step: Step) -> Step | None:
    """The one before; None before the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


def title(step: Step) -> str:
    """What stands above a step."""
    titles: dict[Step, str] = {
        "promise": text("What happens with your picture"),
        "camera": text("Your camera"),
        "upright": text("Your upright posture"),
        "notification": text("A reminder, to try"),
        "login": text("Ready"),
    }
    return titles[step]


def lead(step: Step) -> str:
    """What to do at a step, in a sentence or two."""
    leads: dict[Step, str] = {
        "promise": promise(),
        "camera": text("Choose the camera that looks at you. This picture is shown to you only, and kept nowhere."),
        "upright": text(
            "Sit as you would like to sit, look at the screen, and keep still until the bar is full. "
            "All reminders are measured from this."
        ),
        "notification": text("This is how a reminder will look. It is quiet, and goes away by itself."),
        "login": text("posture_watch lives in the tray: there you see how you sit, pause it, and find your report."),
    }
    return leads[step]


def promise() -> str:
    """The three sentences, and what this is not, a paragraph each."""
    return "\n\n".join(
        (
            text("Your camera's picture is looked at on this computer, and nothing of it ever leaves it."),
            text("No picture is kept: only how you sat is logged, in a file that you alone can read."),
            text("You can turn it off at any time, and see at any time whether the camera is on."),
            text("It is not a medical device."),
        )
    )


def number_text(step: Step) -> str:
    """Where we are."""
    return text("Step {number} of {all}", number=STEPS.index(step) + 1, all=len(STEPS))
