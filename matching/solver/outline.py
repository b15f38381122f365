"""A quick bound on the companies' idle slots: companies, their attendants and the tables alone, no seniors, no entries.

Where tables are scarce, the blocks of the companies must tile them. The integrated model learns that slowly, CP-SAT's linear
relaxation of this outline at once (0.1 to 1.5 s where the core-guided search needed 20 or did not finish).
"""

from ortools.sat.python import cp_model

from .face import Face
from .grid import Grid
from .place import FINE, Builder, Literal, Placement, searcher
from .run import Run

EFFORT = 6.0  # deterministic seconds


def scarce(grid: Grid, face: Face) -> bool:
    """Is there a slot with more companies than tables?"""
    wanted = [set[int]() for _ in range(grid.slots)]
    for e, slots in enumerate(face.options):
        for slot in slots:
            wanted[slot].add(grid.company_of[e])
    return any(len(companies) > tables for companies, tables in zip(wanted, grid.tables, strict=True))


def outline_bound(grid: Grid, face: Face, placement: Placement, run: Run) -> int:
    """No plan of the placement has fewer idle slots of companies; 0 where nothing better was proven."""
    builder = Builder(grid, face)
    builder.model = cp_model.CpModel()
    busy = _companies(grid, face, builder, placement.company_degree)
    _seats(grid, face, builder.model, busy)
    idle: list[Literal] = []
    for row, degree in zip(busy, placement.company_degree, strict=True):
        builder.idle(idle, row, degree)
    builder.model.minimize(sum(idle))
    solver = searcher(1, "plain")
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = EFFORT
    status = run.solve_cp(solver, builder.model, run.left)
    return max(0, round(solver.best_objective_bound)) if status in FINE else 0


def _companies(grid: Grid, face: Face, builder: Builder, degrees: list[tuple[int, int]]) -> list[dict[int, Literal]]:
    busy = []
    for entries, (lower, upper) in zip(grid.by_company, degrees, strict=True):
        slots = sorted({slot for e in entries for slot in face.options[e]})
        busy.append({slot: builder.model.new_bool_var("") for slot in slots})
        if slots:
            builder.model.add_linear_constraint(sum(busy[-1].values()), lower, upper)
    return busy


def _seats(grid: Grid, face: Face, model: cp_model.CpModel, busy: list[dict[int, Literal]]) -> None:
    class_of = {t: k for k, slots in enumerate(face.classes) for t in slots}
    for number, entries in enumerate(grid.by_attendant):
        firms = sorted({grid.company_of[e] for e in entries})
        for slot in range(grid.slots):
            here = [busy[c][slot] for c in firms if slot in busy[c]]
            if here and ("attendant", number, class_of.get(slot)) in face.tight:
                model.add_exactly_one(here)
            elif len(here) > 1:
                model.add_at_most_one(here)
    for slot in range(grid.slots):
        here = [row[slot] for row in busy if slot in row]
        if ("tables", class_of.get(slot)) in face.tight:
            model.add(sum(here) == grid.tables[slot])
        elif len(here) > grid.tables[slot]:
            model.add(sum(here) <= grid.tables[slot])
