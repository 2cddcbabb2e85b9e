"""Children get the environment without cv2's additions."""

from __future__ import annotations

import os
import subprocess
import sys

from posture_watch.notify.environment import clean_environment


def test_what_importing_cv2_adds_is_gone() -> None:
    program = (
        "import os, json; before = dict(os.environ); import cv2; "
        "from posture_watch.notify.environment import clean_environment; "
        "clean = clean_environment(os.environ); "
        "print(json.dumps({k: v for k, v in clean.items() if before.get(k) != v}), 'QT_QPA_FONTDIR' in os.environ)"
    )
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("QT_") and key != "LD_LIBRARY_PATH"
    }
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("{}")


def test_the_users_own_values_stay() -> None:
    ours = os.pathsep.join(("/opt/x/lib", "/venv/lib/python3.11/site-packages/cv2/../../lib64"))
    environment = {"LD_LIBRARY_PATH": ours, "QT_QPA_FONTDIR": "/usr/share/fonts", "HOME": "/h"}
    clean = clean_environment(environment)
    assert clean == {"LD_LIBRARY_PATH": "/opt/x/lib", "QT_QPA_FONTDIR": "/usr/share/fonts", "HOME": "/h"}


def test_cv2s_folders_go() -> None:
    found = clean_environment({"QT_QPA_PLATFORM_PLUGIN_PATH": "/v/site-packages/cv2/qt/plugins", "PATH": "/bin"})
    assert found == {"PATH": "/bin"}
