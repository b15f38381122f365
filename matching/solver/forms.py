"""JSON in and out. Every fault is a ProblemError that names the field as a path, like ``companies[3].max``."""

import json
from collections.abc import Callable
from typing import Any

from .problem import (
    Absence,
    Attendant,
    Company,
    Entry,
    Interview,
    Lock,
    Problem,
    ProblemError,
    Repair,
    Senior,
    Slot,
    Solution,
)
from .soundness import check_problem

PROBLEM_FORMAT = "kouryukai-problem/1"
SOLUTION_FORMAT = "kouryukai-solution/1"
MISSING = object()


def read_json(text: str) -> Any:
    """Strict JSON: no NaN, no Infinity, no key twice; ProblemError("file: ...") otherwise."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_double_key)
    except ProblemError:
        raise
    except RecursionError:
        raise ProblemError("file", "入れ子が深すぎます。") from None
    except json.JSONDecodeError as error:
        raise ProblemError("file", f"JSONとして読めません（{error.lineno}行{error.colno}文字目）。") from None
    except ValueError:
        raise ProblemError("file", "JSONとして読めません（数が大きすぎます）。") from None


def _no_constant(word: str) -> Any:
    raise ProblemError("file", f"{word} は数として使えません。")


def _no_double_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in pairs:
        if key in row:
            raise ProblemError("file", f"キー {json.dumps(key)} が二度あります。")
        row[key] = value
    return row


def parse_problem(data: Any) -> Problem:
    """A decoded ``kouryukai-problem/1`` document as a Problem; ProblemError names the first broken field."""
    table = _object(data, "file")
    kind = _text(table, "format", "")
    if kind != PROBLEM_FORMAT:
        raise ProblemError("format", f"{PROBLEM_FORMAT} ではありません。")
    problem = Problem(
        name=_text(table, "name", "", empty=True),
        slots=_rows(table, "slots", _slot),
        breaks=_rows(table, "breaks", _pair),
        tables_per_slot=_rows(table, "tables_per_slot", lambda value, place: _whole_value(value, place)),
        companies=_rows(table, "companies", _company),
        seniors=_rows(table, "seniors", _senior),
        attendants=_rows(table, "attendants", _attendant),
        entries=_rows(table, "entries", _entry),
        locked=_rows(table, "locked", _lock),
        repair=_repair(table["repair"]) if "repair" in table else None,
    )
    check_problem(problem)
    return problem


def load_problem(text: str) -> Problem:
    """``parse_problem`` of a JSON text."""
    return parse_problem(read_json(text))


def dump_problem(problem: Problem) -> dict[str, Any]:
    """The Problem as a ``kouryukai-problem/1`` document."""
    data: dict[str, Any] = {
        "format": PROBLEM_FORMAT,
        "name": problem.name,
        "slots": [{"id": s.id, "day": s.day, "start": s.start, "end": s.end} for s in problem.slots],
        "breaks": [list(pair) for pair in problem.breaks],
        "tables_per_slot": list(problem.tables_per_slot),
        "companies": [
            {"id": c.id, "attendant": c.attendant, "available": list(c.available), "min": c.min, "max": c.max}
            for c in problem.companies
        ],
        "seniors": [{"id": s.id, "available": list(s.available), "max": s.max} for s in problem.seniors],
        "attendants": [{"id": a.id, "available": list(a.available)} for a in problem.attendants],
        "entries": [{"id": e.id, "company": e.company, "senior": e.senior, "score": e.score} for e in problem.entries],
        "locked": [_pair_row(lock) for lock in problem.locked],
    }
    if problem.repair is not None:
        data["repair"] = {
            "previous": [_pair_row(row) for row in problem.repair.previous],
            "now": problem.repair.now,
            "absent": [{"id": a.id, "from": a.since, "until": a.until} for a in problem.repair.absent],
        }
    return data


def dump_solution(solution: Solution) -> dict[str, Any]:
    """The Solution as a ``kouryukai-solution/1`` document; ``cause`` stands there only when infeasible."""
    data: dict[str, Any] = {
        "format": SOLUTION_FORMAT,
        "problem": solution.problem,
        "status": solution.status,
        "interviews": [_pair_row(row) for row in solution.interviews],
        "objectives": [{"name": o.name, "value": o.value, "bound": o.bound} for o in solution.objectives],
        "left_out": [{"entry": o.entry, "reason": o.reason, "detail": o.detail} for o in solution.left_out],
        "seconds": round(solution.seconds, 3),
    }
    if solution.cause is not None:
        cause = solution.cause
        data["cause"] = {"kind": cause.kind, "ids": list(cause.ids), "detail": cause.detail}
    return data


def write_solution(solution: Solution) -> str:
    """The document as text, one row per line, so that two solutions can be compared with diff."""
    rows = []
    for key, value in dump_solution(solution).items():
        if isinstance(value, list) and value:
            inner = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            rows.append(f" {json.dumps(key)}: [\n  {inner}]")
        else:
            rows.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _pair_row(row: Lock | Interview) -> dict[str, Any]:
    return {"company": row.company, "senior": row.senior, "slot": row.slot}


def _slot(value: Any, place: str) -> Slot:
    row = _object(value, place)
    return Slot(
        id=_whole(row, "id", place),
        day=_whole(row, "day", place),
        start=_text(row, "start", place, empty=True),
        end=_text(row, "end", place, empty=True),
    )


def _pair(value: Any, place: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ProblemError(place, "二つの面談枠の組にしてください。")
    return _whole_value(value[0], f"{place}[0]"), _whole_value(value[1], f"{place}[1]")


def _company(value: Any, place: str) -> Company:
    row = _object(value, place)
    return Company(
        id=_text(row, "id", place),
        attendant=_text(row, "attendant", place) if _take(row, "attendant", place) is not None else None,
        available=_available(row, place),
        min=_whole(row, "min", place),
        max=_whole(row, "max", place),
    )


def _senior(value: Any, place: str) -> Senior:
    row = _object(value, place)
    return Senior(id=_text(row, "id", place), available=_available(row, place), max=_whole(row, "max", place))


def _attendant(value: Any, place: str) -> Attendant:
    row = _object(value, place)
    return Attendant(id=_text(row, "id", place), available=_available(row, place))


def _entry(value: Any, place: str) -> Entry:
    row = _object(value, place)
    return Entry(
        id=_text(row, "id", place),
        company=_text(row, "company", place),
        senior=_text(row, "senior", place),
        score=_whole(row, "score", place),
    )


def _lock(value: Any, place: str) -> Lock:
    row = _object(value, place)
    slot = _take(row, "slot", place)
    return Lock(
        company=_text(row, "company", place),
        senior=_text(row, "senior", place),
        slot=None if slot is None else _whole(row, "slot", place),
    )


def _interview(value: Any, place: str) -> Interview:
    row = _object(value, place)
    return Interview(_text(row, "company", place), _text(row, "senior", place), _whole(row, "slot", place))


def _absence(value: Any, place: str) -> Absence:
    row = _object(value, place)
    until = None if _take(row, "until", place) is None else _whole(row, "until", place)
    return Absence(id=_text(row, "id", place), since=_whole(row, "from", place), until=until)


def _repair(value: Any) -> Repair:
    row = _object(value, "repair")
    return Repair(
        previous=_rows(row, "previous", _interview, "repair."),
        now=_whole(row, "now", "repair"),
        absent=_rows(row, "absent", _absence, "repair."),
    )


def _available(row: dict[str, Any], place: str) -> tuple[int, ...]:
    return _rows(row, "available", lambda value, where: _whole_value(value, where), f"{place}.")


def _rows[T](table: dict[str, Any], key: str, read: Callable[[Any, str], T], prefix: str = "") -> tuple[T, ...]:
    place = f"{prefix}{key}"
    if key not in table:
        raise ProblemError(place, "この項目がありません。")
    value = table[key]
    if not isinstance(value, list):
        raise ProblemError(place, "一覧（配列）にしてください。")
    return tuple(read(row, f"{place}[{number}]") for number, row in enumerate(value))


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProblemError(place, "項目の組（オブジェクト）にしてください。")
    return value


def _take(row: dict[str, Any], key: str, place: str) -> Any:
    value = row.get(key, MISSING)
    if value is MISSING:
        raise ProblemError(_join(place, key), "この項目がありません。")
    return value


def _text(row: dict[str, Any], key: str, place: str, empty: bool = False) -> str:
    value = _take(row, key, place)
    if not isinstance(value, str):
        raise ProblemError(_join(place, key), "文字列にしてください。")
    if not value and not empty:
        raise ProblemError(_join(place, key), "空にはできません。")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ProblemError(_join(place, key), "文字として正しくありません。") from None
    return value


def _whole(row: dict[str, Any], key: str, place: str) -> int:
    return _whole_value(_take(row, key, place), _join(place, key))


def _whole_value(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ProblemError(place, "0以上の整数にしてください。")
    return value


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
