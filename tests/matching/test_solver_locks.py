"""Locked interviews are kept; where they cannot be, the smallest cause is named."""

from typing import Any

import pytest

from matching.solver import dump_solution, explain_by_forcing, parse_problem, solve
from matching.validator import validate
from tests.matching.problems import small_problem


def lock(company: str, senior: str, slot: int | None = None) -> dict[str, Any]:
    return {"company": company, "senior": senior, "slot": slot}


def test_locks_are_kept_where_they_say() -> None:
    problem = small_problem(locked=[lock("C2", "S3", 2), lock("C1", "S2"), lock("C2", "S3")])
    solution = solve(parse_problem(problem))
    rows = {(row.company, row.senior): row.slot for row in solution.interviews}
    assert rows["C2", "S3"] == 2
    assert ("C1", "S2") in rows
    assert solution.status == "optimal"
    assert validate(problem, dump_solution(solution)).sound


NARROW = [{"id": "S1", "available": [3], "max": 2}, {"id": "S2", "available": [0, 1], "max": 0}]
WIDE = {"id": "S3", "available": [0, 1, 2, 3], "max": 2}


@pytest.mark.parametrize(
    ("changes", "kind", "ids"),
    [
        ({"locked": [lock("C1", "S1", 0), lock("C1", "S1", 1)]}, "locked_twice", ("E0",)),
        ({"locked": [lock("C2", "S1", 3)]}, "unavailable", ("C2",)),
        ({"locked": [lock("C2", "S1")], "seniors": [*NARROW, WIDE]}, "no_common_slot", ("C2", "S1", "A1")),
        ({"locked": [lock("C1", "S2")], "seniors": [*NARROW, WIDE]}, "senior_cap", ("S2", "E1")),
        ({"locked": [lock("C1", "S1", 0)], "tables_per_slot": [0, 1, 1, 1]}, "tables", ("E0",)),
        ({"locked": [lock("C1", "S1", 0), lock("C1", "S2", 0)]}, "clash", ("C1", "E0", "E1")),
        ({"locked": [lock("C1", "S1", 0), lock("C2", "S3", 0)]}, "clash", ("A1", "E0", "E4")),
        (
            {
                "locked": [lock("C1", "S1"), lock("C2", "S2"), lock("C2", "S3")],
                "attendants": [{"id": "A1", "available": [1, 2]}],
            },
            "overload",
            ("A1", "E0", "E3", "E4"),
        ),
        (
            {"locked": [lock("C1", "S1"), lock("C2", "S2")], "tables_per_slot": [0, 0, 1, 0]},
            "overload",
            ("A1", "E0", "E3"),
        ),
    ],
)
def test_the_smallest_cause_is_named(changes: dict[str, Any], kind: str, ids: tuple[str, ...]) -> None:
    problem = small_problem(**changes)
    solution = solve(parse_problem(problem))
    assert solution.status == "infeasible"
    assert (solution.interviews, solution.objectives, solution.left_out) == ((), (), ())
    assert (solution.cause.kind, solution.cause.ids) == (kind, ids)
    assert solution.cause.detail.endswith("。")
    assert validate(problem, dump_solution(solution)).sound


def test_locks_that_only_together_are_too_many() -> None:
    """Three locks on two tables in all, no person overloaded: one of the others is free of blame."""
    every = [0, 1, 2, 3]
    problem = small_problem(
        tables_per_slot=[1, 1, 0, 0],
        companies=[{"id": f"C{n}", "attendant": None, "available": every, "min": 0, "max": 3} for n in (1, 2)],
        seniors=[{"id": f"S{n}", "available": every if n < 3 else [0], "max": 2} for n in (1, 2, 3)],
        locked=[lock("C1", "S1"), lock("C2", "S2"), lock("C2", "S3")],
    )
    solution = solve(parse_problem(problem))
    assert solution.cause.kind == "locks"
    assert solution.cause.ids == ("E0", "E3", "E4")


def test_forcing_an_entry_says_what_it_costs() -> None:
    problem = small_problem()
    problem["seniors"][0]["max"] = 1
    parsed = parse_problem(problem)
    solution = solve(parsed)
    assert [row.entry for row in solution.left_out] == ["E0"]
    assert solution.left_out[0].reason == "senior_cap"
    forced = explain_by_forcing(parsed, solution, "E0")
    assert forced.after[2] == forced.before[2] - 20
    assert "点数が20点下がります" in forced.detail
    assert "C2とS1" in forced.detail
    with pytest.raises(KeyError):
        explain_by_forcing(parsed, solution, "E1")


def test_forcing_the_impossible_names_the_cause() -> None:
    problem = small_problem()
    problem["seniors"][2]["available"] = [3]
    parsed = parse_problem(problem)
    solution = solve(parsed)
    assert {row.entry: row.reason for row in solution.left_out} == {"E4": "no_common_slot"}
    forced = explain_by_forcing(parsed, solution, "E4")
    assert forced.after is None
    assert forced.solution.status == "infeasible"
