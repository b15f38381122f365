"""Judges any timetable against its problem: every rule, every figure, every claim. Pure, and it shares no line with the
solver: it reads the two JSON documents by itself, recomputes the objectives and believes neither solver nor human.

    validate(problem, solution) -> Report          two decoded documents; BrokenFile where one is no document at all
    violations_of(problem, interviews) -> [Violation]   rules only, for a board on which somebody moves interviews
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = tuple[str, str, int]
NAMES = ["seniors_unmet", "company_shortfall", "score", "senior_idle", "company_idle"]
REASONS = {"senior_cap", "company_cap", "no_common_slot", "clash", "tables", "absent", "score"}


class BrokenFile(ValueError):
    """A document that cannot be judged; one line, ``field: message``."""


class Unjudged(Exception):
    """A sound document of a kind that is not judged here."""


@dataclass(frozen=True)
class Violation:
    """``kind`` for programs, ``ids`` of the rows concerned, ``detail`` a Japanese sentence."""

    kind: str
    ids: tuple[str, ...]
    detail: str


@dataclass(frozen=True)
class Report:
    """``objectives``: recomputed, by name; empty for a claim of infeasibility."""

    violations: list[Violation]
    objectives: dict[str, int]

    @property
    def sound(self) -> bool:
        return not self.violations


def validate(problem: Any, solution: Any) -> Report:
    """Every broken rule and every wrong claim of the solution."""
    event, claim = _named("problem", _Event, problem), _named("solution", _Claim, solution)
    found = []
    if claim.problem != event.name:
        found.append(Violation("name", (claim.problem,), f"別の問題（{claim.problem}）の解です。"))
    if claim.status == "infeasible":
        return Report(found + _infeasible_form(event, claim), {})
    found += _rules(event, claim.interviews)
    figures = _figures(event, claim.interviews)
    found += _status_claims(claim) + _value_claims(claim, figures) + _left_out_claims(event, claim)
    return Report(found, figures)


def violations_of(problem: Any, interviews: Iterable[Any]) -> list[Violation]:
    """Broken rules of anybody's timetable; each interview a mapping or an object with company, senior and slot."""
    rows = [
        (row["company"], row["senior"], row["slot"]) if isinstance(row, dict) else (row.company, row.senior, row.slot)
        for row in interviews
    ]
    return _rules(_Event(problem), rows)


