"""The planner's reader: every kind of broken problem is refused with the field's name, and nothing else is."""

import copy
import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from matching.solver import (
    NotSupported,
    ProblemError,
    dump_problem,
    dump_solution,
    load_problem,
    parse_problem,
    solve,
    write_solution,
)
from matching.validator import BrokenFile, validate
from tests.matching.problems import small_problem


def put(path: str, value: Any) -> Callable[[dict], None]:
    """Set (or, with ``...``, delete) one field of a document, named as the error names it."""
    keys = [int(key) if key.isdigit() else key for key in path.replace("]", "").replace("[", ".").split(".")]

    def change(document: dict) -> None:
        row: Any = document
        for key in keys[:-1]:
            row = row[key]
        if value is ...:
            del row[keys[-1]]
        else:
            row[keys[-1]] = value

    return change


FAULTS = [
    ("format", ..., "format"),
    ("format", "kouryukai-problem/2", "format"),
    ("format", 1, "format"),
    ("name", ..., "name"),
    ("name", None, "name"),
    ("slots", ..., "slots"),
    ("slots", {}, "slots"),
    ("slots[1]", 1, "slots[1]"),
    ("slots[1].id", 2, "slots[1].id"),
    ("slots[1].id", True, "slots[1].id"),
    ("slots[1].day", -1, "slots[1].day"),
    ("slots[3].day", 0, "slots[3].day"),
    ("slots[2].start", 930, "slots[2].start"),
    ("slots[2].end", ..., "slots[2].end"),
    ("breaks", ..., "breaks"),
    ("breaks[0]", [0], "breaks[0]"),
    ("breaks[0]", [0, 2], "breaks[0]"),
    ("breaks[0]", [3, 4], "breaks[0]"),
    ("breaks[0][1]", 1.0, "breaks[0][1]"),
    ("tables_per_slot", [1, 1, 1], "tables_per_slot"),
    ("tables_per_slot[2]", -1, "tables_per_slot[2]"),
    ("tables_per_slot[2]", "2", "tables_per_slot[2]"),
    ("companies[1].id", "C1", "companies[1].id"),
    ("companies[1].id", "", "companies[1].id"),
    ("companies[1].id", 7, "companies[1].id"),
    ("companies[1].attendant", "A9", "companies[1].attendant"),
    ("companies[1].attendant", "S1", "companies[1].attendant"),
    ("companies[1].attendant", ..., "companies[1].attendant"),
    ("companies[1].available", None, "companies[1].available"),
    ("companies[1].available[0]", 4, "companies[1].available[0]"),
    ("companies[1].available[1]", 0, "companies[1].available[1]"),
    ("companies[1].min", -1, "companies[1].min"),
    ("companies[1].max", 2.5, "companies[1].max"),
    ("companies[1].max", None, "companies[1].max"),
    ("seniors[2].id", "C1", "seniors[2].id"),
    ("seniors[2].available", ..., "seniors[2].available"),
    ("seniors[2].max", True, "seniors[2].max"),
    ("attendants[0].id", "S1", "attendants[0].id"),
    ("attendants[0].available[0]", "0", "attendants[0].available[0]"),
    ("attendants", ..., "attendants"),
    ("entries[3].id", "E0", "entries[3].id"),
    ("entries[3].id", "A1", "entries[3].id"),
    ("entries[3].company", "S1", "entries[3].company"),
    ("entries[3].senior", "S9", "entries[3].senior"),
    ("entries[3].senior", "S1", "entries[3]"),
    ("entries[3].score", 0, "entries[3].score"),
    ("entries[3].score", -5, "entries[3].score"),
    ("entries[3].score", 1.5, "entries[3].score"),
    ("entries[3].score", 10**40, "entries[3].score"),
    ("entries[3].score", ..., "entries[3].score"),
    ("locked", ..., "locked"),
    ("locked", [{"company": "C1", "senior": "S3", "slot": None}], "locked[0]"),
    ("locked", [{"company": "C1", "senior": "S1", "slot": 4}], "locked[0].slot"),
    ("locked", [{"company": "C1", "senior": "S1"}], "locked[0].slot"),
    ("repair", None, "repair"),
    ("repair", {"previous": [], "now": -1, "absent": []}, "repair.now"),
    ("repair", {"previous": [], "now": 0}, "repair.absent"),
    ("repair", {"previous": [], "now": 0, "absent": [{"id": "X", "from": 0, "until": None}]}, "repair.absent[0].id"),
]


@pytest.mark.parametrize(("path", "value", "place"), FAULTS)
def test_broken_problem_names_the_field(path: str, value: Any, place: str) -> None:
    document = copy.deepcopy(small_problem())
    put(path, value)(document)
    with pytest.raises(ProblemError) as caught:
        parse_problem(document)
    assert caught.value.place == place
    assert str(caught.value).startswith(f"{place}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "place"), [row for row in FAULTS if row[0].split("[")[0] in ("format", "companies")]
)
def test_the_validator_refuses_it_too(path: str, value: Any, place: str) -> None:
    document = copy.deepcopy(small_problem())
    sound = dump_solution(solve(parse_problem(document)))
    put(path, value)(document)
    if place.endswith("available[1]") or value == "":
        return  # a doubled slot and an empty name change no verdict
    with pytest.raises(BrokenFile):
        validate(document, sound)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"kouryukai-problem/1"',
        '{"format": NaN}',
        '{"format": Infinity}',
        '{"format": "kouryukai-problem/1", "format": "kouryukai-problem/1"}',
        "[" * 100_000,
        '{"score": ' + "9" * 10_000 + "}",
        '{"format": "kouryukai-problem/1", "name": "\\ud800"}',
    ],
    ids=range(12),
)
def test_broken_text_is_one_line(text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        load_problem(text)
    assert "\n" not in str(caught.value)


def test_forms_round_trip() -> None:
    document = small_problem(locked=[{"company": "C1", "senior": "S1", "slot": 2}])
    assert dump_problem(parse_problem(document)) == document
    assert load_problem(json.dumps(document)) == parse_problem(document)


def test_empty_lists_and_unknown_keys_are_sound() -> None:
    nobody = small_problem(slots=[], breaks=[], tables_per_slot=[], companies=[], seniors=[], attendants=[], entries=[])
    solution = solve(parse_problem(nobody | {"remark": "x"}))
    assert (solution.status, solution.interviews) == ("optimal", ())
    assert [row.value for row in solution.objectives] == [0, 0, 0, 0, 0]
    assert validate(nobody, dump_solution(solution)).sound


def test_repair_is_refused_after_it_was_read() -> None:
    repair = {
        "previous": [{"company": "C1", "senior": "S1", "slot": 0}],
        "now": 1,
        "absent": [{"id": "S1", "from": 1, "until": None}],
    }
    document = small_problem(repair=repair)
    assert dump_problem(parse_problem(document)) == document
    with pytest.raises(NotSupported):
        solve(parse_problem(document))


def test_written_solution_is_the_form() -> None:
    solution = solve(parse_problem(small_problem()))
    document = json.loads(write_solution(solution))
    assert document == dump_solution(solution)
    assert list(document) == ["format", "problem", "status", "interviews", "objectives", "left_out", "seconds"]
    assert math.isfinite(document["seconds"])
