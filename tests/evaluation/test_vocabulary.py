"""Manifests as other people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate import main
from evaluation.manifest import read_manifest, unknown_of, usable
from evaluation.vocabulary import nearest_label, plain_label, plain_view

from posture_watch.errors import UserError

LANDMARKS = Path(__file__).resolve().parent / "landmarks"
HEAD = "file,label,subject,view,session\n"


def manifest(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("written", ["Head Tilt-Left", " HEAD_TILT_LEFT ", "head tilt left"])
def test_known_labels_are_known_however_they_are_spelt(written: str) -> None:
    assert plain_label(written) == "head_tilt_left"


def test_other_labels_stay_word_for_word() -> None:
    assert plain_label(" two people, heads tilting ") == "two people, heads tilting"
    assert plain_view("Front, waist-up") == "front, waist-up"


def test_a_spreadsheets_manifest_is_read(tmp_path: Path) -> None:
    text = "File, Label ,Subject,VIEW,Session\n a.jpg , Upright ,Q, Front , one \n"
    (row,) = read_manifest(manifest(tmp_path, text, "utf-8-sig"), tmp_path)
    assert (row.path.name, row.label, row.view, row.session) == ("a.jpg", "upright", "front", "one")


def test_an_unknown_view_is_refused_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    path = manifest(tmp_path, HEAD + "a.jpg,upright,Q,front,s\nb.jpg,upright,Q,sied,s\n")
    with pytest.raises(UserError, match=r"list.csv:3: the view sied is not known.*\n?.*Did you mean side"):
        read_manifest(path, tmp_path)


def test_unknown_labels_are_named_once_with_the_nearest(tmp_path: Path) -> None:
    lines = (
        "a.jpg,haed_tlit_left,Q,front,s\nb.jpg,haed_tlit_left,Q,front,s\nc.jpg,bad,Q,front,s\nd.jpg,nobody,Q,front,s\n"
    )
    assert unknown_of(read_manifest(manifest(tmp_path, HEAD + lines), tmp_path)) == ["haed_tlit_left"]
    assert nearest_label("haed_tlit_left") == "Did you mean head_tilt_left?"


def test_a_person_is_seen_from_somewhere(tmp_path: Path) -> None:
    (row,) = read_manifest(manifest(tmp_path, HEAD + "a.jpg,no person,-,-,-\n"), tmp_path)
    assert row.empty
    with pytest.raises(UserError, match=r"list.csv:2: a person is in it and its view is -"):
        read_manifest(manifest(tmp_path, HEAD + "a.jpg,upright,Q,-,s\n"), tmp_path)


@pytest.fixture
def one_person(tmp_path: Path) -> Path:
    """One session of the landmark recordings, its labels misspelt in part."""
    lines = (LANDMARKS / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([lines[0], *(line for line in lines if "nghiengphai" in line)])
    return manifest(tmp_path, text.replace(",upright,", ",Upright,").replace(",head_tilt_right,", ",haed_tlit_right,"))


def test_a_label_that_nobody_knows_is_told_and_one_session_has_no_interval(
    one_person: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(one_person), "--shared", str(LANDMARKS), "--landmarks"]) == 0
    shown = capsys.readouterr()
    assert shown.err.count("haed_tlit_right") == 1
    assert "counted as a deviation. Did you mean head_tilt_right?" in shown.err
    assert "landmarks.npz" not in shown.err  # there are no pictures
    assert "Labels that nobody knows, counted as a deviation:\n  haed_tlit_right" in shown.out
    assert "posture-watch, 95 % by session: – (one session)" in shown.out
    assert "posture-watch, 95 % by session: recall –, f1 –, false alarms an hour –\n" in shown.out


def test_a_label_of_a_picture_that_is_not_judged_is_not_complained_of(tmp_path: Path) -> None:
    rows = read_manifest(manifest(tmp_path, HEAD + "a.jpg,helmet in arm,Q,front,-\n"), tmp_path)
    groups, _ = usable(rows)
    assert unknown_of([row for members in groups for row in members]) == []


def test_a_command_about_an_unknown_view_ends_in_words(one_person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_person.write_text(one_person.read_text(encoding="utf-8").replace(",front,", ",sideways,"), encoding="utf-8")
    assert main([str(one_person), "--shared", str(LANDMARKS)]) == 2
    error = capsys.readouterr().err
    assert "list.csv:2: the view sideways is not known" in error
    assert "Did you mean side?" in error
