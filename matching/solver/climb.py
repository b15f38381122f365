"""The first three objectives by CP-SAT alone, stage by stage: exact for scores of any size, and slower.

Used where scores are too large for floats; also the second opinion that tests hold against the LP's way.
"""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from .face import whole_face
from .grid import Grid, Plan
from .place import build, searcher
from .relax import Goals, OutOfTime
from .run import Run
from .settle import Settled, least_missed


def climb(grid: Grid, options: Sequence[tuple[int, ...]], start: Plan, run: Run) -> Settled:
    """The optimal values of the first three objectives, with no face. OutOfTime."""
    face = whole_face(grid, options)
    least = least_missed(grid, options)
    unmet = _stage(grid, options, "met", Goals(), start, run) if grid.seniors else 0
    unmet = max(unmet, least.unmet)
    shortfall = _stage(grid, options, "low", Goals(unmet), start, run) if grid.companies else 0
    goals = Goals(unmet, shortfall)
    score = _stage(grid, options, "score", goals, start, run)
    return Settled(goals, score, face)


def _stage(grid: Grid, options: Sequence[tuple[int, ...]], goal: str, goals: Goals, start: Plan, run: Run) -> int:
    placement = build(grid, whole_face(grid, options), goals, None, idle=False)
    model = placement.model
    if goal == "score":
        model.maximize(sum(grid.score[e] * literal for (e, _), literal in placement.x.items()))
    else:
        sides = {"met": (grid.by_senior, [1] * len(grid.seniors)), "low": (grid.by_company, grid.company_min)}
        missing = []
        for entries, wanted in zip(*sides[goal], strict=True):
            own, needed = set(entries), min(wanted, len(entries))
            literals = [literal for (e, _), literal in placement.x.items() if e in own]
            missing.append(model.new_int_var(0, needed, ""))
            model.add(missing[-1] + sum(literals) >= needed)
        model.minimize(sum(missing))
    placement.hint(start)
    solver = searcher(run.workers, "plain")
    status = run.solve_cp(solver, model, run.left)
    if status != cp_model.OPTIMAL:
        raise OutOfTime
    plan = placement.plan(solver)
    if goal == "score":
        return sum(grid.score[e] for e in plan)
    count = [sum(1 for e in entries if e in plan) for entries in sides[goal][0]]
    return sum(max(0, wanted - have) for wanted, have in zip(sides[goal][1], count, strict=True))
