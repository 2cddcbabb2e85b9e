"""Whether the system's privacy settings refuse the camera, and which page of them allows it."""

from __future__ import annotations

import platform

from posture_watch.capture import mac_privacy
from posture_watch.capture.source import SourceLost
from posture_watch.texts import english


def refusal(camera: str) -> SourceLost | None:
    """Why ``camera`` (a label) may not be opened, as far as the system says so before. Linux says it at the opening."""
    system = platform.system()
    if system == "Darwin":
        return mac_refusal(camera, mac_privacy.authorization())
    if system == "Windows":
        from posture_watch.capture.windows_consent import consents, forbidden  # noqa: PLC0415 (only needed there)

        return windows_refusal(camera) if forbidden(consents()) else None
    return None


def mac_refusal(camera: str, status: int | None) -> SourceLost | None:
    """From AVFoundation's answer: refused is an error; not asked yet is none, for the opening asks."""
    if status == mac_privacy.DENIED:
        return SourceLost(
            "forbidden", english("macOS does not let this program use {camera}.", camera=camera), _mac_page()
        )
    if status == mac_privacy.RESTRICTED:
        advice = english("Whoever looks after this Mac has switched cameras off (Screen Time or a profile): ask them.")
        return SourceLost("forbidden", english("macOS does not let this program use {camera}.", camera=camera), advice)
    return None


def asked(camera: str) -> SourceLost | None:
    """After a failed opening: whether the system is asking the user just now."""
    return mac_question(camera, mac_privacy.authorization()) if platform.system() == "Darwin" else None


def mac_question(camera: str, status: int | None) -> SourceLost | None:
    """From AVFoundation's answer after a failed opening, which made it ask the user."""
    if status != mac_privacy.NOT_ASKED:
        return None
    asks = english("macOS asks whether this program may use {camera}.", camera=camera)
    return SourceLost("forbidden", asks, english("Say Allow; it is taken up by itself."))


def windows_refusal(camera: str) -> SourceLost:
    """A switch that counts for all desktop programs is off."""
    return SourceLost(
        "forbidden",
        english("Windows does not let desktop programs use {camera}.", camera=camera),
        english(
            "Settings > Privacy & security > Camera (ms-settings:privacy-webcam): switch on Camera access and "
            "Let desktop apps access your camera."
        ),
    )


def _mac_page() -> str:
    return english(
        "System Settings > Privacy & Security > Camera: switch on the program that you start this with "
        "(Terminal, or posture-watch), then start it again."
    )
