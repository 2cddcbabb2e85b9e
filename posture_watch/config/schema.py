"""Every key of the config file with default, unit, range and reason: one line each, and the only place they stand.

A reason names its source, or says "starting guess": chosen by us, to be tuned on data. Sections whose keys the core
needs carry the very field names of ``core.settings``.
"""

# ruff: noqa: E501
# fmt: off
# A table: one key a line, whatever its length.

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from posture_watch.config.builtin_rules import Profile, profile_rules
from posture_watch.config.fields import HOLD_MOST_S, key
from posture_watch.core.hush import ALL_DAYS, QuietHours, WeekDay
from posture_watch.core.rules import HoldPoint, Kind, Level, Rule


@dataclass(frozen=True, slots=True)
class CameraSection:
    """Where frames come from."""

    source: str = key("auto", most=1000, why='"auto" is the first camera that works; else "0", "camera:NAME", a file, a folder or a stream address')
    width_px: int = key(640, unit="px", least=16, most=7680, why="the pose model needs no more: frame size does not change its speed (measured)")
    height_px: int = key(480, unit="px", least=16, most=4320, why="goes with width_px")
    mirror: bool = key(False, why="cameras deliver the picture as others see you; true undoes a driver that mirrors")
    rotate_deg: Literal[0, 90, 180, 270] = key(0, unit="° clockwise", why="for a camera mounted on its side or upside down")
    interval_s: float = key(1.0, unit="s", least=0.1, most=10, why="seconds between judged frames: posture changes over minutes, and a look a second costs up to 4 % of one core (measured)")
    use: Literal["auto", "bursts", "open"] = key("auto", why='"bursts" takes the camera for a moment every period_s, so that other programs can have it; "open" keeps it; "auto" is bursts on Linux, where a camera serves one program, and open elsewhere')
    period_s: float = key(15.0, unit="s", least=5, most=120, why="engineering choice: from one burst to the next; a reminder comes at most this much later than its hold")


@dataclass(frozen=True, slots=True)
class PowerSection:
    """How little the monitor may take. What slows it down shows in `status`."""

    save_battery: bool = key(True, why="on battery the camera is taken for moments only, slow_period_s apart, also where camera.use is open; false makes no difference between battery and mains")
    slow_period_s: float = key(30.0, unit="s", least=5, most=120, why="engineering choice: from one burst to the next on battery and in heat; half the looks of the default period, and reminders come at most this much later than their hold")
    cpu_limit_percent: float = key(0.0, unit="% of one core", least=0, most=100, why="engineering choice: looks get further apart while the monitor itself uses more than this on average; 0 is no limit")
    hot_above_c: float = key(90.0, unit="°C", least=0, most=125, why="starting guess: hotter than this, processors begin to slow down by themselves; then as on battery, until it is 5 °C cooler; 0 is no limit")
    model_cores: int = key(1, unit="cores", least=1, most=64, why="the pose model starts a thread for each core of the computer; they keep to so many, and never to all: a look takes as long on one, and no more processor time (measured)")


@dataclass(frozen=True, slots=True)
class PoseSection:
    """The pose model."""

    model: Literal["lite", "full"] = key("lite", why="half the time a frame of full (measured); full is steadier")
    mode: Literal["image", "video"] = key("image", why="each frame by itself: 35 ms, several people seen, nobody held on to who has gone; video takes 18 ms with max_people = 1 and no less with 3 (measured); a baseline holds only in the mode it was taken in")
    max_people: int = key(3, unit="people", least=1, most=6, why="starting guess: enough to tell the person at the desk from a passer-by")


@dataclass(frozen=True, slots=True)
class SmoothingSection:
    """What is done to each figure before rules see it. Zero is off."""

    median_s: float = key(2.0, unit="s", least=0, most=60, why="drops single wild frames (engineering choice)")
    mean_s: float = key(10.0, unit="s", least=0, most=300, why="time constant of the running mean: glances and reaching pass unnoticed (engineering choice)")