class _Event:
    """The problem document as lookups."""

    def __init__(self, document: Any) -> None:
        _need(isinstance(document, dict), "file", "オブジェクトではありません")
        _need(document.get("format") == "kouryukai-problem/1", "format", "kouryukai-problem/1 ではありません")
        self.name = _string(document.get("name"), "name")
        self.day: list[int] = []
        for place, row in _each(document, "slots"):
            _need(_natural(_field(row, "id", place), f"{place}.id") == len(self.day), f"{place}.id", "順番が違います")
            self.day.append(_natural(_field(row, "day", place), f"{place}.day"))
            _need(self.day == sorted(self.day), f"{place}.day", "前の面談枠より前の日です")
            for key in ("start", "end"):
                _string(_field(row, key, place), f"{place}.{key}")
        for place, pair in _each(document, "breaks"):
            neighbours = isinstance(pair, list) and len(pair) == 2 and all(type(slot) is int for slot in pair)
            neighbours = neighbours and 0 <= pair[0] < pair[1] == pair[0] + 1 < len(self.day)
            _need(neighbours, place, "隣り合う二つの面談枠ではありません")
        self.tables = [_natural(value, place) for place, value in _each(document, "tables_per_slot")]
        _need(len(self.tables) == len(self.day), "tables_per_slot", "面談枠と同じ数ではありません")
        self.free: dict[str, set[int]] = {}
        self.cap: dict[str, int] = {}
        self.companies = self._people(document, "companies", True)
        self.seniors = self._people(document, "seniors", True)
        attendants = self._people(document, "attendants", False)
        self.low: dict[str, int] = {}
        self.helper: dict[str, str | None] = {}
        for place, row in _each(document, "companies"):
            self.low[row["id"]] = _natural(_field(row, "min", place), f"{place}.min")
            helper = _field(row, "attendant", place)
            _need(helper is None or helper in attendants, f"{place}.attendant", "担当者の一覧にありません")
            self.helper[row["id"]] = helper
        self._entries(document)
        self.locks = self._locks(document)
        if "repair" in document:
            raise Unjudged("repair: 当日の組み直しには、まだ対応していません。")

    def _people(self, document: dict, kind: str, capped: bool) -> list[str]:
        names = []
        for place, row in _each(document, kind):
            name = _string(_field(row, "id", place), f"{place}.id")
            _need(name != "" and name not in self.free, f"{place}.id", "空か、同じidがあります")
            _field(row, "available", place)
            slots = [_natural(slot, f"{place}.{where}") for where, slot in _each(row, "available")]
            _need(all(slot < len(self.day) for slot in slots), f"{place}.available", "ない面談枠があります")
            self.free[name] = set(slots)
            if capped:
                self.cap[name] = _natural(_field(row, "max", place), f"{place}.max")
            names.append(name)
        return names

    def _entries(self, document: dict) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.score: dict[str, int] = {}
        for place, row in _each(document, "entries"):
            name = _string(_field(row, "id", place), f"{place}.id")
            _need(
                name != "" and name not in self.free and name not in self.score, f"{place}.id", "空か、同じidがあります"
            )
            pair = _pair(row, place)
            _need(pair[0] in self.companies, f"{place}.company", "企業の一覧にありません")
            _need(pair[1] in self.seniors, f"{place}.senior", "新現役の一覧にありません")
            _need(pair not in self.entries, place, "同じ組み合わせがあります")
            self.entries[pair] = name
            self.score[name] = _natural(_field(row, "score", place), f"{place}.score")
            _need(self.score[name] > 0, f"{place}.score", "1以上ではありません")

    def _locks(self, document: dict) -> list[tuple[str, str, int | None]]:
        locks = []
        for place, row in _each(document, "locked"):
            pair = _pair(row, place)
            _need("repair" in document or pair in self.entries, place, "エントリーにありません")
            slot = _field(row, "slot", place)
            _need(slot is None or _natural(slot, f"{place}.slot") < len(self.day), f"{place}.slot", "ない面談枠です")
            locks.append((*pair, slot))
        return locks

    def people(self, company: str, senior: str) -> list[str]:
        helper = self.helper[company]
        return [company, senior] if helper is None else [company, senior, helper]

    def shared(self, company: str, senior: str) -> set[int]:
        return set.intersection(*(self.free[person] for person in self.people(company, senior)))


class _Claim:
    """The solution document, its shape checked, its content not yet."""

    def __init__(self, document: Any) -> None:
        _need(isinstance(document, dict), "file", "オブジェクトではありません")
        _need(document.get("format") == "kouryukai-solution/1", "format", "kouryukai-solution/1 ではありません")
        self.problem = _string(document.get("problem"), "problem")
        self.status = _string(document.get("status"), "status")
        seconds = _field(document, "seconds", "")
        _need(isinstance(seconds, int | float) and not isinstance(seconds, bool), "seconds", "数ではありません")
        self.seconds = seconds
        self.interviews: list[Row] = []
        for place, row in _each(document, "interviews"):
            self.interviews.append((*_pair(row, place), _whole(_field(row, "slot", place), f"{place}.slot")))
        self.objectives: list[tuple[str, int, int | None]] = []
        for place, row in _each(document, "objectives"):
            name = _string(_field(row, "name", place), f"{place}.name")
            bound = _field(row, "bound", place)
            bound = None if bound is None else _whole(bound, f"{place}.bound")
            self.objectives.append((name, _whole(_field(row, "value", place), f"{place}.value"), bound))
        self.left_out: list[tuple[str, ...]] = []
        for place, row in _each(document, "left_out"):
            keys = ("entry", "reason", "detail")
            self.left_out.append(tuple(_string(_field(row, key, place), f"{place}.{key}") for key in keys))
        self.cause = document.get("cause")


def _named(root: str, read: Callable[[Any], Any], document: Any) -> Any:
    try:
        return read(document)
    except BrokenFile as error:
        raise BrokenFile(f"{root}.{error}") from None


def _need(holds: bool, place: str, message: str) -> None:
    if not holds:
        raise BrokenFile(f"{place}: {message}。")


def _field(row: Any, key: str, place: str) -> Any:
    _need(isinstance(row, dict), place or "file", "オブジェクトではありません")
    _need(key in row, f"{place}.{key}" if place else key, "この項目がありません")
    return row[key]


def _each(row: dict, key: str) -> list[tuple[str, Any]]:
    """The rows of a list, each with its name."""
    rows = _field(row, key, "")
    _need(isinstance(rows, list), key, "配列ではありません")
    return [(f"{key}[{number}]", value) for number, value in enumerate(rows)]


