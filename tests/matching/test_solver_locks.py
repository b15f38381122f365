"""Locked interviews are kept; where they cannot be, the smallest cause is named."""

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.solver import Undecided, dump_solution, explain_by_forcing, parse_problem, solve
from matching.solver.crowd import crowd
from matching.solver.grid import make_grid
from matching.solver.locks import _exact
from matching.solver.run import Run
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


def test_more_locks_than_seats_are_counted() -> None:
    """Three locks on two tables in all, no person overloaded."""
    every = [0, 1, 2, 3]
    problem = small_problem(
        tables_per_slot=[1, 1, 0, 0],
        companies=[{"id": f"C{n}", "attendant": None, "available": every, "min": 0, "max": 3} for n in (1, 2)],
        seniors=[{"id": f"S{n}", "available": every if n < 3 else [0], "max": 2} for n in (1, 2, 3)],
        locked=[lock("C1", "S1"), lock("C2", "S2"), lock("C2", "S3")],
    )
    cause = solve(parse_problem(problem), seconds=0.0).cause
    assert (cause.kind, cause.ids) == ("tables", ("E0", "E3", "E4"))
    assert cause.detail == "固定された面談は3件ですが、使える席は全部で2しかありません。"
    problem["tables_per_slot"] = [1, 1, 1, 1]
    problem["locked"] = [lock("C1", "S1", 0), lock("C2", "S2"), lock("C1", "S2", 2)]
    problem["seniors"][1]["available"] = [0, 2]
    problem["companies"][1]["available"] = [0]
    cause = solve(parse_problem(problem), seconds=0.0).cause
    assert (cause.kind, cause.ids) == ("tables", ("E0", "E3"))
    assert cause.detail == "固定された面談のうち2件は面談枠（0）でしか組めませんが、そこの席は合わせて1です。"


def everybody_meets(size: int, missing: int) -> dict[str, Any]:
    """``size`` companies and seniors, all pairs locked, as many slots, ``missing`` seats too few in the last one."""
    every = list(range(size))
    firms, people = [f"C{n:02}" for n in every], [f"S{n:02}" for n in every]
    pairs = [(firm, person) for firm in firms for person in people]
    return small_problem(
        slots=[{"id": n, "day": 0, "start": "", "end": ""} for n in every],
        breaks=[],
        tables_per_slot=[size] * (size - 1) + [size - missing],
        companies=[{"id": row, "attendant": None, "available": every, "min": 0, "max": size} for row in firms],
        seniors=[{"id": row, "available": every, "max": size} for row in people],
        attendants=[],
        entries=[{"id": f"E{n:03}", "company": c, "senior": s, "score": 1} for n, (c, s) in enumerate(pairs)],
        locked=[lock(firm, person) for firm, person in pairs],
    )


def test_hundreds_of_locks_and_a_seat_too_few_need_no_search() -> None:
    problem = everybody_meets(20, missing=1)
    solution = solve(parse_problem(problem), seconds=5.0)
    assert solution.cause.kind == "tables"
    assert 1 <= len(solution.cause.ids) <= 6
    assert solution.cause.detail == "固定された面談は400件ですが、使える席は全部で399しかありません。"
    assert validate(problem, dump_solution(solution)).sound
    assert solve(parse_problem(problem), seconds=0.0) == solution


def chained() -> dict[str, Any]:
    """E0 pushes E1, that pushes E3 onto E4: four locks that fail only together; E2 has no part in it."""
    return small_problem(
        companies=[
            {"id": "C1", "attendant": None, "available": [0, 1], "min": 0, "max": 3},
            {"id": "C2", "attendant": None, "available": [1, 2, 3], "min": 0, "max": 3},
        ],
        seniors=[{"id": f"S{n}", "available": [0, 1, 2] if n == 2 else [0, 1, 2, 3], "max": 2} for n in (1, 2, 3)],
        locked=[lock("C1", "S1", 0), lock("C1", "S2"), lock("C2", "S2"), lock("C2", "S3", 2), lock("C2", "S1", 3)],
    )


def test_locks_that_only_together_are_too_many() -> None:
    problem = chained()
    solution = solve(parse_problem(problem))
    assert (solution.cause.kind, solution.cause.ids) == ("locks", ("E0", "E1", "E3", "E4"))
    assert validate(problem, dump_solution(solution)).sound
    assert solve(parse_problem(problem)) == solution


def test_no_time_to_find_the_smallest_set_names_a_larger_one() -> None:
    solution = solve(parse_problem(chained()), seconds=0.0)
    assert (solution.cause.kind, solution.cause.ids) == ("locks", ("E0", "E1", "E2", "E3", "E4"))


def test_locks_nobody_could_check_in_time_are_neither_planned_nor_refused() -> None:
    grid = make_grid(parse_problem(chained()))
    with pytest.raises(Undecided):
        _exact(grid, grid.locked_slots, Run(0.0), limit=0.0)


def test_the_overloaded_person_is_named_with_the_fewest_interviews() -> None:
    """C1 could keep E0, were it not for the two others that are both possible in slot 1 only."""
    problem = small_problem(
        companies=[{"id": "C1", "attendant": "A1", "available": [0, 1, 2], "min": 0, "max": 3}],
        seniors=[{"id": f"S{n}", "available": [1] if n > 1 else [0, 2, 3], "max": 2} for n in (1, 2, 3)],
        entries=[{"id": f"E{n}", "company": "C1", "senior": f"S{n + 1}", "score": 5} for n in range(3)],
        locked=[lock("C1", f"S{n}") for n in (1, 2, 3)],
    )
    cause = solve(parse_problem(problem)).cause
    assert (cause.kind, cause.ids) == ("overload", ("A1", "E1", "E2"))
    assert "3件ありますが、そのうち2件（C1とS2、C1とS3）に使える面談枠は1です。" in cause.detail


@given(
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
    st.lists(st.sets(st.integers(0, 3), max_size=3), max_size=6),
)
def test_a_crowd_is_found_exactly_where_there_is_no_seating(room: list[int], open_to: list[set[int]]) -> None:
    options = {row: tuple(sorted(slots)) for row, slots in enumerate(open_to)}

    def seatable(rows: Iterable[int]) -> bool:
        return any(
            all(seats.count(slot) <= room[slot] for slot in seats) for seats in product(*(options[row] for row in rows))
        )

    found = crowd(options, room)
    assert (found is None) == seatable(options)
    if found is not None:
        assert len(found.rows) == sum(room[slot] for slot in found.slots) + 1
        assert all(set(options[row]) <= set(found.slots) for row in found.rows)
        assert all(seatable(row for row in found.rows if row != one) for one in found.rows)


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
