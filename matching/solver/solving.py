"""From a Problem to a Solution: the order of the stages, and what is claimed at the end."""

from dataclasses import dataclass, replace

from .explain import left_out
from .greedy import spreadsheet
from .grid import Grid, make_grid
from .locks import place_locks
from .measure import Values, rank
from .problem import OBJECTIVES, Cause, Interview, Lock, NotSupported, Objective, Problem, Solution
from .run import Progress, Run
from .search import STAGES, Found, Search
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


def solve(problem: Problem, seconds: float = 10.0, workers: int = 1, on_progress: Progress | None = None) -> Solution:
    """The best timetable found within ``seconds``; "optimal" where all five objectives are proven jointly.

    Raises ProblemError, NotSupported (a repair), Undecided (locks that nobody could check in time) and whatever ``on_progress`` raises.
    """
    check_problem(problem)
    if problem.repair is not None:
        raise NotSupported("repair: 当日の組み直しには、まだ対応していません。")
    run = Run(seconds, workers, on_progress)
    grid = make_grid(problem)
    run.enter("固定された面談を確かめています", 0, STAGES)
    fixed = place_locks(grid, run)
    if isinstance(fixed, Cause):
        return Solution(problem.name, "infeasible", cause=fixed, seconds=run.spent)
    found = Search(grid, fixed, run).go()
    run.enter("時間割ができました", STAGES, STAGES)
    return _solution(grid, found, run)


def spreadsheet_plan(problem: Problem) -> tuple[Interview, ...]:
    """The greedy timetable (best score first, first free slot), for comparison; empty if the locks cannot be kept."""
    check_problem(problem)
    grid = make_grid(problem)
    fixed = place_locks(grid, Run(10.0))
    return () if isinstance(fixed, Cause) else grid.interviews(spreadsheet(grid, fixed))


def _solution(grid: Grid, found: Found, run: Run) -> Solution:
    rows = zip(OBJECTIVES, found.values, found.bounds, strict=True)
    return Solution(
        problem=grid.problem.name,
        status="optimal" if found.values == found.bounds else "feasible",
        interviews=grid.interviews(found.plan),
        objectives=tuple(Objective(name, value, bound) for name, value, bound in rows),
        left_out=left_out(grid, found.plan),
        seconds=run.spent,
    )


def explain_by_forcing(
    problem: Problem, solution: Solution, entry_id: str, seconds: float = 10.0, workers: int = 1
) -> Forced:
    """Force one left-out entry by a lock and solve again; KeyError for an entry that is not left out."""
    left = {row.entry: row for row in solution.left_out}[entry_id]
    entry = next(row for row in problem.entries if row.id == entry_id)
    locks = (*problem.locked, Lock(entry.company, entry.senior))
    forced = solve(replace(problem, locked=locks), seconds, workers)
    before = _values(solution)
    if forced.status == "infeasible":
        assert forced.cause is not None
        return Forced(entry_id, left.reason, before, None, forced, f"この面談は組めません。{forced.cause.detail}")
    after = _values(forced)
    losses = [
        text.format(new - old) for text, old, new in zip(LOSSES, rank(before), rank(after), strict=True) if new > old
    ]
    dropped = sorted(_pairs(solution) - _pairs(forced))
    names = "、".join(f"{company}と{senior}" for company, senior in dropped)
    instead = f"（代わりに外れる面談: {names}）" if names else ""
    if losses:
        detail = f"この面談を入れると、{losses[0]}{instead}。"
    elif after == before:
        detail = f"この面談を入れても、全体の値は変わりません{instead}。"
    else:
        detail = f"この面談を入れても、全体は悪くなりません{instead}。"
    worse = rank(after)[:3] > rank(before)[:3]
    reason = "score" if worse and left.reason in ("clash", "tables") else left.reason
    return Forced(entry_id, reason, before, after, forced, detail)


LOSSES = (
    "面談のない新現役が{}人増えます",
    "企業の最少件数に{}件足りなくなります",
    "点数が{}点下がります",
    "新現役の空き時間が{}枠増えます",
    "企業の空き時間が{}枠増えます",
)


def _values(solution: Solution) -> Values:
    unmet, shortfall, score, senior_idle, company_idle = (row.value for row in solution.objectives)
    return unmet, shortfall, score, senior_idle, company_idle


def _pairs(solution: Solution) -> set[tuple[str, str]]:
    return {(row.company, row.senior) for row in solution.interviews}
