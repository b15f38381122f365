"""The search proper: from quick plans to a proof, keeping the best plan and the best bounds on the way.

No step of a run that ends with a proof depends on the clock: what is cut short by time is never called optimal, and
sub-searches that may be given up are limited by CP-SAT's own deterministic count.
"""

from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from .climb import climb
from .greedy import best_start, fill_up
from .grid import Grid, Plan
from .measure import Values, better, measure
from .outline import outline_bound, scarce
from .place import FINE, Placement, build, searcher
from .relax import OutOfTime
from .run import Run
from .settle import LARGEST_SCORE_SUM, Settled, bounds_by_lp, exact

Bounds = tuple[int | None, ...]
STAGES = 4
HOPE = 8.0  # deterministic seconds for a search before another way is tried, and
HOPE_PER_LITERAL = 1 / 400  # as many for large events
PATIENCE = 20.0  # deterministic seconds for neighbourhoods
RESERVE = 0.3  # share of the time kept back for a plan that has the best score but idle slots


@dataclass
class Found:
    """The best plan so far and what is proven of it."""

    plan: Plan
    values: Values
    bounds: Bounds = (None, None, None, None, None)


class Search:
    """One problem being solved."""

    def __init__(self, grid: Grid, fixed: Plan, run: Run) -> None:
        self.grid, self.run = grid, run
        locked = grid.locked_slots
        self.options = [
            slots if locked.get(e) is None else (locked[e],)  # a lock without a slot leaves every common slot open
            for e, slots in enumerate(grid.common)
        ]
        start = best_start(grid, fixed)
        self.found = Found(start, measure(grid, start))
        run.found(self.found.values)

    def go(self) -> Found:
        """As far as time allows."""
        try:
            self._place(self._settle())
        except OutOfTime:
            pass
        if None in self.found.bounds or self.found.values != self.found.bounds:
            self._offer(fill_up(self.grid, self.found.plan))
        self.found.bounds = honest(self.found.values, self.found.bounds)
        return self.found

    def _settle(self) -> Settled:
        """Bounds of the first three objectives, and the face of the plans that reach them."""
        self.run.enter("だれとだれが会うかを選んでいます", 1, STAGES)
        if sum(self.grid.score) > LARGEST_SCORE_SUM:
            settled = climb(self.grid, self.options, self.found.plan, self.run)
        else:
            settled = bounds_by_lp(self.grid, self.options, self.run)
        self._bound(settled)
        return settled

    def _bound(self, settled: Settled) -> None:
        self.found.bounds = (settled.goals.unmet, settled.goals.shortfall, settled.score, 0, 0)

    def _place(self, settled: Settled) -> None:
        """The two idle objectives on the face, the second with the first one's value kept."""
        run = self.run
        run.enter("空き時間の少ない順番を探しています", 2, STAGES)
        placement = self._model(settled)
        status, bound = self._core(placement, placement.senior_idle, _hope(placement))
        if status != cp_model.OPTIMAL and run.left > 0:
            settled, placement = self._reachable(settled, placement, status)
            _, bound = self._persist(placement, placement.senior_idle, bound)
        self.found.bounds = (*self.found.bounds[:3], bound, 0)
        if self.found.values[:4] != self.found.bounds[:4]:
            return
        run.enter("企業の空き時間を減らしています", 3, STAGES)
        placement.model.add(sum(placement.senior_idle) <= self.found.values[3])
        floor = outline_bound(self.grid, settled.face, placement, run) if scarce(self.grid, settled.face) else 0
        if floor:
            placement.model.add(sum(placement.company_idle) >= floor)
        status, bound = self._core(placement, placement.company_idle, _hope(placement))
        if status != cp_model.OPTIMAL:
            _, bound = self._persist(placement, placement.company_idle, bound)
        self.found.bounds = (*self.found.bounds[:4], max(bound, floor))

    def _model(self, settled: Settled) -> Placement:
        return build(self.grid, settled.face, settled.goals, None if settled.face.exact else settled.score)

    def _reachable(self, settled: Settled, placement: Placement, status: int) -> tuple[Settled, Placement]:
        """Some plan on the face, whatever its idle; where there is none, the face that branch and bound gives."""
        if status == cp_model.UNKNOWN:
            status = self._any(placement, _hope(placement))
        if status in FINE or self.run.left <= 0:
            return settled, placement
        settled = exact(self.grid, self.options, self.run)
        self._bound(settled)
        placement = self._model(settled)
        self._any(placement, None)
        return settled, placement

    def _persist(self, placement: Placement, idle: list, bound: int) -> tuple[int, int]:
        """Where the core-guided search gave up: neighbourhoods around the best plan, then the proof without limit."""
        if self._run(placement, idle, searcher(self.run.workers, "lns"), PATIENCE)[0] == cp_model.OPTIMAL:
            return cp_model.OPTIMAL, self._idle_of(idle, placement)
        status, proven = self._core(placement, idle, None)
        return status, max(bound, proven)

    def _idle_of(self, idle: list, placement: Placement) -> int:
        return self.found.values[3 if idle is placement.senior_idle else 4]

    def _core(self, placement: Placement, idle: list, hope: float | None) -> tuple[int, int]:
        return self._run(placement, idle, searcher(self.run.workers), hope)

    def _run(self, placement: Placement, idle: list, solver: cp_model.CpSolver, hope: float | None) -> tuple[int, int]:
        """Minimise one kind of idle; the better plan is kept. (status, bound from below)"""
        placement.model.minimize(sum(idle))
        placement.hint(self.found.plan)
        if hope is not None:
            solver.parameters.max_deterministic_time = hope
        first = idle is placement.senior_idle and hope is not None
        status = self.run.solve_cp(solver, placement.model, self.run.left * (1 - RESERVE if first else 1))
        if status in FINE:
            self._offer(placement.plan(solver))
        bound = solver.best_objective_bound if status in FINE else 0.0
        return status, max(0, ceil(bound - 1e-6))

    def _any(self, placement: Placement, hope: float | None) -> int:
        """Any plan on the face: the best score, whatever the idle."""
        placement.model.clear_objective()
        placement.hint(self.found.plan)
        solver = searcher(self.run.workers, "plain")
        if hope is not None:
            solver.parameters.max_deterministic_time = hope
        status = self.run.solve_cp(solver, placement.model, self.run.left)
        if status in FINE:
            self._offer(placement.plan(solver))
        return status

    def _offer(self, plan: Plan) -> None:
        values = measure(self.grid, plan)
        if better(values, self.found.values):
            self.found.plan, self.found.values = plan, values
            self.run.found(values)


def _hope(placement: Placement) -> float:
    return max(HOPE, HOPE_PER_LITERAL * len(placement.x))


def honest(values: Values, bounds: Bounds) -> Bounds:
    """Bounds that hold for the plan at hand: each was proven for plans that reach all bounds before it, so past the first
    one that is not reached only what holds for any plan is left (no idle below 0, nothing for the score)."""
    told: list[int | None] = []
    reached = True
    for number, (value, bound) in enumerate(zip(values, bounds, strict=True)):
        if reached:
            told.append(bound)
            reached = value == bound
        else:
            told.append(None if number == 2 else 0)
    return tuple(told)
