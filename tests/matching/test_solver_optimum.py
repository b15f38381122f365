"""The planner against plain enumeration: jointly optimal in all five objectives, whatever the small problem."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import event_shape, shape
from matching.solver import dump_solution, parse_problem, solve, spreadsheet_plan
from matching.solver.climb import climb
from matching.solver.grid import make_grid
from matching.solver.measure import measure, rank
from matching.solver.run import Run
from matching.solver.settle import bounds_by_lp, exact
from matching.validator import validate
from tests.matching.problems import brute_force, dense_problem, problems, small_problem


def values_of(problem: dict[str, Any], seconds: float = 60.0) -> tuple[int, ...] | None:
    """Solved, proven, agreed to by the validator: the five values; None when infeasible."""
    solution = solve(parse_problem(problem), seconds)
    assert validate(problem, dump_solution(solution)).violations == []
    if solution.status == "infeasible":
        return None
    assert solution.status == "optimal"
    return tuple(row.value for row in solution.objectives)


@settings(max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_any_small_problem_is_solved_like_by_enumeration(problem: dict[str, Any]) -> None:
    assert values_of(problem) == brute_force(problem)


@pytest.mark.parametrize("seed", range(40))
def test_dense_small_problems(seed: int) -> None:
    problem = dense_problem(seed, entries=5)
    assert values_of(problem) == brute_force(problem)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_many_dense_problems(seed: int) -> None:
    problem = dense_problem(seed, entries=7)
    assert values_of(problem) == brute_force(problem)


@pytest.mark.parametrize("seed", range(25))
def test_three_ways_to_the_first_three_objectives_agree(seed: int) -> None:
    """Branch and bound on the relaxation's rows, CP-SAT stage by stage, and the whole planner."""
    problem = event_shape(6, 9, 16, seed=seed, slots=5, partial=0.6, tables=4, lowest=2, levels=4)
    grid = make_grid(parse_problem(problem))
    options = grid.common
    settled = exact(grid, options, Run(60))
    climbed = climb(grid, options, {}, Run(60))
    assert (settled.goals, settled.score) == (climbed.goals, climbed.score)
    hoped = bounds_by_lp(grid, options, Run(60))
    assert (hoped.goals.unmet, hoped.goals.shortfall, -hoped.score) <= (
        settled.goals.unmet,
        settled.goals.shortfall,
        -settled.score,
    )
    assert values_of(problem)[:3] == (settled.goals.unmet, settled.goals.shortfall, settled.score)


@pytest.mark.parametrize("seed", range(12))
def test_order_and_names_of_people_change_no_value(seed: int) -> None:
    problem = dense_problem(seed, entries=9)
    dice = random.Random(seed)
    kinds = ("companies", "seniors", "attendants", "entries")
    names = [row["id"] for kind in kinds for row in problem[kind]]
    new = dict(zip(names, dice.sample([f"N{n}" for n in range(len(names))], len(names)), strict=True))
    other = problem | {
        kind: dice.sample([{key: _renamed(new, key, value) for key, value in row.items()} for row in rows], len(rows))
        for kind, rows in problem.items()
        if kind in (*kinds, "locked")
    }
    assert values_of(other) == values_of(problem)


def _renamed(new: dict[str, str], key: str, value: Any) -> Any:
    return new.get(value, value) if key in ("id", "company", "senior", "attendant") else value


def test_rows_in_another_order_give_the_same_timetable() -> None:
    problem = shape("iwaki-2019")
    turned = problem | {kind: problem[kind][::-1] for kind in ("companies", "seniors", "attendants", "entries")}
    first, second = solve(parse_problem(problem), 60), solve(parse_problem(turned), 60)
    assert first.status == "optimal"
    assert first == second  # the seconds are not compared


@pytest.mark.parametrize("name", ["iwaki-2019", "niigata-2019", "daitokyo-2022"])
def test_an_event_is_proven_and_beats_the_spreadsheet(name: str) -> None:
    problem = shape(name)
    parsed = parse_problem(problem)
    solution = solve(parsed, 60)
    assert solution.status == "optimal"
    assert validate(problem, dump_solution(solution)).sound
    grid = make_grid(parsed)
    number = {
        (grid.companies[grid.company_of[e]], grid.seniors[grid.senior_of[e]]): e for e in range(len(grid.entries))
    }
    by_hand = {number[row.company, row.senior]: row.slot for row in spreadsheet_plan(parsed)}
    ours = tuple(row.value for row in solution.objectives)
    assert rank(ours) < rank(measure(grid, by_hand))


@pytest.mark.full
@pytest.mark.parametrize("name", ["kyushu-2016", "tokyo-2017"])
@pytest.mark.parametrize("seed", range(3))
def test_the_largest_events_are_proven(name: str, seed: int) -> None:
    values_of(shape(name, seed), 120)


def test_same_file_same_answer() -> None:
    parsed = parse_problem(shape("niigata-2019", 1, partial=0.5))
    assert solve(parsed, 60) == solve(parsed, 60)


def test_scores_beyond_floats_are_exact() -> None:
    problem = small_problem()
    for row, score in zip(problem["entries"], (10**12, 10**12 - 1, 10**12 - 2, 3, 10**11), strict=True):
        row["score"] = score
    problem["companies"][0]["max"] = problem["companies"][1]["max"] = 2
    assert values_of(problem) == brute_force(problem)


def test_more_than_anybody_needs_is_no_trouble() -> None:
    problem = small_problem(tables_per_slot=[10**30] * 4)
    for row in problem["companies"]:
        row["min"], row["max"] = 10**15, 10**30
    for row in problem["seniors"]:
        row["max"] = 10**30
    assert values_of(problem)[1] == 2 * 10**15 - 4


def test_no_time_gives_the_quick_plan_with_honest_bounds() -> None:
    problem = shape("iwaki-2019")
    solution = solve(parse_problem(problem), seconds=0.0)
    assert solution.status == "feasible"
    assert [row.bound for row in solution.objectives] == [None, 0, None, 0, 0]
    assert validate(problem, dump_solution(solution)).sound
    grid = make_grid(parse_problem(problem))
    assert len(solution.interviews) + len(solution.left_out) == len(grid.entries)
