"""The validator believes nobody: each way of spoiling a sound solution is found, each sound one accepted."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.instances import event_shape
from matching.management.commands.check_plan import read_document
from matching.solver import ProblemError, dump_solution, parse_problem, solve
from matching.validator import BrokenFile, Unjudged, validate, violations_of
from tests.matching.problems import small_problem

PROBLEM = event_shape(5, 8, 14, seed=3, slots=5, partial=0.4, tables=4, lowest=1) | {"name": "spoiled"}
PROBLEM["locked"] = [
    {"company": PROBLEM["entries"][0]["company"], "senior": PROBLEM["entries"][0]["senior"], "slot": None}
]


@pytest.fixture(scope="module")
def sound() -> dict[str, Any]:
    solution = solve(parse_problem(PROBLEM), 60)
    assert solution.status == "optimal"
    assert solution.left_out
    return dump_solution(solution)


def test_a_sound_solution_is_accepted(sound: dict[str, Any]) -> None:
    report = validate(PROBLEM, sound)
    assert report.violations == []
    assert report.objectives == {row["name"]: row["value"] for row in sound["objectives"]}


def _drop(document: dict) -> None:
    document["interviews"].pop()


def _drop_locked(document: dict) -> None:
    lock = PROBLEM["locked"][0]
    document["interviews"] = [
        row for row in document["interviews"] if (row["company"], row["senior"]) != (lock["company"], lock["senior"])
    ]


def _double(document: dict) -> None:
    document["interviews"].append(document["interviews"][0])


def _double_elsewhere(document: dict) -> None:
    row = document["interviews"][0]
    document["interviews"].append(row | {"slot": (row["slot"] + 1) % 5})


def _all_at_once(document: dict) -> None:
    for row in document["interviews"]:
        row["slot"] = 0


def _invent_pair(document: dict) -> None:
    taken = {(row["company"], row["senior"]) for row in PROBLEM["entries"]}
    pair = next(
        (company["id"], senior["id"])
        for company in PROBLEM["companies"]
        for senior in PROBLEM["seniors"]
        if (company["id"], senior["id"]) not in taken
    )
    document["interviews"].append({"company": pair[0], "senior": pair[1], "slot": 0})


def _hold_left_out(document: dict) -> None:
    name = document["left_out"].pop()["entry"]
    entry = next(row for row in PROBLEM["entries"] if row["id"] == name)
    document["interviews"].append({"company": entry["company"], "senior": entry["senior"], "slot": 0})


def _swap_reason(document: dict) -> None:
    row = document["left_out"][0]
    row["reason"] = "company_cap" if row["reason"] == "no_common_slot" else "no_common_slot"


def _infeasible(document: dict) -> None:
    document.update(status="infeasible", interviews=[], objectives=[], left_out=[])


def _infeasible_with_rows(document: dict) -> None:
    document.update(status="infeasible", cause={"kind": "locks", "ids": ["E00001"], "detail": "x"})


def _infeasible_unknown(document: dict) -> None:
    _infeasible(document)
    document["cause"] = {"kind": "locks", "ids": ["nobody"], "detail": "x"}


def _infeasible_nameless(document: dict) -> None:
    _infeasible(document)
    document["cause"] = {"kind": "locks", "ids": [], "detail": "x"}


def _set(*keys: Any, value: Any) -> Callable[[dict], None]:
    def change(document: dict) -> None:
        row: Any = document
        for key in keys[:-1]:
            row = row[key]
        row[keys[-1]] = row[keys[-1]] + value if isinstance(value, int) and keys[-1] in ("value", "bound") else value

    return change


SPOILS: dict[str, tuple[Callable[[dict], None], str]] = {
    "interview dropped": (_drop, "value"),
    "lock dropped": (_drop_locked, "lock"),
    "interview twice": (_double, "twice"),
    "interview twice, other slot": (_double_elsewhere, "twice"),
    "everybody at once": (_all_at_once, "double_booking"),
    "everybody at once, tables": (_all_at_once, "tables"),
    "not available": (_all_at_once, "unavailable"),
    "pair without entry": (_invent_pair, "no_entry"),
    "left out but held": (_hold_left_out, "value"),
    "slot beyond the end": (_set("interviews", 0, "slot", value=99), "no_slot"),
    "slot below zero": (_set("interviews", 0, "slot", value=-1), "no_slot"),
    "unknown company": (_set("interviews", 0, "company", value="C999"), "no_entry"),
    "unknown senior": (_set("interviews", 0, "senior", value="S9999"), "no_entry"),
    "sides swapped": (_set("interviews", 0, "company", value="S0001"), "no_entry"),
    "seniors_unmet too low": (_set("objectives", 0, "value", value=-1), "value"),
    "company_shortfall wrong": (_set("objectives", 1, "value", value=2), "value"),
    "score too high": (_set("objectives", 2, "value", value=1), "value"),
    "score beats its bound": (_set("objectives", 2, "bound", value=-1), "bound"),
    "score bound above, yet optimal": (_set("objectives", 2, "bound", value=1), "bound"),
    "senior_idle too low": (_set("objectives", 3, "value", value=-1), "value"),
    "company_idle wrong": (_set("objectives", 4, "value", value=1), "value"),
    "idle beats its bound": (_set("objectives", 4, "bound", value=1), "bound"),
    "bound unknown, yet optimal": (lambda d: d["objectives"][0].update(bound=None), "bound"),
    "objective missing": (lambda d: d["objectives"].pop(), "objectives"),
    "objective twice": (lambda d: d["objectives"].append(d["objectives"][0]), "objectives"),
    "objectives in another order": (lambda d: d["objectives"].reverse(), "objectives"),
    "objective renamed": (_set("objectives", 2, "name", value="points"), "objectives"),
    "reason missing": (lambda d: d["left_out"].pop(), "left_out"),
    "reason twice": (lambda d: d["left_out"].append(d["left_out"][0]), "left_out"),
    "reason for nobody": (_set("left_out", 0, "entry", value="E99999"), "left_out"),
    "reason for a held entry": (lambda d: d["left_out"].append(_held(d)), "left_out"),
    "reason unheard of": (_set("left_out", 0, "reason", value="bad luck"), "reason"),
    "reason untrue": (_swap_reason, "reason"),
    "reason absent without repair": (_set("left_out", 0, "reason", value="absent"), "reason"),
    "reason without a word": (_set("left_out", 0, "detail", value=" "), "reason"),
    "another problem's solution": (_set("problem", value="other"), "name"),
    "status unheard of": (_set("status", value="perfect"), "status"),
    "cause of a success": (_set("cause", value={"kind": "x", "ids": ["E00001"], "detail": "x"}), "cause"),
    "infeasible without cause": (_infeasible, "cause"),
    "infeasible with interviews": (_infeasible_with_rows, "status"),
    "infeasible for nobody's sake": (_infeasible_unknown, "cause"),
    "infeasible for no reason": (_infeasible_nameless, "cause"),
    "seconds below zero": (_set("seconds", value=-0.5), "seconds"),
}


@pytest.mark.parametrize("way", SPOILS)
def test_spoiled_solutions_are_rejected(way: str, sound: dict[str, Any]) -> None:
    spoil, kind = SPOILS[way]
    document = copy.deepcopy(sound)
    spoil(document)
    found = validate(PROBLEM, document).violations
    assert kind in {violation.kind for violation in found}
    assert all(violation.detail.endswith("。") for violation in found)


def _held(document: dict) -> dict[str, str]:
    row = document["interviews"][0]
    pair = (row["company"], row["senior"])
    name = next(entry["id"] for entry in PROBLEM["entries"] if (entry["company"], entry["senior"]) == pair)
    return {"entry": name, "reason": "senior_cap", "detail": "x"}


def test_caps_are_kept() -> None:
    rows = [{"company": f"C{n}", "senior": "S1", "slot": n} for n in (1, 2)]
    problem = small_problem()
    problem["seniors"][0]["max"] = 1
    assert {row.kind for row in violations_of(problem, rows)} == {"senior_cap"}
    problem = small_problem()
    problem["companies"][0]["max"] = 0
    assert {(row.kind, row.ids) for row in violations_of(problem, rows)} == {("company_cap", ("C1",))}


def test_a_shared_attendant_is_in_one_place_only() -> None:
    rows = [{"company": "C1", "senior": "S1", "slot": 0}, {"company": "C2", "senior": "S2", "slot": 0}]
    assert [(row.kind, row.ids) for row in violations_of(small_problem(), rows)] == [("double_booking", ("A1",))]


def test_a_feasible_claim_may_leave_bounds_open() -> None:
    solution = dump_solution(solve(parse_problem(PROBLEM), 0.0))
    assert solution["status"] == "feasible"
    assert validate(PROBLEM, solution).sound


BROKEN: list[tuple[str, Any]] = [
    ("format", "kouryukai-problem/1"),
    ("problem", None),
    ("status", 3),
    ("interviews", None),
    ("interviews", [7]),
    ("interviews", [{"company": "C001", "senior": "S0001"}]),
    ("interviews", [{"company": "C001", "senior": "S0001", "slot": 1.0}]),
    ("interviews", [{"company": 1, "senior": "S0001", "slot": 1}]),
    ("objectives", {}),
    ("objectives", [{"name": "score", "value": True, "bound": None}]),
    ("objectives", [{"name": "score", "value": 1}]),
    ("left_out", [{"entry": "E00001", "reason": "score"}]),
    ("seconds", "1"),
]


@pytest.mark.parametrize(("key", "value"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_solution_is_no_solution(key: str, value: Any, sound: dict[str, Any]) -> None:
    with pytest.raises(BrokenFile, match=rf"^solution\.{key}"):
        validate(PROBLEM, copy.deepcopy(sound) | {key: value})
    document = {name: row for name, row in sound.items() if name != key}
    with pytest.raises(BrokenFile):
        validate(PROBLEM, document)


@pytest.mark.parametrize("text", ["", "{", "NaN", "[" * 100_000, '{"a": ' + "9" * 10_000 + "}"], ids=range(5))
def test_broken_text(text: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        read_document(text)
    assert "\n" not in str(caught.value)


def test_repair_is_not_judged(sound: dict[str, Any]) -> None:
    with pytest.raises(Unjudged):
        validate(PROBLEM | {"repair": {"previous": [], "now": 0, "absent": []}}, sound)


BROKEN_PROBLEMS: list[tuple[str, Any]] = [
    ("slots", lambda slots: [{**slots[0], "start": 13}, *slots[1:]]),
    ("slots", lambda slots: [{k: v for k, v in slots[0].items() if k != "end"}, *slots[1:]]),
    ("slots", lambda slots: [{**slots[0], "day": 1}, *slots[1:]]),
    ("breaks", lambda breaks: [[0, 2]]),
    ("breaks", lambda breaks: [[0]]),
    ("breaks", lambda breaks: [[4, 5]]),
    ("breaks", lambda breaks: None),
    ("entries", lambda entries: [{**entries[0], "id": ""}, *entries[1:]]),
    ("companies", lambda companies: [{**companies[0], "id": ""}, *companies[1:]]),
]


@pytest.mark.parametrize(("key", "spoil"), BROKEN_PROBLEMS, ids=range(len(BROKEN_PROBLEMS)))
def test_a_problem_that_the_planner_refuses_is_refused_here_too(key: str, spoil: Any, sound: dict[str, Any]) -> None:
    broken = PROBLEM | {key: spoil(PROBLEM[key])}
    with pytest.raises(BrokenFile, match=rf"^problem\.{key}"):
        validate(broken, sound)
    with pytest.raises(ProblemError):
        parse_problem(broken)


def test_a_key_twice_is_no_document() -> None:
    with pytest.raises(BrokenFile, match="name"):
        read_document('{"name": 1, "name": 2}')
