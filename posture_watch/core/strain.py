"""Muscle load of trunk and neck, and creep of the back's tissues, as an estimate that times breaks and nothing more.

Fatigue: the 3CC-r model, share MF of a muscle that is tired (Xia & Frey Law 2008; rest multiplier Looft 2018):

    TL  = (tl0 + k·sin(clip(θ + θ0, 0, 90°)))·(1 − σ)      share of maximal strength that holding θ takes
    MF' = F·min(TL, 1 − MF) − ρ·MF                          ρ = r·R when away, standing or reclined, else R
    S   = 100·MF / ((1 − TL)·ρISO), at most 200             100 is about the holding limit of ISO 11226, ± 26 %

Creep under a slump of score φ, in a fast and a slow part (McGill & Brown 1992: τ = 9.4 min, half back within 2 min):

    φ ≥ 0.1:  cf, cs ← φ/2 + (c − φ/2)·e^(−dt/564 s)        φ < 0.1:  cf ← cf·e^(−dt/45 s), cs ← cs·e^(−dt/1800 s)
    strain = max(S_trunk, S_neck, 100·(cf + cs)/0.65)

All of it is solved in closed form, so that any step, and any division of a time into steps, gives the same.
Checked vectors: trunk 20°, σ 0.3, 600 s: TL .11474, MF .41854, S 118.20, then 120 s of rest: MF .10850; neck 30°,
300 s: TL .15392, MF .39196, S 77.21; creep φ = 1, 600 s: C .65487, then 120 s upright: .32907.
Limits: group-average strength; angles are proxies of a camera, no EMG; no set for the neck is published; extrapolated
from laboratory tasks of at least a tenth of maximal strength. No study links S to spasms.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST = 200.0
"""S is capped here."""
CREEP_LIMIT = 0.65
"""Creep of about ten minutes of a full slump is strain 100."""
LOADED_FROM = 0.1
"""A slump score below this leaves the tissues unloaded."""
LOADING_S, FAST_S, SLOW_S = 564.0, 45.0, 1800.0
RECLINED_SUPPORT = 0.8
"""Share of the trunk's load that a chair's back carries of somebody who reclines."""


@dataclass(frozen=True, slots=True)
class Muscle:
    """Constants of one region: rates F and R (1/s), rest multiplier r, TL's k, tl0 and θ0, and ρISO."""

    fatigue_per_s: float
    recovery_per_s: float
    rest_factor: float
    k: float
    tl0: float
    theta0_deg: float
    rho_iso: float

    def load(self, theta_deg: float, support: float) -> float:
        """TL: the share of maximal strength that holding ``theta_deg`` takes, ``support`` (0 to 1) of it carried."""
        angle = math.radians(min(90.0, max(0.0, theta_deg + self.theta0_deg)))
        return (self.tl0 + self.k * math.sin(angle)) * (1.0 - support)

    def tired(self, mf: float, tl: float, dt_s: float, *, resting: bool) -> float:
        """MF after ``dt_s`` seconds of load ``tl``, exactly, also where all of the muscle is at work (TL > 1 − MF)."""
        rho = self.recovery_per_s * (self.rest_factor if resting else 1.0)
        fresh, all_in = self.fatigue_per_s * tl / rho, self.fatigue_per_s / (self.fatigue_per_s + rho)
        edge = 1.0 - tl
        if mf < edge or (mf == edge and fresh <= edge):
            return _through(mf, fresh, rho, edge, all_in, self.fatigue_per_s + rho, dt_s)
        return _through(mf, all_in, self.fatigue_per_s + rho, edge, fresh, rho, dt_s)

    def score(self, mf: float, tl: float) -> float:
        """S: 100 is about the holding limit."""
        return min(MOST, 100.0 * mf / ((1.0 - tl) * self.rho_iso))


def _through(  # noqa: PLR0913  # the constants of either side of the edge
    mf: float, target: float, rate: float, edge: float, beyond: float, beyond_rate: float, dt_s: float
) -> float:
    """Towards ``target`` at ``rate``; from ``edge`` on, if it is reached, towards ``beyond`` at its own rate."""
    if (mf - edge) * (target - edge) < 0:
        until_s = math.log((mf - target) / (edge - target)) / rate
        if until_s < dt_s:
            return beyond + (edge - beyond) * math.exp(-beyond_rate * (dt_s - until_s))
    return target + (mf - target) * math.exp(-rate * dt_s)


TRUNK = Muscle(0.00755, 0.00075, 15.0, 0.45, 0.01, 0.0, 0.40)
NECK = Muscle(0.00970, 0.00091, 15.0, 0.25, 0.0, 8.0, 0.60)
"""Trunk: F and R from memory of the model's torso set; neck: the general set, as no neck set is published."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is held: trunk and neck forward by so many degrees (negative counts as none; ``neck_deg`` None: the neck is
    not loaded at all), slump score ``slump`` (0 to 1), ``support`` of the trunk (0 to 1).

    ``active`` False: nothing is held (away, standing, or not known); ``resting``: muscles recover as in rest.
    """

    trunk_deg: float = 0.0
    neck_deg: float | None = None
    slump: float = 0.0
    support: float = 0.0
    active: bool = True
    resting: bool = False

    @property
    def trunk_tl(self) -> float:
        return TRUNK.load(max(0.0, self.trunk_deg), self.support) if self.active else 0.0

    @property
    def neck_tl(self) -> float:
        loaded = self.active and self.neck_deg is not None
        return NECK.load(max(0.0, self.neck_deg or 0.0), 0.0) if loaded else 0.0


NOTHING = Load(active=False)
"""Not known what is held: nothing is added, and no more recovers than while sitting."""
REST = Load(active=False, resting=True)
"""Away or standing."""


@dataclass(frozen=True, slots=True)
class Strain:
    """What adds up: tired shares of trunk and neck, fast and slow creep. A fresh one is somebody rested."""

    trunk_mf: float = 0.0
    neck_mf: float = 0.0
    creep_fast: float = 0.0
    creep_slow: float = 0.0

    @property
    def creep(self) -> float:
        """C, 0 to 1."""
        return self.creep_fast + self.creep_slow

    def after(self, load: Load, dt_s: float) -> Strain:
        """The strain after holding ``load`` for ``dt_s`` seconds."""
        return Strain(
            TRUNK.tired(self.trunk_mf, load.trunk_tl, dt_s, resting=load.resting),
            NECK.tired(self.neck_mf, load.neck_tl, dt_s, resting=load.resting),
            *_crept(self.creep_fast, self.creep_slow, min(1.0, load.slump) if load.active else 0.0, dt_s),
        )

    def score(self, load: Load) -> float:
        """The largest of trunk, neck and creep while holding ``load``: 0 to 200, 100 about the holding limit."""
        muscles = max(TRUNK.score(self.trunk_mf, load.trunk_tl), NECK.score(self.neck_mf, load.neck_tl))
        return max(muscles, min(MOST, 100.0 * self.creep / CREEP_LIMIT))


def _crept(fast: float, slow: float, slump: float, dt_s: float) -> tuple[float, float]:
    if slump < LOADED_FROM:
        return fast * math.exp(-dt_s / FAST_S), slow * math.exp(-dt_s / SLOW_S)
    half, left = slump / 2.0, math.exp(-dt_s / LOADING_S)
    return half + (fast - half) * left, half + (slow - half) * left
