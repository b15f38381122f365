"""The optimal face holds every plan it speaks of, and the search survives bounds that are too good to be true."""

from dataclasses import replace
from itertools import product

import pytest

from matching.solver import parse_problem
from matching.solver.face import optimal_face
from matching.solver.grid import Grid, Plan, make_grid
from matching.solver.measure import measure
from matching.solver.relax import GRAIN, Goals, Relaxation, slot_classes
from matching.solver.run import Run
from matching.solver.search import Search, honest
from matching.solver.settle import bounds_by_lp
from tests.matching.problems import brute_force, dense_problem, judge, small_problem


def plans(problem: dict, grid: Grid) -> list[Plan]:
    """Every timetable that breaks no rule."""
    people = {row["id"]: row for kind in ("companies", "seniors", "attendants") for row in problem[kind]}
    rows = {row["id"]: row for row in problem["entries"]}
    found = []
    for slots in product(*([None, *options] for options in grid.common)):
        held = []
        for name, slot in zip(grid.entries, slots, strict=True):
            if slot is not None:
                entry = rows[name]
                helper = people[entry["company"]]["attendant"]
                held.append((entry, [entry["company"], entry["senior"], *([helper] if helper else [])], slot))
        if judge(problem, held, people) is not None:
            found.append({e: slot for e, slot in enumerate(slots) if slot is not None})
    return found


@pytest.mark.parametrize("slack", [0, 1, 2])
@pytest.mark.parametrize("seed", range(15))
def test_every_plan_good_enough_lies_on_the_face(seed: int, slack: int) -> None:
    problem = dense_problem(seed, entries=5) | {"locked": []}
    grid = make_grid(parse_problem(problem))
    every = [(plan, measure(grid, plan)) for plan in plans(problem, grid)]
    best = min((values[0], values[1], -values[2]) for _, values in every)
    relaxation = Relaxation(grid, grid.common, 2, Goals(best[0], best[1]))
    certificate = relaxation.certify(60)
    assert certificate.bound >= -best[2] * GRAIN
    face = optimal_face(grid, grid.common, relaxation, certificate, -best[2] - slack)
    good = [plan for plan, values in every if values[:2] == best[:2] and values[2] >= -best[2] - slack]
    assert good
    for plan in good:
        assert face.chosen <= set(plan)
        assert all(slot in face.options[e] for e, slot in plan.items())
        for key in face.tight:
            if key[0] == "senior_max":
                assert sum(1 for e in plan if grid.senior_of[e] == key[1]) == grid.senior_max[key[1]]
            if key[0] == "tables":
                used = sum(1 for slot in plan.values() if slot in face.classes[key[1]])
                assert used == sum(grid.tables[slot] for slot in face.classes[key[1]])


@pytest.mark.parametrize("seed", [3, 4, 5, 8])
def test_bounds_too_good_to_be_true_are_found_out(seed: int) -> None:
    problem = dense_problem(seed, entries=6) | {"locked": []}
    grid = make_grid(parse_problem(problem))
    search = Search(grid, {}, Run(60))
    hoped = bounds_by_lp(grid, grid.common, Run(60))
    search._place(replace(hoped, score=hoped.score + 1, face=replace(hoped.face, exact=False)))
    assert search.found.values == search.found.bounds == brute_force(problem)


def test_slots_that_nobody_can_tell_apart_form_one_class() -> None:
    problem = small_problem()
    grid = make_grid(parse_problem(problem))
    assert slot_classes(grid, grid.common) == ([(0, 1, 2), (3,)], [0, 0, 0, 1])
    grid = make_grid(parse_problem(problem | {"tables_per_slot": [2, 1, 2, 2]}))
    assert slot_classes(grid, grid.common) == ([(0, 2), (1,), (3,)], [0, 1, 0, 2])


def test_bounds_after_the_first_miss_hold_for_any_plan() -> None:
    assert honest((0, 0, 90, 2, 3), (0, 0, 90, 1, 0)) == (0, 0, 90, 1, 0)
    assert honest((0, 0, 90, 2, 3), (0, 0, 95, 4, 4)) == (0, 0, 95, 0, 0)
    assert honest((1, 0, 90, 2, 3), (0, 2, 80, 4, 4)) == (0, 0, None, 0, 0)
