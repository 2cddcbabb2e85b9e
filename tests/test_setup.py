"""The two commands' setup: real environments made by the real scripts from a small checkout that needs no network."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import check
import environment
import installing
import pytest
import system_packages
from bootstrap import provide_camera_libraries
from environment import MARK_NAME, Environment, Mark, fingerprint, lock_of
from installing import SetupError
from supported import Machine, this_machine, why_machine_is_not_supported, why_python_is_too_old

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "posture-watch"
version = "1"

[dependency-groups]
dev = []
"""

# The least that pip asks of a build backend: an editable wheel with the console script
BACKEND = """
import pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "posture_watch-1-py3-none-any.whl"
    info = "posture_watch-1.dist-info/"
    files = {
        "posture_watch.pth": str(pathlib.Path.cwd()),
        "cv2.py": "",
        info + "METADATA": "Metadata-Version: 2.1\\nName: posture-watch\\nVersion: 1\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        info + "entry_points.txt": "[console_scripts]\\nposture-watch = posture_watch.cli:main\\n",
    }
    files[info + "RECORD"] = "".join(f"{file},,\\n" for file in [*files, info + "RECORD"])
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    return name
"""

# A package of somebody else's, as an index would serve it
LENT = "lent-1-py3-none-any.whl"


def make_lent(folder: Path, said: str = "as locked") -> str:
    """The package in ``folder``; returns its SHA-256."""
    info = "lent-1.dist-info/"
    files = {
        "lent.py": f"said = {said!r}\n",
        info + "METADATA": "Metadata-Version: 2.1\nName: lent\nVersion: 1\n",
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[info + "RECORD"] = "".join(f"{file},,\n" for file in [*files, info + "RECORD"])
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / LENT, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(zipfile.ZipInfo(file), text)
    return hashlib.sha256((folder / LENT).read_bytes()).hexdigest()


CLI = "import sys\ndef main():\n    print('monitor 1', sys.argv[1:])\n    return 5\n"


def make_checkout(folder: Path) -> Path:
    shutil.copytree(SCRIPTS, folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "posture_watch").mkdir()
    (folder / "posture_watch" / "__init__.py").write_text('__version__ = "1"\n')
    (folder / "posture_watch" / "cli.py").write_text(CLI)
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    digest = make_lent(folder / "wheels")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text(f"--find-links wheels\nlent==1 --hash=sha256:{digest}\n")
    return folder


def command(checkout: Path, *arguments: str, script: str = "run.py") -> list[str]:
    return [sys.executable, str(checkout / "scripts" / script), *arguments]


def alone(path: str = "") -> dict[str, str]:
    """No index, no uv, no apt, and settings of pip that would lead it astray."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {
        **kept,
        "PATH": path,
        "PIP_NO_INDEX": "1",
        "PIP_USER": "1",
        "PYTHONPATH": "/nowhere",
        "POSTURE_WATCH_NO_APT": "1",
    }


def run(checkout: Path, *arguments: str, script: str = "run.py", path: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(checkout, *arguments, script=script),
        env=alone(path),
        cwd=checkout.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose first command has been run once. Tests that change it work on a copy of what they change."""
    checkout = make_checkout(tmp_path_factory.mktemp("user") / "check out")
    first = run(checkout)
    assert (first.returncode, first.stdout) == (5, "monitor 1 ['run', '--or-demo']\n"), first.stderr
    assert "making .venv" in first.stderr
    return checkout


def test_a_second_start_is_quiet_quick_and_passes_arguments_on(made: Path) -> None:
    start_s = time.monotonic()
    second = run(made, "--profile", "gentle")
    took_s = time.monotonic() - start_s
    assert (second.returncode, second.stdout) == (5, "monitor 1 ['run', '--profile', 'gentle']\n")
    assert second.stderr == ""
    assert took_s < 2  # 0.1 s on an idle machine


def test_sources_of_a_pull_are_used_without_installing(made: Path) -> None:
    cli = made / "posture_watch" / "cli.py"
    cli.write_text(CLI.replace("monitor 1", "monitor 2, after a pull"))
    after = run(made)
    cli.write_text(CLI)
    assert after.stdout.startswith("monitor 2, after a pull")
    assert after.stderr == ""


def test_another_version_or_dependency_is_installed(made: Path) -> None:
    project = made / "pyproject.toml"
    project.write_text(PYPROJECT.replace('version = "1"', 'version = "1"\ndescription = "changed"'))
    after = run(made)
    again = run(made)
    assert "bringing .venv up to date" in after.stderr
    assert after.returncode == 5
    assert again.stderr == ""


def test_an_update_that_cannot_be_had_leaves_the_old_environment(made: Path) -> None:
    lock = made / "requirements-dev.lock"
    before = lock.read_text()
    lock.write_text(f"{before}no-such-package-anywhere==1 --hash=sha256:{64 * '0'}\n")
    refused = run(made, script="test.py")
    lock.write_text(before)
    assert refused.returncode == 2
    assert "no ready-made build of no-such-package-anywhere" in refused.stderr
    assert "Traceback" not in refused.stderr
    after = run(made)
    assert (after.returncode, after.stderr) == (5, "")


def test_a_package_that_is_not_what_the_lock_says_is_not_installed(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "attacked")
    make_lent(checkout / "wheels", "something else")
    refused = run(checkout)
    assert refused.returncode == 2
    assert "served something else" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (checkout / ".venv").exists()


def test_a_package_without_a_hash_is_not_installed(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "no hash")
    (checkout / "requirements.lock").write_text("--find-links wheels\nlent==1\n")
    refused = run(checkout)
    assert refused.returncode == 2
    assert not (checkout / ".venv").exists()


def spoil_by_killing(checkout: Path) -> None:
    """Only the setup itself is killed: what it has started goes on for a while and must not meddle with the next."""
    shutil.rmtree(checkout / ".venv")
    setup = subprocess.Popen(command(checkout), env=alone(), stderr=subprocess.DEVNULL)
    wait_until((checkout / ".venv" / "pyvenv.cfg").exists)
    setup.kill()
    setup.wait()
    assert json.loads((checkout / ".venv" / MARK_NAME).read_text())["state"] == "making"


def spoil_interpreter(checkout: Path) -> None:
    for name in ("python", "python3", f"python{sys.version_info.major}.{sys.version_info.minor}"):
        (checkout / ".venv" / "bin" / name).unlink()


def spoil_program(checkout: Path) -> None:
    (checkout / ".venv" / "bin" / "posture-watch").unlink()


@pytest.mark.skipif(os.name == "nt", reason="folders of a POSIX environment")
@pytest.mark.parametrize("spoil", [spoil_by_killing, spoil_interpreter, spoil_program])
def test_a_spoilt_environment_is_repaired(made: Path, spoil: Callable[[Path], None]) -> None:
    spoil(made)
    repaired = run(made)
    assert (repaired.returncode, repaired.stdout) == (5, "monitor 1 ['run', '--or-demo']\n"), repaired.stderr
    assert repaired.stderr != ""
    assert run(made).stderr == ""


HOLDS_THE_LOCK = """
import sys
from pathlib import Path
from environment import only_one_setup
from installing import call
WAIT = "import os, time\\nopen('started', 'w')\\nwhile not os.path.exists('go'): time.sleep(0.01)"
with only_one_setup(Path.cwd()):
    call([sys.executable, "-c", WAIT], "waiting")
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX locks")
def test_what_a_killed_setup_has_started_still_holds_the_lock(tmp_path: Path) -> None:
    lends = {**os.environ, "PYTHONPATH": str(SCRIPTS)}
    setup = subprocess.Popen([sys.executable, "-c", HOLDS_THE_LOCK], cwd=tmp_path, env=lends)
    wait_until((tmp_path / "started").exists)
    setup.kill()
    setup.wait()
    with (tmp_path / ".venv.lock").open("a") as lock:
        assert not environment.try_lock(lock.fileno())
        (tmp_path / "go").touch()
        wait_until(lambda: environment.try_lock(lock.fileno()))


def wait_until(condition: Callable[[], bool], limit_s: float = 30) -> None:
    deadline_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline_s, "waited in vain"
        time.sleep(0.01)


def test_two_first_starts_at_once_both_succeed(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "both")
    both = [
        subprocess.Popen(command(checkout), env=alone(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [start.communicate(timeout=100) for start in both]
    assert [out for out, _ in answers] == ["monitor 1 ['run', '--or-demo']\n"] * 2
    assert sum("making .venv" in err for _, err in answers) == 1


def test_an_environment_of_the_users_own_is_kept(made: Path) -> None:
    own = made / ".venv" / "own notes"
    own.touch()
    (made / ".venv" / MARK_NAME).unlink()
    after = run(made)
    assert (after.returncode, "installing into the .venv that is here" in after.stderr) == (5, True)
    assert own.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "read only")
    checkout.chmod(0o500)
    refused = run(checkout)
    checkout.chmod(0o700)
    assert refused.returncode == 2
    assert "may you write to" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not on PATH")
def test_uv_is_used_where_it_is(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    assert uv
    checkout = make_checkout(tmp_path / "with uv")
    first = run(checkout, path=str(Path(uv).parent))
    assert first.returncode == 5, first.stderr
    assert not (checkout / ".venv" / "bin" / "pip").exists()


def test_an_uv_that_fails_gives_way_to_pip(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "broken uv")
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text("#!/bin/sh\necho out of order >&2\nexit 1\n")
    uv.chmod(0o755)
    first = run(checkout, path=str(uv.parent))
    assert first.returncode == 5, first.stderr
    assert "out of order" in first.stderr


def never(_command: list[str]) -> bool:
    return False


def test_without_ensurepip_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "succeeds", never)
    monkeypatch.setattr(installing, "may_install", lambda: False)
    monkeypatch.setattr(installing, "is_debian", lambda: True)
    monkeypatch.setenv("PATH", "")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with pytest.raises(SetupError, match=f"apt-get install --no-install-recommends python{version}-venv"):
        installing.install_into(tmp_path / "python", tmp_path, tmp_path / "requirements.lock")


def environment_with_python(folder: Path, script: str) -> Environment:
    made_up = Environment(folder)
    made_up.python.parent.mkdir(parents=True)
    made_up.python.write_text(f"#!/bin/sh\n{script}\n")
    made_up.python.chmod(0o755)
    return made_up


LACKS_XCB = "echo 'ImportError: libxcb.so.1: cannot open shared object file' >&2; exit 1"


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries of Linux")
def test_missing_libraries_are_named_with_the_line_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bootstrap.missing_libraries", lambda: ["libxcb.so.1", "libGL.so.1"])
    monkeypatch.setattr("bootstrap.may_install", lambda: False)
    monkeypatch.setattr("bootstrap.is_debian", lambda: True)
    with pytest.raises(SetupError, match=r"lacks libxcb\.so\.1, libGL\.so\.1") as refusal:
        provide_camera_libraries(environment_with_python(tmp_path, LACKS_XCB))
    assert "apt-get install --no-install-recommends libxcb1 libgl1" in str(refusal.value)


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries of Linux")
def test_missing_libraries_are_installed_where_that_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = environment_with_python(tmp_path, f"test -e {tmp_path}/installed && exit 0; {LACKS_XCB}")
    installed: list[str] = []

    def install(packages: list[str]) -> bool:
        installed.extend(packages)
        (tmp_path / "installed").touch()
        return True

    monkeypatch.setattr("bootstrap.missing_libraries", lambda: ["libxcb.so.1"])
    monkeypatch.setattr("bootstrap.may_install", lambda: True)
    monkeypatch.setattr("bootstrap.install", install)
    provide_camera_libraries(bare)
    assert installed == ["libxcb1"]


def test_a_library_that_no_system_has_is_missing() -> None:
    assert system_packages.missing_libraries(["libno-such-library.so.9"]) == ["libno-such-library.so.9"]


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="not Debian")
def test_an_installed_package_is_not_missing() -> None:
    assert system_packages.missing_packages(["dpkg", "no-such-package"]) == ["no-such-package"]


def test_only_root_on_debian_installs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "is_debian", lambda: True)
    monkeypatch.delenv(system_packages.OPT_OUT, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert system_packages.may_install()
    monkeypatch.setenv(system_packages.OPT_OUT, "1")
    assert not system_packages.may_install()
    monkeypatch.delenv(system_packages.OPT_OUT)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert not system_packages.may_install()
    assert system_packages.apt_line(["a", "b"]).startswith("sudo apt-get install")


def test_where_nothing_may_be_installed_the_skipped_tests_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "missing_packages", lambda _: ["xvfb"])  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    monkeypatch.setattr(sys, "platform", "linux")
    system_packages.provide_test_packages()
    said = capsys.readouterr().err
    assert "xvfb" in said
    assert system_packages.TEST_PACKAGES["xvfb"] in said


def test_the_machine_of_these_tests_is_supported() -> None:
    assert why_machine_is_not_supported(this_machine()) is None
    assert why_python_is_too_old(sys.version_info[:3], sys.executable) is None


@pytest.mark.parametrize(
    "machine",
    [
        Machine("Linux", "x86_64", (2, 28), 64),
        Machine("Darwin", "arm64", None, 64),
        Machine("Windows", "AMD64", None, 64),
    ],
)
def test_the_three_platforms_are_supported(machine: Machine) -> None:
    assert why_machine_is_not_supported(machine) is None


@pytest.mark.parametrize(
    ("machine", "because"),
    [
        (Machine("Linux", "x86_64", (2, 27), 64), "glibc 2.27"),
        (Machine("Linux", "x86_64", None, 64), "another C library"),
        (Machine("Linux", "aarch64", (2, 36), 64), "Linux on aarch64"),
        (Machine("Linux", "x86_64", (2, 36), 32), "32-bit"),
        (Machine("Darwin", "x86_64", None, 64), "Rosetta"),
        (Machine("Windows", "ARM64", None, 64), "Windows on ARM64"),
        (Machine("FreeBSD", "amd64", None, 64), "FreeBSD"),
    ],
)
def test_others_are_told_plainly(machine: Machine, because: str) -> None:
    refusal = why_machine_is_not_supported(machine)
    assert refusal is not None
    assert because in refusal
    assert "macOS on Apple silicon" in refusal


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 13), (2, 7, 18)])
def test_an_old_python_is_told_which_one_is_needed(version: tuple[int, ...]) -> None:
    refusal = why_python_is_too_old(version, "/usr/bin/python3")
    assert refusal is not None
    assert "Python 3.11 or newer" in refusal


@pytest.mark.parametrize(
    "script", ["run.py", "test.py", "bootstrap.py", "environment.py", "installing.py", "supported.py"]
)
def test_scripts_parse_under_python_3_8(script: str) -> None:
    ast.parse((SCRIPTS / script).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_a_real_old_python_gets_a_sentence() -> None:
    old = next((path for minor in (8, 9, 10) if (path := shutil.which(f"python3.{minor}"))), None)
    if old is None or subprocess.run([old, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("no Python 3.8, 3.9 or 3.10 here")
    answer = subprocess.run([old, str(SCRIPTS / "run.py")], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "Python 3.11 or newer" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_fingerprint_notices_version_dependencies_and_place_but_no_lint_rule(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "a")
    before = fingerprint(checkout)
    project = checkout / "pyproject.toml"
    project.write_text(PYPROJECT + "[tool.ruff]\nline-length = 99\n")
    assert fingerprint(checkout) == before
    project.write_text(PYPROJECT.replace("dev = []", 'dev = ["pytest"]'))
    assert fingerprint(checkout) != before
    project.write_text(PYPROJECT)
    (checkout / "posture_watch" / "__init__.py").write_text('__version__ = "2"\n')
    assert fingerprint(checkout) != before
    other = make_checkout(tmp_path / "b")
    assert fingerprint(other) != before


def test_a_changed_lock_is_noticed(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "a")
    for groups in ((), ("dev",)):
        before = fingerprint(checkout)
        with lock_of(checkout, groups).open("a") as lock:
            lock.write("# another version\n")
        assert fingerprint(checkout) != before


def test_an_older_glibc_has_a_lock_of_its_own() -> None:
    assert lock_of(ROOT, ()).name == "requirements.lock"
    assert lock_of(ROOT, (), (2, 34)).name == "requirements.lock"
    assert lock_of(ROOT, (), (2, 33)).name == "requirements-glibc-2.28.lock"
    assert lock_of(ROOT, ("dev",), (2, 33)).name == "requirements-dev.lock"
    for groups, glibc in (((), None), ((), (2, 28)), (("dev",), None)):
        assert lock_of(ROOT, groups, glibc).is_file()


def test_an_interpreter_that_was_replaced_is_noticed(tmp_path: Path) -> None:
    changed = environment_with_python(tmp_path, "exit 0")
    mark = Mark("whole", "print", [], changed.interpreter())
    assert changed.is_intact(mark)
    assert not changed.is_intact(mark._replace(interpreter="/usr/bin/python3.10"))
    assert not changed.is_intact(mark._replace(state="making"))


def test_a_mark_is_replaced_in_one_step(tmp_path: Path) -> None:
    marked = Environment(tmp_path)
    marked.folder.mkdir()
    assert marked.mark() is None
    mark = Mark("whole", "print", ["dev"], "/usr/bin/python3")
    marked.write_mark(mark)
    assert marked.mark() == mark
    assert [path.name for path in marked.folder.iterdir()] == [MARK_NAME]
    (marked.folder / MARK_NAME).write_text(json.dumps({"state": "whole"}))
    assert marked.mark() is None


def test_whatever_stands_in_the_way_of_an_environment_can_be_removed(tmp_path: Path) -> None:
    in_the_way = Environment(tmp_path)
    in_the_way.remove()
    in_the_way.folder.write_text("a file")
    in_the_way.remove()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    in_the_way.folder.symlink_to(elsewhere)
    in_the_way.remove()
    assert not in_the_way.folder.exists()
    assert (elsewhere / "precious").exists()


def check_with(monkeypatch: pytest.MonkeyPatch, codes: dict[str, int]) -> tuple[int, list[str]]:
    ran: list[str] = []

    def pretend(name: str, _words: list[str]) -> int:
        ran.append(name)
        return codes.get(name, 0)

    monkeypatch.setattr(check, "run", pretend)
    monkeypatch.setattr(sys, "argv", ["check.py"])
    return check.main(), ran


def test_every_chore_is_run_and_one_that_fails_fails_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_with(monkeypatch, {}) == (0, ["ruff", "pyright", "pytest"])
    for name in ("ruff", "pyright", "pytest"):
        code, ran = check_with(monkeypatch, {name: 1})
        assert code == 1
        assert ran == ["ruff", "pyright", "pytest"]


def test_ci_runs_the_second_command() -> None:
    assert textwrap.dedent((ROOT / ".ci" / "run").read_text()).rstrip().endswith("python3 scripts/test.py")


def test_setup_needs_nothing_but_the_standard_library() -> None:
    ours = {path.stem for path in SCRIPTS.glob("*.py")}
    for name in ("run", "test", "bootstrap", "environment", "installing", "supported", "system_packages"):
        tree = ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert module.split(".")[0] in sys.stdlib_module_names | ours, f"{name}.py imports {module}"