@dataclass(frozen=True, slots=True)
class GateSection:
    """Who counts as the person at the desk, and when they can be judged."""

    min_visibility: float = key(0.6, unit="share", least=0.01, most=1, why="points the model is less sure of are left out (engineering choice)")
    min_shoulder_share: float = key(0.15, unit="share of the frame's smaller side", least=0.01, most=1, why="least body size: shoulder width, or 1.6 × ear to shoulder where that is more; starting guess between imagined people (0.8 % of the width) and people at a desk (at least 27 %)")
    max_turn_deg: float = key(25.0, unit="°", least=1, most=90, why="a head turned further than this from the baseline's own turn is not judged: scales shrink with its cosine (engineering choice)")
    keep_state_s: float = key(10.0, unit="s", least=0, most=120, why="a hand before the face changes nothing for this long, then the state is unknown (engineering choice)")
    away_after_s: float = key(10.0, unit="s", least=0, most=600, why="starting guess: nobody seen for this long is away in the log, counted from when they were last seen; it is shown after 2 s")
    min_light: float = key(0.06, unit="mean brightness, 0 black to 1 white", least=0, most=0.9, why="starting guess: darker frames are not judged; at 12 % light the two modes already disagree about who is there (measured)")
    min_quality: float = key(0.5, unit="share", least=0, most=1, why="frames whose face and shoulders are less clear are unknown: of pictures darkened, blurred, covered and cut off, 93 of 2838 then got a wrong verdict instead of 200, and none of 659 clear ones was lost (measured); 0 judges them all")


@dataclass(frozen=True, slots=True)
class BaselineSection:
    """How your own upright values are learnt, and when they are given up."""

    learn_s: float = key(60.0, unit="s", least=5, most=1800, why="the first steady minute makes a provisional baseline (engineering choice)")
    steady_spread_ratio: float = key(0.06, unit="spread of ratios", least=0.001, most=1, why="starting guess: head height itself is noisy by 0.056 shoulder widths on 95 % of frames (measured)")
    steady_spread_deg: float = key(4.0, unit="°", least=0.1, most=45, why="starting guess, below the noise of the ear line: 6.6° on 95 % of frames (measured)")
    move_step_s: float = key(3.0, unit="s", least=1, most=300, why="starting guess: a lid, camera or chair is moved within this time; a slump takes longer")
    move_settle_s: float = key(6.0, unit="s", least=1, most=1800, why="starting guess: a moved set-up is believed when everything stayed there for this long")
    move_shift_ratio: float = key(0.06, unit="shoulder widths", least=0.01, most=5, why="starting guess: head and shoulders together shift further than this when the set-up moves; less than the slump limit (0.072), so that a chair lowered by 3 cm is no slump (by simulation 40 → 7 % alarm), and three times the jitter of a still person")
    move_growth_ratio: float = key(0.08, unit="share", least=0.01, most=5, why="starting guess: face and shoulders grow alike by more than this when chair or camera move; medians of some seconds jitter by 2 %")
    upright_gain_ratio: float = key(0.06, unit="shoulder widths", least=0.01, most=2, why="starting guess: sitting taller by this than when it was learnt; the smoothed head height jitters by 0.02")
    upright_hold_s: float = key(30.0, unit="s", least=1, most=1800, why="starting guess: sitting taller for this long shows that the provisional baseline was slumped")
    drift_s: float = key(600.0, unit="s", least=60, most=86_400, why="starting guess: time constant in which your upright follows a better posture; longer than any built-in hold, and a stretch of half a minute moves it by a twentieth")
    drift_most_ratio: float = key(0.04, unit="shoulder widths", least=0.0001, most=0.2, why="starting guess: it follows no further than this, a third of a full slump: what you calibrated never becomes a slump by itself, as the nearest limit is 0.072")
    light_change_ratio: float = key(2.0, unit="times brighter or darker", least=1.05, most=100, why="starting guess: light stronger or weaker by this factor is another light; at half of it no frame was over a limit by light and noise alone, at 30 % with much noise a third of them were (measured, docs/baseline.md)")
    light_hold_s: float = key(60.0, unit="s", least=1, most=1800, why="starting guess: a cloud or a lamp switched on and off again changes nothing")


@dataclass(frozen=True, slots=True)
class SittingSection:
    """When a time of sitting ends."""

    break_s: float = key(60.0, unit="s", least=5, most=3600, why="a minute away ends it (Radwan 2022)")