def _pair(row: Any, place: str) -> tuple[str, str]:
    company, senior = (_string(_field(row, key, place), f"{place}.{key}") for key in ("company", "senior"))
    return company, senior


def _whole(value: Any, place: str) -> int:
    _need(type(value) is int, place, "整数ではありません")
    return value


def _natural(value: Any, place: str) -> int:
    _need(type(value) is int and value >= 0, place, "0以上の整数ではありません")
    return value


def _string(value: Any, place: str) -> str:
    _need(isinstance(value, str), place, "文字列ではありません")
    return value


def _rules(event: _Event, interviews: Sequence[Row]) -> list[Violation]:
    """What nobody may break: known pairs, once each, available, one place at a time, caps, tables, locks."""
    found: list[Violation] = []
    known: list[Row] = []
    for company, senior, slot in interviews:
        if (company, senior) not in event.entries:
            found.append(Violation("no_entry", (company, senior), f"{company}と{senior}のエントリーがありません。"))
        elif type(slot) is not int or not 0 <= slot < len(event.day):
            found.append(Violation("no_slot", (company, senior), f"{company}と{senior}の面談枠{slot}はありません。"))
        else:
            known.append((company, senior, slot))
            for person in event.people(company, senior):
                if slot not in event.free[person]:
                    found.append(Violation("unavailable", (person,), f"{person}は面談枠{slot}に参加できません。"))
    for (company, senior), count in Counter(row[:2] for row in interviews).items():
        if count > 1:
            found.append(Violation("twice", (company, senior), f"{company}と{senior}の面談が{count}回あります。"))
    return found + _double_bookings(event, known) + _full(event, known) + _broken_locks(event, known)


def _double_bookings(event: _Event, rows: list[Row]) -> list[Violation]:
    busy: dict[tuple[str, int], list[str]] = defaultdict(list)
    for company, senior, slot in rows:
        for person in event.people(company, senior):
            busy[person, slot].append(f"{company}と{senior}")
    found = []
    for (person, slot), pairs in busy.items():
        if len(pairs) > 1:
            text = f"{person}は面談枠{slot}に{len(pairs)}件（{'、'.join(pairs)}）あります。"
            found.append(Violation("double_booking", (person,), text))
    return found


def _full(event: _Event, rows: list[Row]) -> list[Violation]:
    found = []
    for who, kind in ((0, "company_cap"), (1, "senior_cap")):
        for person, count in Counter(str(row[who]) for row in rows).items():
            if count > event.cap[person]:
                text = f"{person}の面談は{count}件で、上限の{event.cap[person]}件を超えています。"
                found.append(Violation(kind, (person,), text))
    for slot, count in sorted(Counter(row[2] for row in rows).items()):
        if count > event.tables[slot]:
            text = f"面談枠{slot}の面談は{count}件で、席は{event.tables[slot]}です。"
            found.append(Violation("tables", (str(slot),), text))
    return found


def _broken_locks(event: _Event, rows: list[Row]) -> list[Violation]:
    held, found = {*rows, *(row[:2] for row in rows)}, []
    for company, senior, slot in event.locks:
        if ((company, senior) if slot is None else (company, senior, slot)) not in held:
            where = "" if slot is None else f"（面談枠{slot}）"
            text = f"固定された{company}と{senior}の面談{where}がありません。"
            found.append(Violation("lock", (company, senior), text))
    return found


def _figures(event: _Event, interviews: list[Row]) -> dict[str, int]:
    rows = [row for row in interviews if row[:2] in event.entries and 0 <= row[2] < len(event.day)]
    per_senior = Counter(row[1] for row in rows)
    per_company = Counter(row[0] for row in rows)
    return {
        "seniors_unmet": sum(1 for senior in event.seniors if per_senior[senior] == 0),
        "company_shortfall": sum(max(0, event.low[name] - per_company[name]) for name in event.companies),
        "score": sum(event.score[event.entries[row[:2]]] for row in rows),
        "senior_idle": _idle(event, [(row[1], row[2]) for row in rows]),
        "company_idle": _idle(event, [(row[0], row[2]) for row in rows]),
    }


def _idle(event: _Event, meetings: list[tuple[str, int]]) -> int:
    by_day: dict[tuple[str, int], set[int]] = defaultdict(set)
    for person, slot in meetings:
        by_day[person, event.day[slot]].add(slot)
    gaps = 0
    for slots in by_day.values():
        ordered = sorted(slots)
        gaps += sum(later - earlier - 1 for earlier, later in zip(ordered, ordered[1:], strict=False))
    return gaps


