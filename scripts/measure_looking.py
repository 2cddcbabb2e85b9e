"""What sparing the pose model changes: the evaluation clips judged at every look, and only where something moved.

    python scripts/measure_looking.py MANIFEST [--minutes 10] [--write PAGE]

Each clip is shown over and over through the program's own fold with its defaults, its upright posture taken from the
first second: with the camera kept open (a look a second) and in bursts (every 15 s). So is each clip's first picture,
held still with a sensor's noise, and each sitting of labelled pictures, every picture for a minute. Writes the page and
nothing else.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import numpy as np  # noqa: E402  # after the path
from evaluation.manifest import Row, read_manifest  # noqa: E402
from evaluation.seen import all_of  # noqa: E402
from evaluation.stored import START  # noqa: E402
from sparing_looks import crowd  # noqa: E402
from sparing_looks.filmed import FRAME_S, Clip, ClipCamera, ClipClock  # noqa: E402

from posture_watch.capture.pictures import Image, decode_picture  # noqa: E402
from posture_watch.capture.source import EndOfSource  # noqa: E402
from posture_watch.capture.video import VideoSource  # noqa: E402
from posture_watch.config import Config, build_settings  # noqa: E402
from posture_watch.core.calibration import baselines_of, measured_of  # noqa: E402
from posture_watch.core.engine import begin  # noqa: E402
from posture_watch.core.events import Event, ReminderDue, RuleRaised  # noqa: E402
from posture_watch.errors import UserError  # noqa: E402
from posture_watch.native_output import silence_native_output  # noqa: E402
from posture_watch.pose.landmarker import PoseModel  # noqa: E402
from posture_watch.pose.models import model_path  # noqa: E402
from posture_watch.watching import Watcher  # noqa: E402

BASELINE_FRAMES = 4
NOISE_LEVELS = 3.0
PICTURE_S = 60.0
LEAST_PICTURES = 12
WAYS = (("kept open", 1.0, False), ("bursts", 15.0, True))
HEAD = (
    "| clip | camera | reminders | the same | rules raised, later by (s) | looks of the model "
    "| reminders of a frame a second |"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a clip: what was said and raised (word, s), and how often the model was asked."""

    reminders: tuple[tuple[str, float], ...]
    raised: tuple[tuple[str, float], ...]
    looks: int


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--minutes", type=float, default=10.0, help="each clip's length (default: 10)")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    options = parser.parse_args()
    silence_native_output()
    try:
        text = page(read_manifest(options.manifest, options.manifest.parent), options.minutes * 60)
    except UserError as error:
        print(f"{error.message} {error.advice}", file=sys.stderr)
        return 2
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return 0