@dataclass(frozen=True, slots=True)
class StrainSection:
    """The estimate of muscle load and tissue creep that times breaks."""

    enabled: bool = key(True, why="false leaves plain timers (sitting, sitting_long, still) alone to time breaks; no study links this estimate to pain, it says when to move, nothing more")
    support: float = key(0.3, unit="share of the trunk's load", least=0, most=0.95, why="what the desk or chair carries: 0 nothing, 0.3 forearms on the desk (starting guess), 0.8 is taken by itself while you recline")


@dataclass(frozen=True, slots=True)
class RemindersSection:
    """How seldom reminders come."""

    posture_gap_s: float = key(600.0, unit="s", least=1, most=86_400, why="at least 10 minutes between two about posture (engineering choice; alarm fatigue: Ancker 2017)")
    move_gap_s: float = key(1500.0, unit="s", least=1, most=86_400, why="at least 25 minutes between two about moving (engineering choice)")
    posture_per_hour: int = key(3, unit="reminders", least=1, most=60, why="alarm fatigue: Ancker 2017")
    posture_per_day: int = key(12, unit="reminders", least=1, most=1000, why="alarm fatigue: Ancker 2017")
    ignored_after_s: float = key(300.0, unit="s", least=10, most=3600, why="starting guess: no change within this time counts as ignored")
    repeat_s: float = key(1800.0, unit="s", least=60, most=86_400, why="starting guess: a posture still held after a reminder is mentioned again no sooner than this")
    snooze_s: float = key(600.0, unit="s", least=30, most=86_400, why="ten minutes (engineering choice)")
    snoozes: int = key(2, unit="times", least=1, most=20, why="so often one after the other, then it comes through; a break or another position starts afresh (engineering choice)")
    fading: bool = key(True, why="reminders about posture get fewer: all in the first week, two thirds to the fourth, then a third (Marco-Ahulló 2024: 67 % feedback beat 33, 100 and 0 %); false gives them all")
    halve_after: int = key(3, unit="reminders", least=1, most=100, why="so many ignored one after the other halve what comes for the rest of the day (alarm fatigue: Ancker 2017; the number is an engineering choice)")
    settle_s: float = key(60.0, unit="s", least=1, most=3600, why="starting guess: no reminder sooner than this after a call, a lock or do-not-disturb has ended")


@dataclass(frozen=True, slots=True)
class NotificationsSection:
    """How reminders are shown."""

    backend: Literal["auto", "actions", "desktop", "console", "off"] = key("auto", why='"auto" is the desktop\'s notifications, or the console where none work; "off" only keeps the log')
    popup_s: float = key(10.0, unit="s", least=1, most=120, why="starting guess: how long a popup stays, where the desktop lets us choose")
    loudness: Literal["tray", "silent", "sound", "rising"] = key("silent", why='"tray" only changes the icon, "silent" shows a message, "sound" is heard too; "rising" begins with the icon and gets louder each time it was ignored (by choice only: alarm fatigue, Ancker 2017)')
    deadline_s: float = key(5.0, unit="s", least=0.5, most=60, why="starting guess: a desktop that takes longer is given up for this message, which then goes to the console")


@dataclass(frozen=True, slots=True)
class SilenceSection:
    """When reminders wait. What was due meanwhile is mentioned once afterwards, if it still is so."""

    call: bool = key(True, why="while another program uses camera or microphone")
    full_screen: bool = key(True, why="while a program fills the screen, as presentations and films do")
    do_not_disturb: bool = key(True, why="while the desktop is told not to disturb")
    idle_s: float = key(300.0, unit="s", least=30, most=86_400, why="starting guess: nobody seen and no key or mouse for this long")
    quiet_hours: tuple[QuietHours, ...] = key((), why='local time without reminders: ["12:00-13:00", "22:00-07:00"]')
    work_days: tuple[WeekDay, ...] = key(ALL_DAYS, why='days with reminders; for a working week ["mon", "tue", "wed", "thu", "fri"]')


@dataclass(frozen=True, slots=True)
class ReportSection:
    """The report of the day."""

    evening: bool = key(False, why="true tells once a day, at evening_h, that the day's report is there; a button opens it")
    evening_h: float = key(17.5, unit="hour of the day", least=0, most=23.99, why="starting guess: 17.5 is half past five")


