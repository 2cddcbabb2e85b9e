"""What pip gets: the wheel is built by the real backend, opened, and installed into an environment of its own."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import sysconfig
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from written_files import kind_of

pytest.importorskip("hatchling", reason="the build backend is not installed")

ROOT = Path(__file__).resolve().parent.parent
# Of the one picture that may be in the repository, a NASA portrait (demo/CREDITS.md)
PORTRAIT = "a348467e464666e5374e2945ccc47d8a0607a884a140ffb0135fb8b2e4cda809"
MODELS = ("pose_landmarker_lite.task", "pose_landmarker_full.task")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_both_models_are_inside_unaltered_with_their_list(wheel: Path) -> None:
    lines = (ROOT / "models" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split() for line in lines)}
    with zipfile.ZipFile(wheel) as archive:
        for name in MODELS:
            assert hashlib.sha256(archive.read(f"posture_watch/models/{name}")).hexdigest() == listed[name]
        assert archive.read("posture_watch/models/SHA256SUMS") == (ROOT / "models" / "SHA256SUMS").read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "posture_watch/models/LICENSE-Apache-2.0.txt",
        "posture_watch/demo/CREDITS.md",
        "posture_watch/py.typed",
        "posture_watch/cli.py",
    ],
)
def test_the_wheel_has(contents: set[str], name: str) -> None:
    assert name in contents


def test_the_demo_portrait_is_inside(contents: set[str]) -> None:
    pictures = [
        name for name in contents if name.startswith("posture_watch/demo/") and name.endswith((".jpg", ".png", ".webp"))
    ]
    assert len(pictures) == 1


def test_no_picture_but_the_credited_portrait_is_inside(wheel: Path) -> None:
    """By what the files are, whatever they are called; the models are archives, and looked into too."""
    kinds: dict[str, str] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".task"):
                with zipfile.ZipFile(io.BytesIO(content)) as model:
                    assert {Path(inner).suffix for inner in model.namelist()} == {".tflite"}
                    # weights may have any bytes in them, but begin as a model does
                    assert {model.read(inner)[4:8] for inner in model.namelist()} == {b"TFL3"}
            else:
                kinds[name] = kind_of(content)
        portrait = hashlib.sha256(archive.read("posture_watch/demo/astronaut.webp")).hexdigest()
    assert {name for name, kind in kinds.items() if kind == "picture"} == {"posture_watch/demo/astronaut.webp"}
    assert portrait == PORTRAIT
    assert {Path(name).suffix for name, kind in kinds.items() if kind == "unknown"} <= {".mo"}, "the catalogue's files"


def test_the_credits_name_the_portrait() -> None:
    assert "astronaut.webp" in (ROOT / "posture_watch" / "demo" / "CREDITS.md").read_text(encoding="utf-8")


def test_nothing_else_is_inside(contents: set[str]) -> None:
    """No tests, no scripts, no caches: only the package and its metadata."""
    assert {name.split("/")[0].split("-")[0] for name in contents} == {"posture_watch"}
    assert not [name for name in contents if name.endswith(".pyc") or "__pycache__" in name]


def test_its_licences_travel_along(contents: set[str]) -> None:
    licences = {name.split("/licenses/")[1] for name in contents if "/licenses/" in name}
    assert {"LICENSE", "models/LICENSE-Apache-2.0.txt", "posture_watch/demo/CREDITS.md"} <= licences


def test_its_metadata_say_what_the_package_says(wheel: Path) -> None:
    from posture_watch import __version__  # noqa: PLC0415

    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode())
        (entry,) = (name for name in archive.namelist() if name.endswith("/entry_points.txt"))
        assert "posture-watch = posture_watch.cli:main" in archive.read(entry).decode()
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert "mediapipe==0.10.31" in metadata.get_all("Requires-Dist", [])


ASK_FOR_MODELS = """
import posture_watch
from posture_watch.pose.models import model_path, verify_model
for name in ("lite", "full"):
    verify_model(model_path(name))
    print(model_path(name))
print(posture_watch.__file__)
"""


@pytest.mark.slow
def test_installed_from_the_wheel_it_finds_its_own_models(wheel: Path, tmp_path: Path) -> None:
    """The new environment has pip only; the other libraries are lent from this one, the checkout is not."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, cwd=tmp_path)
    code = f"import sys; sys.path.append({sysconfig.get_path('purelib')!r})\n{ASK_FOR_MODELS}"
    asked = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert asked.returncode == 0, asked.stderr
    for line in asked.stdout.splitlines():
        assert Path(line).is_relative_to(tmp_path / "venv"), line
        assert Path(line).is_file()
    assert len(asked.stdout.splitlines()) == 3


def test_this_checkout_finds_its_models() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASK_FOR_MODELS], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.splitlines()[0] == str(ROOT / "models" / MODELS[0])
