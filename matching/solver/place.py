"""One integrated CP-SAT model on a face: which entries, in which slots, with the least idle.

A 0/1 literal per entry and slot; per party and slot a literal "busy"; per party and day prefix literals ("has had one") and
suffix literals ("will have one"). Where a party has a fixed number k of interviews on one day, its idle is span - k, counted
by block clauses (nobody has had one by slot t and has one again from t + k + j on without j + 1 idle slots); else one idle
literal per slot. The search is core-guided with the LP off: measured 10 to 100 times faster than with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from .face import Face
from .grid import Grid, Plan
from .relax import Goals, reachable

Literal = cp_model.IntVar
FINE = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass
class Placement:
    """The model with handles to its parts."""

    model: cp_model.CpModel
    x: dict[tuple[int, int], Literal]
    senior_idle: list[Literal] = field(default_factory=list)
    company_idle: list[Literal] = field(default_factory=list)
    company_degree: list[tuple[int, int]] = field(default_factory=list)  # fewest and most interviews

    def hint(self, plan: Plan) -> None:
        self.model.clear_hints()
        for (e, slot), literal in self.x.items():
            self.model.add_hint(literal, plan.get(e) == slot)

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        return {e: slot for (e, slot), literal in self.x.items() if solver.boolean_value(literal)}


def build(grid: Grid, face: Face, goals: Goals, score: int | None, idle: bool = True) -> Placement:
    """All plans on the face that keep ``goals`` and reach ``score`` (None: not asked, or the face implies it)."""
    builder = Builder(grid, face)
    builder.entries()
    builder.seats()
    builder.goals(goals)
    if score is not None:
        builder.score(score)
    for literals, side, degrees in (
        (builder.placement.senior_idle, builder.senior_busy, builder.senior_degree),
        (builder.placement.company_idle, builder.company_busy, builder.company_degree),
    ):
        for busy, degree in zip(side if idle else (), degrees if idle else (), strict=True):
            builder.idle(literals, busy, degree)
    builder.placement.company_degree = builder.company_degree
    return builder.placement


class Builder:
    """A model under construction."""

    def __init__(self, grid: Grid, face: Face) -> None:
        self.grid, self.face = grid, face
        self.model = cp_model.CpModel()
        x = {(e, t): self.model.new_bool_var("") for e, slots in enumerate(face.options) for t in slots}
        self.placement = Placement(self.model, x)
        self.of_entry = [[x[e, t] for t in slots] for e, slots in enumerate(face.options)]
        self.held: dict[int, Literal] = {}
        self.senior_busy: list[dict[int, Literal]] = []
        self.company_busy: list[dict[int, Literal]] = []
        self.senior_degree: list[tuple[int, int]] = []
        self.company_degree: list[tuple[int, int]] = []

    def entries(self) -> None:
        """Each entry at most once; a literal "held" for those that are not certain to be."""
        for e, literals in enumerate(self.of_entry):
            if e in self.face.chosen:
                self.model.add_exactly_one(literals)
            elif literals:
                self.held[e] = literals[0] if len(literals) == 1 else self.model.new_bool_var("")
                if len(literals) > 1:
                    self.model.add_exactly_one([*literals, ~self.held[e]])

    def seats(self) -> None:
        """One place at a time for everybody, and the tables; exactly full where the face says so.

        Tables are counted by busy companies, and by busy seniors once more: far fewer literals than entries, and the search
        learns from them (ten times faster where tables are scarce).
        """
        grid, tight = self.grid, self.face.tight
        class_of = {t: k for k, slots in enumerate(self.face.classes) for t in slots}
        self.senior_busy = [self._busy("senior", n, rows, class_of) for n, rows in enumerate(grid.by_senior)]
        self.company_busy = [self._busy("company", n, rows, class_of) for n, rows in enumerate(grid.by_company)]
        for number, entries in enumerate(grid.by_attendant):
            firms = sorted({grid.company_of[e] for e in entries})
            for slot in range(grid.slots):
                here = [self.company_busy[c][slot] for c in firms if slot in self.company_busy[c]]
                if ("attendant", number, class_of.get(slot)) in tight:
                    self.model.add_exactly_one(here)
                elif len(here) > 1:
                    self.model.add_at_most_one(here)
        for slot in range(grid.slots):
            for side in (self.company_busy, self.senior_busy):
                here = [busy[slot] for busy in side if slot in busy]
                if ("tables", class_of.get(slot)) in tight:
                    self.model.add(sum(here) == grid.tables[slot])
                elif len(here) > grid.tables[slot]:
                    self.model.add(sum(here) <= grid.tables[slot])

    def _busy(self, kind: str, number: int, entries: Sequence[int], class_of: dict[int, int]) -> dict[int, Literal]:
        """A literal per slot in which the party can have an interview; at most one interview in each."""
        x, busy = self.placement.x, {}
        for slot in range(self.grid.slots):
            here = [x[e, slot] for e in entries if (e, slot) in x]
            if not here:
                continue
            if (kind, number, class_of.get(slot)) in self.face.tight:
                self.model.add_exactly_one(here)
            busy[slot] = here[0] if len(here) == 1 else self.model.new_bool_var("")
            if len(here) > 1:
                self.model.add_exactly_one([*here, ~busy[slot]])
        return busy

    def goals(self, goals: Goals) -> None:
        """Each party's number of interviews between its limits; the missed ones counted where some must be missed."""
        grid = self.grid
        met, low = reachable(grid, grid.common)
        ones, lows = len(grid.seniors), sum(grid.company_min)
        self.senior_degree = self._side(
            ("senior_max", "met"), grid.by_senior, self.senior_busy, met, grid.senior_max, goals.unmet, ones
        )
        self.company_degree = self._side(
            ("company_max", "low"), grid.by_company, self.company_busy, low, grid.company_max, goals.shortfall, lows
        )

    def _side(
        self, kinds: tuple[str, str], groups, busy, possible: list[int], caps, missing: int | None, wanted: int
    ) -> list[tuple[int, int]]:
        everybody = missing == wanted - sum(possible)
        degrees, counted = [], []
        for number, entries in enumerate(groups):
            literals = list(busy[number].values())
            certain = sum(1 for e in entries if e in self.face.chosen)
            counts = everybody or (kinds[1], number) in self.face.full
            lower = max(certain, possible[number] if counts else 0)
            upper = min(caps[number], sum(1 for e in entries if self.of_entry[e]))
            if (kinds[0], number) in self.face.tight:
                lower = max(lower, caps[number])
            if (kinds[1], number) in self.face.tight:
                upper = min(upper, possible[number])
            if (kinds[1], number) in self.face.none:
                upper = 0
            degrees.append((lower, upper))
            self._between(literals, lower, upper)
            self._between([self.held[e] for e in entries if e in self.held], lower - certain, upper - certain)
            if not everybody and missing is not None and possible[number]:
                for step in range(1, possible[number] + 1):
                    reached = self.model.new_bool_var("")
                    self.model.add(sum(literals) >= step).only_enforce_if(reached)
                    counted.append(reached)
        if counted:
            self.model.add(sum(counted) >= wanted - missing)
        return degrees

    def _between(self, literals: list[Literal], lower: int, upper: int) -> None:
        if literals or lower > 0 or upper < 0:
            self.model.add_linear_constraint(sum(literals), lower, upper)

    def score(self, score: int) -> None:
        self.model.add(
            sum(self.grid.score[e] * literal for e, row in enumerate(self.of_entry) for literal in row) >= score
        )

    def idle(self, idle: list[Literal], busy: dict[int, Literal], degree: tuple[int, int]) -> None:
        """Idle literals of one party, day by day."""
        days = [{t: busy[t] for t in busy if first <= t < end} for first, end in self.grid.days]
        used = [day for day in days if day]
        for day in used:
            if len(used) == 1 and degree[0] == degree[1]:
                self._block(idle, day, degree[0])
            else:
                self._gaps(idle, day)

    def _ends(self, busy: dict[int, Literal]) -> tuple[dict[int, Literal], dict[int, Literal]]:
        """For every slot from the first to the last: has had one by then, will have one from then on."""
        first, last = min(busy), max(busy)
        before, after = {}, {}
        for ends, order in ((before, range(first, last + 1)), (after, range(last, first - 1, -1))):
            previous = None
            for t in order:
                now = busy.get(t)
                if previous is None or now is None:
                    literal = now if previous is None else previous
                else:
                    literal = self.model.new_bool_var("")
                    self.model.add_implication(previous, literal)
                    self.model.add_implication(now, literal)
                    self.model.add_bool_or(previous, now, ~literal)
                ends[t] = previous = literal
        return before, after

    def _gaps(self, idle: list[Literal], busy: dict[int, Literal]) -> None:
        before, after = self._ends(busy)
        for t in range(min(busy) + 1, max(busy)):
            gap = self.model.new_bool_var("")
            clause = [~before[t - 1], ~after[t + 1], gap]
            self.model.add_bool_or(clause + ([busy[t]] if t in busy else []))
            idle.append(gap)

    def _block(self, idle: list[Literal], busy: dict[int, Literal], count: int) -> None:
        first, last = min(busy), max(busy)
        length = last - first + 1
        if count < 2 or length <= count:
            return
        before, after = self._ends(busy)
        gaps = [self.model.new_bool_var("") for _ in range(length - count)]
        for more, less in zip(gaps[1:], gaps, strict=False):
            self.model.add_implication(more, less)
        for t in range(first, last + 1):
            if t + count <= last:
                self.model.add_bool_or(before[t], after[t + count])
            for j, gap in enumerate(gaps):
                if t + count + j <= last:
                    self.model.add_bool_or(~before[t], ~after[t + count + j], gap)
        idle.extend(gaps)


def searcher(workers: int, way: str = "core") -> cp_model.CpSolver:
    """ "core": core-guided, LP off, best at proofs. "lns": large neighbourhoods around the hint, best where the proof is
    easy and the plan is hard to find; interleaved, so that one worker does the same every time. "plain": CP-SAT's own."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = workers
    parameters.random_seed = 1
    if way == "core" and workers == 1:
        parameters.optimize_with_core = True
        parameters.linearization_level = 0
    elif way == "lns" and workers == 1:
        parameters.use_lns_only = True
        parameters.interleave_search = True
        parameters.num_workers = 4  # neighbourhoods taken in turn by one thread
    return solver