@dataclass(frozen=True, slots=True)
class CareSection:
    """Breaks, exercises, and the days after a spasm."""

    gentle_days: int = key(3, unit="days", least=0, most=28, why="starting guess: so many gentler days are offered after a spasm is noted; you choose each time")
    gentle_share: float = key(0.5, unit="share", least=0.1, most=1, why="starting guess: on gentler days reminders to move come after this share of their usual time")
    camera: bool = key(True, why="a guided break counts with the camera what it can see; false only times")
    water: bool = key(False, why="true adds a line about water where a break gets you up; ten men who had sweated off 3 % of their weight got no easier cramps in the foot (Miller 2010), so nothing is promised")
    breathing: bool = key(False, why="true ends guided breaks of 3 and 5 minutes with a minute of slow breathing; by choice: that stress has a part in back pain is of very low certainty (Jahn 2024)")
    strength_days: tuple[WeekDay, ...] = key((), why='days with a reminder of the strength block; two or three: ["mon", "wed", "fri"]')
    strength_h: float = key(12.0, unit="hour of the day", least=0, most=23.99, why="starting guess: when that reminder comes; not first thing in the morning")


@dataclass(frozen=True, slots=True)
class LogSection:
    """What is kept."""

    retention_days: int = key(90, unit="days", least=1, most=3650, why="detail for a season (engineering choice); daily figures are kept for ever, pictures never")
    checkpoint_s: float = key(5.0, unit="s", least=1, most=10, why="a power cut loses at most this much; each write costs 1 to 4 ms (measured)")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What one [rules.NAME] says. Keys left out keep what a built-in rule of that name has."""

    enabled: bool | None = key(None, why="false switches the rule off")
    signal: str | None = key(None, most=60, why="what it watches: a deviation from your baseline, or sitting_s, still_s, strain; the unit is in the name")
    enter_above: float | None = key(None, unit="unit of the signal", why="the rule is over while the signal is above this")
    exit_below: float | None = key(None, unit="unit of the signal", why="and ends when it stayed at or below this; may not be above enter_above")
    hold_s: tuple[HoldPoint, ...] | None = key(None, unit="s", why="how long it must be over; taken as written, no profile scales it")
    release_s: float | None = key(None, unit="s", least=0, most=HOLD_MOST_S, why="how long it must be below exit_below; 20 for a new rule")
    two_sided: bool | None = key(None, why="true looks at both directions; false for a new rule")
    level: Level | None = key(None, why='"watch" only shows the state, "act" also reminds (a new rule: "act")')
    kind: Kind | None = key(None, why='"posture", or "move" for rules about time; a new rule on sitting_s, still_s or strain is "move", else "posture"')
    message: str | None = key(None, most=200, why="the sentence of the reminder: short, kind, one thing to do")


@dataclass(frozen=True, slots=True)
class Config:
    """All of the config file, checked. ``rules`` are the rules in force, ``rule_changes`` what the file said about them."""

    profile: Profile = key("balanced", why="scales the holds of the built-in posture rules: gentle × 1 (the standards' minutes), balanced × 0.25, attentive × 0.1")
    language: Literal["auto", "en", "de"] = key("auto", why='"auto" is the language of your desktop, where there is a catalogue of it, else English')
    camera: CameraSection = CameraSection()
    power: PowerSection = PowerSection()
    pose: PoseSection = PoseSection()
    smoothing: SmoothingSection = SmoothingSection()
    gate: GateSection = GateSection()
    baseline: BaselineSection = BaselineSection()
    sitting: SittingSection = SittingSection()
    strain: StrainSection = StrainSection()
    reminders: RemindersSection = RemindersSection()
    notifications: NotificationsSection = NotificationsSection()
    silence: SilenceSection = SilenceSection()
    report: ReportSection = ReportSection()
    care: CareSection = CareSection()
    log: LogSection = LogSection()
    rules: tuple[Rule, ...] = field(default_factory=lambda: profile_rules("balanced"))
    rule_changes: tuple[tuple[str, RuleChange], ...] = ()


SECTIONS: dict[str, type] = {
    "camera": CameraSection,
    "power": PowerSection,
    "pose": PoseSection,
    "smoothing": SmoothingSection,
    "gate": GateSection,
    "baseline": BaselineSection,
    "sitting": SittingSection,
    "strain": StrainSection,
    "reminders": RemindersSection,
    "notifications": NotificationsSection,
    "silence": SilenceSection,
    "report": ReportSection,
    "care": CareSection,
    "log": LogSection,
}
"""Every [section] with fixed keys, in the order it is written."""
