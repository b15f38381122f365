"""The first three objectives: bounds that hold for every plan, and the face of the plans that reach them.

Hopefully first: nobody missed but those who cannot be helped, and the LP's bound on the score. A plan on that face proves
all three at once. Only where there is none, branch and bound settles them one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .face import Face, optimal_face, whole_face
from .grid import Grid
from .relax import GRAIN, Goals, Relaxation, reachable
from .run import Run

LARGEST_SCORE_SUM = (
    10**9
)  # above it floats are too coarse for the LP, and whole numbers need another way: see place.climb


@dataclass(frozen=True)
class Settled:
    """Bounds of the first three objectives (each given the ones before), and the face of the plans that reach them."""

    goals: Goals
    score: int
    face: Face


def least_missed(grid: Grid, options: Sequence[tuple[int, ...]]) -> Goals:
    """Seniors unmet and interviews short that nobody can help, whatever the timetable."""
    met, low = reachable(grid, options)
    return Goals(len(grid.seniors) - sum(met), sum(grid.company_min) - sum(low))


def bounds_by_lp(grid: Grid, options: Sequence[tuple[int, ...]], run: Run) -> Settled:
    """Bounds by linear programming alone; they may be too good to be true. OutOfTime."""
    goals = least_missed(grid, options)
    relaxation = Relaxation(grid, options, 2, goals)
    certificate = relaxation.certify(run.left)
    if certificate is None:
        goals = _relaxed_goals(grid, options, run)
        relaxation = Relaxation(grid, options, 2, goals)
        certificate = relaxation.certify(run.left)
    if certificate is None:  # numerical trouble: then branch and bound decides
        return exact(grid, options, run)
    score = certificate.bound // GRAIN
    return Settled(goals, score, optimal_face(grid, options, relaxation, certificate, score))


def _relaxed_goals(grid: Grid, options: Sequence[tuple[int, ...]], run: Run) -> Goals:
    met = Relaxation(grid, options, 0, Goals()).certify(run.left)
    unmet = len(grid.seniors) - met.bound // GRAIN if met is not None else 0
    low = Relaxation(grid, options, 1, Goals(unmet)).certify(run.left)
    return Goals(unmet, sum(grid.company_min) - low.bound // GRAIN if low is not None else 0)


def exact(grid: Grid, options: Sequence[tuple[int, ...]], run: Run) -> Settled:
    """The three optimal values by branch and bound, one after the other. OutOfTime."""
    unmet = len(grid.seniors) - Relaxation(grid, options, 0, Goals()).best(run.left)
    shortfall = sum(grid.company_min) - Relaxation(grid, options, 1, Goals(unmet)).best(run.left)
    goals = Goals(unmet, shortfall)
    relaxation = Relaxation(grid, options, 2, goals)
    score = relaxation.best(run.left)
    certificate = relaxation.certify(run.left)
    if certificate is None:
        return Settled(goals, score, whole_face(grid, options))
    return Settled(goals, score, optimal_face(grid, options, relaxation, certificate, score))
