"""A run tells how far it is, and stops when its caller says so."""

import threading

import pytest

from benchmarks.instances import shape
from matching.solver import Cancelled, parse_problem, solve


def test_progress_comes_from_the_callers_thread_and_changes_nothing() -> None:
    parsed = parse_problem(shape("niigata-2019"))
    told: list[tuple] = []

    def listen(stage: str, done: int, total: int, values: tuple[int, ...] | None) -> None:
        told.append((stage, done, total, values, threading.current_thread()))

    solution = solve(parsed, 60, on_progress=listen)
    assert solution == solve(parsed, 60)
    assert {row[4] for row in told} == {threading.current_thread()}
    steps = [row[1] for row in told]
    assert steps == sorted(steps)
    assert {0, 1, 2, 3} <= set(steps) <= {0, 1, 2, 3, 4}
    assert all(row[2] == 4 for row in told)
    assert told[-1][3] == tuple(row.value for row in solution.objectives)


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_cancelling_stops_the_search(step: int) -> None:
    def stop(stage: str, done: int, total: int, values: tuple[int, ...] | None) -> None:
        if done == step:
            raise Cancelled

    before = threading.active_count()  # a parallel test run has a thread of its own
    with pytest.raises(Cancelled):
        solve(parse_problem(shape("iwaki-2019")), 60, on_progress=stop)
    assert threading.active_count() == before


def test_the_clock_is_kept() -> None:
    """A problem that nobody proves in this time: feasible, better than by hand, and in time."""
    parsed = parse_problem(shape("tokyo-2017", 1, spare=3, levels=3, tables=36))
    solution = solve(parsed, seconds=1.5)
    assert solution.seconds < 20  # the machine may be busy; it is the order of magnitude that counts
    if solution.status == "feasible":
        assert solution.value("seniors_unmet") == 0
