"""Who gets the camera, and when: processes that open, stream, look and leave."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from posture_watch.capture.open_alarm import OpenAlarm
from posture_watch.capture.other_users import DeviceUser, device_users
from posture_watch.capture.sharing import LinuxSharing

DEVICE = "/dev/video0"


class Neighbours:
    """Other processes, as /proc would tell of them; ``asked`` counts the looks at all of them."""

    def __init__(self) -> None:
        self.users: dict[int, DeviceUser] = {}
        self.asked = 0

    def opens(self, pid: int, program: str, *descriptors: int, streams: bool = False) -> None:
        self.users[pid] = DeviceUser(pid, program, frozenset(descriptors), streams)

    def __call__(self, device: Path, *, among: Iterable[int] | None = None) -> tuple[DeviceUser, ...]:
        if among is None:
            self.asked += 1
        return tuple(user for user in self.users.values() if among is None or user.pid in among)


@pytest.fixture
def neighbours() -> Neighbours:
    return Neighbours()


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """Stands for the device, so that it can really be opened."""
    path = tmp_path / "video0"
    path.touch()
    return path


@pytest.fixture
def sharing(neighbours: Neighbours, node: Path) -> LinuxSharing:
    return LinuxSharing(neighbours, node_of=lambda _: node)


def test_a_program_that_keeps_the_device_open_without_pictures_is_no_reason(
    sharing: LinuxSharing, neighbours: Neighbours
) -> None:
    neighbours.opens(7, "pipewire", 12)
    assert sharing.taken_by(DEVICE, 0.0) is None
    sharing.opened(DEVICE, 0.5)
    assert sharing.wanted_by(1.0) is None
    assert sharing.taken_by(DEVICE, 15.0) is None


def test_a_program_that_streams_has_the_camera_until_it_stops(sharing: LinuxSharing, neighbours: Neighbours) -> None:
    assert sharing.taken_by(DEVICE, 0.0) is None
    neighbours.opens(8, "zoom", 5, streams=True)
    assert sharing.taken_by(DEVICE, 15.0) == "zoom"
    neighbours.asked = 0
    assert all(sharing.taken_by(DEVICE, now_s) == "zoom" for now_s in range(16, 3000, 4))
    assert neighbours.asked == 0, "during a call only the caller is asked, not every process"
    neighbours.users.clear()
    assert sharing.taken_by(DEVICE, 3000.0) is None


def test_a_program_that_stopped_streaming_and_keeps_the_device_open_is_not_waited_for(
    sharing: LinuxSharing, neighbours: Neighbours
) -> None:
    sharing.taken_by(DEVICE, 0.0)
    neighbours.opens(8, "zoom", 5, streams=True)
    assert sharing.taken_by(DEVICE, 15.0) == "zoom"
    neighbours.opens(8, "zoom", 5)
    assert sharing.taken_by(DEVICE, 20.0) is None


def test_a_program_that_opened_it_since_gets_half_a_minute(sharing: LinuxSharing, neighbours: Neighbours) -> None:
    sharing.taken_by(DEVICE, 0.0)
    neighbours.opens(9, "cheese", 4)
    assert sharing.taken_by(DEVICE, 15.0) == "cheese"
    assert sharing.taken_by(DEVICE, 44.0) == "cheese"
    assert sharing.taken_by(DEVICE, 46.0) is None, "it only keeps it open"
    assert sharing.taken_by(DEVICE, 60.0) is None
    neighbours.opens(9, "cheese", 4, 6)
    assert sharing.taken_by(DEVICE, 75.0) == "cheese", "it has opened it once more"


def test_while_we_stream_nobody_is_looked_for_until_the_device_is_opened(
    sharing: LinuxSharing, neighbours: Neighbours, node: Path
) -> None:
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.5)
    neighbours.asked = 0
    assert all(sharing.wanted_by(float(now_s)) is None for now_s in range(1, 1000))
    assert neighbours.asked == 0
    neighbours.opens(9, "cheese", 4)
    node.open().close()
    assert sharing.wanted_by(1000.0) == "cheese"
    assert sharing.taken_by(DEVICE, 1001.0) == "cheese"


def test_a_program_that_came_and_went_gets_a_moment_to_come_back_but_not_again_and_again(
    sharing: LinuxSharing, node: Path
) -> None:
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.0)
    node.open().close()
    assert sharing.wanted_by(1.0) == ""
    assert sharing.taken_by(DEVICE, 10.0) == ""
    assert sharing.taken_by(DEVICE, 12.0) is None
    sharing.opened(DEVICE, 12.0)
    node.open().close()
    assert sharing.wanted_by(13.0) is None, "something lists the cameras all the time"
    node.open().close()
    assert sharing.wanted_by(62.0) == ""


def test_between_looks_only_who_had_it_open_is_asked_until_somebody_opens_it(
    sharing: LinuxSharing, neighbours: Neighbours, node: Path
) -> None:
    neighbours.opens(7, "pipewire", 12)
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.0)
    neighbours.asked = 0
    for now_s in (15.0, 30.0, 45.0):
        assert sharing.taken_by(DEVICE, now_s) is None
        sharing.opened(DEVICE, now_s)
    assert neighbours.asked == 0
    neighbours.opens(7, "pipewire", 12, streams=True)
    assert sharing.taken_by(DEVICE, 50.0) == "pipewire", "it streams without opening it again"
    neighbours.opens(7, "pipewire", 12)
    neighbours.opens(9, "cheese", 4)
    node.open().close()
    assert sharing.taken_by(DEVICE, 55.0) == "cheese"
    assert sharing.taken_by(DEVICE, 59.0) == "cheese", "still there although nothing rang again"


def test_who_was_handed_the_device_is_found_within_five_minutes(sharing: LinuxSharing, neighbours: Neighbours) -> None:
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.0)
    neighbours.opens(9, "cheese", 4, streams=True)
    assert sharing.taken_by(DEVICE, 300.0) == "cheese"


def test_a_program_that_was_seen_and_left_gets_the_moment_too(
    sharing: LinuxSharing, neighbours: Neighbours, node: Path
) -> None:
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.0)
    neighbours.opens(9, "cheese", 4)
    node.open().close()
    assert sharing.wanted_by(1.0) == "cheese"
    neighbours.users.clear()
    assert sharing.taken_by(DEVICE, 2.0) == ""
    neighbours.opens(10, "cheese", 4, streams=True)
    node.open().close()
    assert sharing.taken_by(DEVICE, 4.0) == "cheese"
    neighbours.users.clear()
    assert sharing.taken_by(DEVICE, 5.0) is None, "it had its turn"


def test_where_nothing_rings_others_are_looked_for_every_few_seconds(neighbours: Neighbours, tmp_path: Path) -> None:
    sharing = LinuxSharing(neighbours, node_of=lambda _: tmp_path / "no such node")
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.0)
    neighbours.opens(9, "cheese", 4)
    assert sharing.wanted_by(2.0) is None
    assert sharing.wanted_by(4.0) == "cheese"


def test_the_alarm_rings_once_for_what_was_opened(node: Path, tmp_path: Path) -> None:
    alarm = OpenAlarm(node)
    if not alarm.works:
        pytest.skip("no inotify here")
    assert not alarm.rang()
    node.open().close()
    assert alarm.rang()
    assert not alarm.rang()
    assert not OpenAlarm(tmp_path / "nothing").works


def test_the_alarm_of_a_camera_that_was_unplugged_works_no_more(node: Path) -> None:
    alarm = OpenAlarm(node)
    if not alarm.works:
        pytest.skip("no inotify here")
    node.unlink()
    node.touch()
    assert alarm.rang()
    assert not alarm.works, "the new node is another one"


def test_whoever_opened_it_in_the_moment_in_which_we_did_is_found_when_we_cannot(
    sharing: LinuxSharing, neighbours: Neighbours
) -> None:
    sharing.taken_by(DEVICE, 0.0)
    sharing.opened(DEVICE, 0.0)
    neighbours.opens(9, "cheese", 4, streams=True)
    assert sharing.taken_by(DEVICE, 15.0) is None, "nothing rang, so nobody else was asked"
    assert sharing.taken_by(DEVICE, 16.0) == "cheese", "it could not be opened"


def process(proc: Path, pid: int, program: str, fds: dict[int, str], maps: str = "") -> None:
    folder = proc / str(pid)
    (folder / "fd").mkdir(parents=True)
    (folder / "comm").write_text(f"{program}\n")
    (folder / "maps").write_text(maps)
    for fd, target in fds.items():
        (folder / "fd" / str(fd)).symlink_to(target)


MAPPED = "7f10-7f20 rw-s 00000000 00:05 433                        /dev/video0\n"


def test_users_are_told_by_their_descriptors_and_streaming_by_what_is_mapped(tmp_path: Path) -> None:
    process(tmp_path, 5, "bash", {0: "/dev/pts/1"})
    process(tmp_path, 30, "pipewire", {3: "/dev/video0", 4: "/dev/video0", 5: "/dev/video1"})
    process(tmp_path, 9, "zoom", {7: "/dev/video0"}, f"5581-5582 r--p 00000000 08:01 12 /usr/bin/zoom\n{MAPPED}")
    process(tmp_path, 11, "cheese", {7: "/dev/video10"}, MAPPED.replace("video0", "video10"))
    process(tmp_path, os.getpid(), "ourselves", {7: "/dev/video0"}, MAPPED)
    process(tmp_path, 12, "guvcview", {7: "/dev/video0 (deleted)"}, MAPPED.replace("video0", "video0 (deleted)"))
    (tmp_path / "self").mkdir()
    (tmp_path / "77").mkdir()  # ends while it is looked at
    assert device_users(Path(DEVICE), tmp_path) == (
        DeviceUser(9, "zoom", frozenset({7}), True),
        DeviceUser(30, "pipewire", frozenset({3, 4}), False),
    )
    assert [user.pid for user in device_users(Path(DEVICE), tmp_path, among=[30, 5, 4000])] == [30]
    assert device_users(Path(DEVICE), tmp_path / "no proc") == ()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="/proc is Linux's")
def test_a_real_process_that_opens_and_maps_is_seen(node: Path) -> None:
    node.write_bytes(bytes(mmap.PAGESIZE))
    said, told = os.pipe()
    wait, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            fd = os.open(node, os.O_RDWR)
            os.write(told, b"o")
            os.read(wait, 1)
            mapped = mmap.mmap(fd, mmap.PAGESIZE)
            os.write(told, b"m")
            os.read(wait, 1)
            mapped.close()
        finally:
            os._exit(0)
    try:
        os.read(said, 1)
        (opened,) = device_users(node)
        assert (opened.pid, opened.streams) == (child, False)
        os.write(go, b"x")
        os.read(said, 1)
        assert device_users(node)[0].streams
        os.write(go, b"x")
    finally:
        os.waitpid(child, 0)
        for end in (said, told, wait, go):
            os.close(end)
    assert device_users(node) == ()
