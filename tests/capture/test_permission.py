"""Refused, told apart from absent and busy: what other systems answer, injected. None of it has run there."""

from __future__ import annotations

import pytest

from posture_watch.capture.mac_privacy import ALLOWED, DENIED, NOT_ASKED, RESTRICTED, authorization
from posture_watch.capture.permission import mac_question, mac_refusal, windows_refusal
from posture_watch.capture.windows_consent import Consent, WindowsSharing, consents, forbidden, short_name, using

STARTED_S = 1_800_000_000.0
TICKS = (int(STARTED_S) + 11_644_473_600) * 10_000_000
ZOOM, OURS = "C:#Program Files#Zoom#bin#Zoom.exe", "C:#Python#python.exe"


def test_what_macos_answers() -> None:
    denied, restricted = mac_refusal("camera 0", DENIED), mac_refusal("camera 0", RESTRICTED)
    assert denied is not None
    assert restricted is not None
    assert (denied.kind, denied.message) == ("forbidden", "macOS does not let this program use camera 0.")
    assert denied.advice.startswith("System Settings > Privacy & Security > Camera")
    assert "ask them" in restricted.advice
    assert [mac_refusal("camera 0", status) for status in (ALLOWED, NOT_ASKED, None)] == [None, None, None]
    asking = mac_question("camera 0", NOT_ASKED)
    assert asking is not None
    assert (asking.kind, asking.advice) == ("forbidden", "Say Allow; it is taken up by itself.")
    assert mac_question("camera 0", ALLOWED) is None
    assert authorization() in (None, NOT_ASKED, RESTRICTED, DENIED, ALLOWED)


def test_a_switch_for_all_desktop_programs_counts_one_of_another_program_does_not() -> None:
    assert not forbidden([])
    assert not forbidden([Consent("", denied=False), Consent(ZOOM, denied=True)])
    assert forbidden([Consent("", denied=False), Consent("", denied=True)])
    refused = windows_refusal("camera 0")
    assert refused.kind == "forbidden"
    assert "ms-settings:privacy-webcam" in refused.advice
    assert isinstance(consents(), list)


@pytest.mark.parametrize(
    ("consent", "uses"),
    [
        (Consent(ZOOM, denied=False, began=TICKS + 1, stopped=0), True),
        (Consent(ZOOM, denied=False, began=TICKS + 1, stopped=TICKS + 2), False),
        (Consent(ZOOM, denied=False), False),
        (Consent(ZOOM, denied=False, began=TICKS - 3_600 * 10_000_000, stopped=0), False),
        (Consent(OURS, denied=False, began=TICKS + 1, stopped=0), False),
        (Consent("", denied=False, began=TICKS + 1, stopped=0), False),
    ],
    ids=["uses it", "has stopped", "never did", "left by a crash before the start", "ourselves", "the switch"],
)
def test_who_uses_a_camera_on_windows(consent: Consent, uses: bool) -> None:
    assert bool(using([consent], own=[r"c:\python\PYTHON.EXE"], started_utc_s=STARTED_S)) is uses


def test_names_of_windows_programs() -> None:
    assert short_name(ZOOM) == "Zoom"
    assert short_name("MSTeams_8wekyb3d8bbwe") == "MSTeams"


def test_on_windows_a_program_that_uses_a_camera_gets_it_unless_its_entry_is_stale() -> None:
    far = TICKS * 2
    store: list[Consent] = []
    running = {ZOOM}
    sharing = WindowsSharing(lambda: store, lambda program: program in running, own=())
    assert sharing.taken_by("0", 0.0) is None
    sharing.opened("0", 0.0)
    store.append(Consent(ZOOM, denied=False, began=far, stopped=0))
    assert sharing.wanted_by(1.0) is None, "not at every picture"
    assert sharing.wanted_by(4.0) == "Zoom"
    assert sharing.taken_by("0", 5.0) == "Zoom"
    running.clear()
    assert sharing.taken_by("0", 9.0) is None, "it crashed and left its entry"
    running.add(ZOOM)
    store[0] = Consent(ZOOM, denied=False, began=far + 1, stopped=0)
    assert sharing.taken_by("0", 12.0) == "Zoom", "and uses it anew"