def _infeasible_form(event: _Event, claim: _Claim) -> list[Violation]:
    found = []
    if claim.interviews or claim.objectives:
        found.append(Violation("status", (), "組めないという解に、面談や目的の値があります。"))
    cause = claim.cause if isinstance(claim.cause, dict) else {}
    names, known = cause.get("ids"), set(event.free) | set(event.score)
    worded = all(isinstance(cause.get(key), str) for key in ("kind", "detail"))
    if not worded or not isinstance(names, list) or not names or not all(name in known for name in map(str, names)):
        found.append(Violation("cause", (), "組めない原因（cause）がないか、問題にないidを挙げています。"))
    if not event.locks:
        found.append(Violation("status", (), "固定された面談がなければ、組めないということはありません。"))
    return found


def _status_claims(claim: _Claim) -> list[Violation]:
    found = []
    if claim.status not in ("optimal", "feasible"):
        found.append(Violation("status", (), f"{claim.status} という状態はありません。"))
    if claim.cause is not None:
        found.append(Violation("cause", (), "組めた解に、組めない原因があります。"))
    for name, value, bound in claim.objectives if claim.status == "optimal" else ():
        if value != bound:
            found.append(Violation("bound", (name,), f"最適とありますが、{name}は値{value}、限界{bound}です。"))
    if not 0 <= claim.seconds < float("inf"):
        found.append(Violation("seconds", (), "所要時間が正しくありません。"))
    return found


def _value_claims(claim: _Claim, figures: dict[str, int]) -> list[Violation]:
    names = [row[0] for row in claim.objectives]
    if names != NAMES:
        return [Violation("objectives", tuple(names), "目的の並びが決まりと違います。")]
    found = []
    for name, value, bound in claim.objectives:
        if value != figures[name]:
            found.append(Violation("value", (name,), f"{name}は{value}とありますが、計算すると{figures[name]}です。"))
        if bound is not None and (value > bound if name == "score" else value < bound):
            found.append(Violation("bound", (name,), f"{name}の値{value}が、限界{bound}を超えています。"))
    return found


def _left_out_claims(event: _Event, claim: _Claim) -> list[Violation]:
    placed = {event.entries[row[:2]] for row in claim.interviews if row[:2] in event.entries}
    pair_of = {name: pair for pair, name in event.entries.items()}
    found = []
    for name, count in Counter(row[0] for row in claim.left_out).items():
        if name not in pair_of:
            found.append(Violation("left_out", (name,), f"{name} というエントリーはありません。"))
        elif name in placed:
            found.append(Violation("left_out", (name,), f"{name}は面談があるのに、外れたことになっています。"))
        if count > 1:
            found.append(Violation("left_out", (name,), f"{name}が外れた理由が{count}回あります。"))
    for name in sorted(set(pair_of) - placed - {row[0] for row in claim.left_out}):
        found.append(Violation("left_out", (name,), f"外れた{name}の理由がありません。"))
    for name, reason, detail in claim.left_out:
        if reason not in REASONS:
            found.append(Violation("reason", (name,), f"{reason} という理由はありません。"))
        elif not detail.strip():
            found.append(Violation("reason", (name,), f"{name}が外れた理由の説明がありません。"))
        elif name in pair_of and name not in placed:
            found += _reason_claims(event, claim.interviews, name, pair_of[name], reason)
    return found


def _reason_claims(event: _Event, rows: list[Row], name: str, pair: tuple[str, str], reason: str) -> list[Violation]:
    """Is the reason true of this timetable?"""
    company, senior = pair
    shared = event.shared(company, senior)
    people = set(event.people(company, senior))
    busy = {row[2] for row in rows if row[:2] in event.entries and people & set(event.people(row[0], row[1]))}
    used = Counter(row[2] for row in rows)
    holds = {
        "senior_cap": sum(1 for row in rows if row[1] == senior) >= event.cap[senior],
        "company_cap": sum(1 for row in rows if row[0] == company) >= event.cap[company],
        "no_common_slot": not shared,
        "clash": bool(shared) and shared <= busy,
        "tables": bool(shared - busy) and all(used[slot] >= event.tables[slot] for slot in shared - busy),
        "absent": False,
        "score": bool(shared),
    }
    if holds[reason]:
        return []
    return [Violation("reason", (name,), f"{name}が外れた理由（{reason}）は、この時間割では正しくありません。")]