def page(rows: Sequence[Row], until_s: float) -> str:
    """All of it as Markdown."""
    config = Config()
    head = (ROOT / "scripts" / "sparing_looks" / "head.md").read_text(encoding="utf-8")
    lines = [head, HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    with PoseModel(model_path(config.pose.model), mode="image", max_people=config.pose.max_people) as model:
        for name, pictures, seconds in shown(rows, until_s):
            clip = Clip(pictures, lambda image: model.look(image, START))
            each_second: Told | None = None
            for way, period_s, bursts in WAYS:
                every, spared = (told(clip, config, period_s, bursts, seconds, one) for one in (False, True))
                each_second = each_second or every
                alike = "yes" if _words(spared) == _words(each_second) else "**no**"
                lines.append(f"| {name} | {way} | {_compared(every, spared)} | {alike} |")
    lines.append((ROOT / "scripts" / "sparing_looks" / "crowd.md").read_text(encoding="utf-8"))
    lines[-1] += "\n".join(crowd.table())
    lines.append((ROOT / "scripts" / "sparing_looks" / "untested.md").read_text(encoding="utf-8"))
    return "\n".join(lines)


def _words(told: Told) -> list[str]:
    return [word for word, _ in told.reminders]


def shown(rows: Sequence[Row], until_s: float) -> Iterator[tuple[str, Sequence[Image], float]]:
    """Name, pictures FRAME_S apart, and for how long (s) they are shown."""
    for row in (row for row in rows if row.clip):
        images = _images(row)
        yield row.path.name, images, until_s
        yield f"{row.path.name}, its first picture held", _held(images[0], until_s), until_s
    for group, sitting in groupby((row for row in rows if not row.clip and not row.empty), key=lambda row: row.group):
        chosen = list(sitting)
        if len(chosen) < LEAST_PICTURES:
            continue
        picked = [chosen[round(n * (len(chosen) - 1) / (LEAST_PICTURES - 1))] for n in range(LEAST_PICTURES)]
        images = [image for row in picked for image in _held(_picture(row.path), PICTURE_S)]
        labels = " ".join(dict.fromkeys(row.label for row in picked))
        yield f"{group[0]}, {group[1]}, {group[2][-8:]}: {labels}", images, PICTURE_S * LEAST_PICTURES


def told(clip: Clip, config: Config, period_s: float, bursts: bool, until_s: float, sparing: bool) -> Told:
    """The clip through the program's own fold, as it runs live."""
    clock = ClipClock(START)
    settings = build_settings(config, camera="evaluation", mode="image", sample_interval_s=period_s)
    first = [clip.scene(number) for number in range(min(BASELINE_FRAMES, len(clip.images)))]
    camera = ClipCamera(clip, clock, period_s=period_s, bursts=bursts, until_s=until_s)
    watcher = Watcher(camera, camera.look, settings, begin(baselines_of(measured_of(first, settings), settings)), clock)
    watcher.may_spare = sparing
    events: list[Event] = []
    try:
        while True:
            step = watcher.step(0.0)
            events += step.events if step is not None else ()
    except EndOfSource:
        pass
    return Told(
        tuple(("+".join(e.rules), _s(e)) for e in events if isinstance(e, ReminderDue)),
        tuple((e.rule, _s(e)) for e in events if isinstance(e, RuleRaised)),
        watcher.model_looks,
    )


def _s(event: Event) -> float:
    return event.at.mono_s - START.mono_s


def _compared(every: Told, spared: Told) -> str:
    same = [word for word, _ in every.reminders] == [word for word, _ in spared.reminders]
    later: list[float] = []
    counts: Counter[str] = Counter()
    for word, at_s in every.raised:
        counts[word] += 1
        again = [t for w, t in spared.raised if w == word][counts[word] - 1 : counts[word]]
        later += [again[0] - at_s] if again else []
    missing = len(every.raised) - len(later)
    more = len(spared.raised) - len(later)
    words = f"{len(later)} of {len(every.raised)}" + (f", {min(later):+.0f} to {max(later):+.0f}" if later else "")
    words += f"; {missing} not, {more} more" if missing or more else ""
    said = ", ".join(f"{word} {at_s:.0f} s" for word, at_s in every.reminders) or "none"
    return f"{said} | {'yes' if same else '**no**'} | {words} | {spared.looks} of {every.looks} |"[:-2]


def _images(row: Row) -> list[Image]:
    with VideoSource(row.path, interval_s=FRAME_S, start=START) as source:
        return [frame.image for frame in all_of(source.read)]


def _picture(path: Path) -> Image:
    image = decode_picture(path.read_bytes())
    if image is None:
        raise UserError(f"{path} is no picture.")
    return image


def _held(image: Image, seconds: float) -> list[Image]:
    """The same picture for so long, with the noise of a sensor, which is another from one frame to the next."""
    dice = np.random.default_rng(11)
    noisy = [np.clip(image + dice.normal(0.0, NOISE_LEVELS, image.shape), 0, 255).astype(np.uint8) for _ in range(7)]
    return [noisy[n % len(noisy)] for n in range(round(seconds / FRAME_S))]


if __name__ == "__main__":
    sys.exit(main())
