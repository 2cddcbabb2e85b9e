"""Only well-formed requests can be built, from arguments or from bytes."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture_watch.control.request import MOST_BYTES, MessageError, Request, pack, unpack

ON_A_BUSY_MACHINE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("command", "arguments", "expected"),
    [
        ("status", {}, {}),
        ("pause", {"seconds": 90}, {"seconds": 90.0, "lent": False}),
        ("pause", {"lent": True}, {"seconds": None, "lent": True}),
        ("snooze", {"seconds": None}, {"seconds": None}),
        ("stop", {}, {}),
        ("attend", {"seconds": 8}, {"seconds": 8.0}),
        ("watch", {}, {}),
    ],
)
def test_what_is_sent_arrives(command: Any, arguments: dict[str, object], expected: dict[str, object]) -> None:
    arrived = Request.from_bytes(Request(command, arguments).to_bytes())
    assert arrived.command == command
    assert dict(arrived.arguments) == expected


@pytest.mark.parametrize("seconds", [0, -1, "90", True, 1e12, float("nan"), float("inf"), [], 10**400])
def test_bad_seconds_are_refused(seconds: Any) -> None:
    with pytest.raises(MessageError, match="seconds"):
        Request("pause", {"seconds": seconds})


@pytest.mark.parametrize("seconds", [None, 0, 61, "8"])
def test_a_camera_is_held_open_for_a_moment_only(seconds: Any) -> None:
    with pytest.raises(MessageError, match="seconds"):
        Request("attend", {"seconds": seconds})


@pytest.mark.parametrize(
    ("command", "arguments"), [("format", {}), ([], {}), (None, {}), ("stop", {"seconds": 1}), ("resume", {"x": 1})]
)
def test_unknown_commands_and_arguments_are_refused(command: Any, arguments: dict[str, object]) -> None:
    with pytest.raises(MessageError):
        Request(command, arguments)


def test_arguments_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Request("pause", {"seconds": 5}).arguments["seconds"] = 7  # type: ignore[index]


@ON_A_BUSY_MACHINE
@given(st.binary(max_size=200))
def test_any_bytes_are_a_request_or_a_message_error(message: bytes) -> None:
    with contextlib.suppress(MessageError):
        Request.from_bytes(message)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    max_leaves=8,
)


@ON_A_BUSY_MACHINE
@given(
    st.fixed_dictionaries(
        {
            "command": JSON | st.sampled_from(["pause", "stop"]),
            "arguments": JSON | st.dictionaries(st.just("seconds"), JSON),
        }
    )
)
def test_any_json_is_a_request_or_a_message_error(content: dict[str, Any]) -> None:
    try:
        request = Request.from_bytes(json.dumps(content).encode())
    except MessageError:
        return
    seconds = request.arguments.get("seconds")
    assert seconds is None or seconds > 0


@pytest.mark.parametrize(
    "message", [b"[" * 60000, b'{"a":' * 10000, b'{"command":"pause","arguments":{"seconds":NaN}}', b"9" * 60000]
)
def test_hostile_json_is_a_message_error(message: bytes) -> None:
    with pytest.raises(MessageError):
        Request.from_bytes(message)


def test_a_message_has_a_limit() -> None:
    with pytest.raises(MessageError, match="bytes"):
        pack({"x": "y" * MOST_BYTES})
    assert unpack(pack({"x": "y" * (MOST_BYTES - 20)}))["x"].startswith("y")


@pytest.mark.parametrize("message", [b'{"x": NaN}', b'{"x": -Infinity}', b"[1]", b"null", b'"x"', b"\xff", b"{} {}"])
def test_what_is_not_one_json_object_is_not_read(message: bytes) -> None:
    with pytest.raises(MessageError):
        unpack(message)


def test_nan_is_not_sent() -> None:
    with pytest.raises(MessageError):
        pack({"x": float("nan")})


@pytest.mark.parametrize("lent", [1, "yes", 0.0, []])
def test_lent_is_true_or_false(lent: Any) -> None:
    with pytest.raises(MessageError, match="true or false"):
        Request("pause", {"lent": lent})
