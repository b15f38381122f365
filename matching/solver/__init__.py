"""The planner: who meets whom, and when, with a proof. Pure Python, NumPy, SciPy and OR-Tools; no Django, no database.

    problem = load_problem(text)                 # or parse_problem(dict), or Problem(...) built from rows
    solution = solve(problem, seconds=10.0, workers=1, on_progress=None)
    text = write_solution(solution)              # or dump_solution(solution) -> dict

``on_progress(stage, done, total, values)`` is called from the calling thread at every stage and four times a second in
between: ``stage`` is a Japanese text, ``values`` the best five objective values so far as a tuple, or None. To cancel, raise
``Cancelled`` (or anything) in it: the search stops and the exception comes out of ``solve``.

A broken Problem raises ``ProblemError`` ("field: message"), one with ``repair`` raises ``NotSupported``,
and so does one with locks of which the time given is too short to tell whether they can be kept (``Undecided``).
``explain_by_forcing(problem, solution, entry_id)`` forces one entry that was left out and says what that would cost.
The greedy way of a spreadsheet, for comparison: ``spreadsheet_plan(problem)``.
"""

from .forms import dump_problem, dump_solution, load_problem, parse_problem, read_json, write_solution
from .problem import (
    OBJECTIVES,
    REASONS,
    STATUSES,
    Absence,
    Attendant,
    Cancelled,
    Cause,
    Company,
    Entry,
    Interview,
    LeftOut,
    Lock,
    NotSupported,
    Objective,
    Problem,
    ProblemError,
    Repair,
    Senior,
    Slot,
    Solution,
    Undecided,
)
from .solving import Forced, explain_by_forcing, solve, spreadsheet_plan

__all__ = [
    "OBJECTIVES",
    "REASONS",
    "STATUSES",
    "Absence",
    "Attendant",
    "Cancelled",
    "Cause",
    "Company",
    "Entry",
    "Forced",
    "Interview",
    "LeftOut",
    "Lock",
    "NotSupported",
    "Objective",
    "Problem",
    "ProblemError",
    "Repair",
    "Senior",
    "Slot",
    "Solution",
    "Undecided",
    "dump_problem",
    "dump_solution",
    "explain_by_forcing",
    "load_problem",
    "parse_problem",
    "read_json",
    "solve",
    "spreadsheet_plan",
    "write_solution",
]
