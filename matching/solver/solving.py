"""From a Problem to a Solution: the order of the stages, and what is claimed at the end."""

from dataclasses import dataclass

from .explain import left_out
from .greedy import best_start, spreadsheet
from .grid import Grid, Plan, make_grid
from .locks import place_locks
from .measure import Values, measure
from .problem import OBJECTIVES, Cause, Interview, NotSupported, Objective, Problem, Solution
from .run import Progress, Run
from .soundness import check_problem


@dataclass(frozen=True, slots=True)
class Forced:
    """What forcing one left-out entry does: the new values against the old, and the sentence for it."""

    entry: str
    reason: str
    before: Values
    after: Values | None
    solution: Solution
    detail: str


def solve(
    problem: Problem, seconds: float = 10.0, workers: int = 1, on_progress: Progress | None = None
) -> Solution:
    """The best timetable found within ``seconds``; "optimal" where all five objectives are proven jointly.

    Raises ProblemError, NotSupported (a repair) and whatever ``on_progress`` raises.
    """
    check_problem(problem)
    if problem.repair is not None:
        raise NotSupported("repair: 当日の組み直しには、まだ対応していません。")
    run = Run(seconds, workers, on_progress)
    grid = make_grid(problem)
    run.enter("固定された面談を確かめています", 0, 4)
    fixed = place_locks(grid, run)
    if isinstance(fixed, Cause):
        return Solution(problem.name, "infeasible", cause=fixed, seconds=run.spent)
    start = best_start(grid, fixed)
    values = measure(grid, start)
    run.found(values)
    return _solution(grid, start, (None, None, None, None, None), run)


def spreadsheet_plan(problem: Problem) -> tuple[Interview, ...]:
    """The greedy timetable (best score first, first free slot), for comparison; empty if the locks cannot be kept."""
    check_problem(problem)
    grid = make_grid(problem)
    fixed = place_locks(grid, Run(10.0))
    return () if isinstance(fixed, Cause) else grid.interviews(spreadsheet(grid, fixed))


def _solution(grid: Grid, plan: Plan, bounds: tuple[int | None, ...], run: Run) -> Solution:
    values = measure(grid, plan)
    rows = zip(OBJECTIVES, values, bounds, strict=True)
    return Solution(
        problem=grid.problem.name,
        status="optimal" if values == bounds else "feasible",
        interviews=grid.interviews(plan),
        objectives=tuple(Objective(name, value, bound) for name, value, bound in rows),
        left_out=left_out(grid, plan),
        seconds=run.spent,
    )


def explain_by_forcing(problem: Problem, solution: Solution, entry_id: str, seconds: float = 10.0) -> Forced:
    raise NotSupported(entry_id)
