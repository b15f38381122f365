"""What must hold between the rows of a problem. Checked for every problem, from a file or built by the bridge."""

from collections.abc import Iterable

from .problem import Problem, ProblemError

LARGEST_SCORE = 10**12
LARGEST_WHOLE = 10**15


def check_problem(problem: Problem) -> None:
    """ProblemError for the first row that contradicts another one."""
    _check_slots(problem)
    _check_ids(problem)
    _check_people(problem)
    pairs = _check_entries(problem)
    _check_locks(problem, pairs)
    if problem.repair is not None:
        _check_repair(problem)


def _check_slots(problem: Problem) -> None:
    count, day = len(problem.slots), 0
    for number, slot in enumerate(problem.slots):
        if slot.id != number:
            raise ProblemError(f"slots[{number}].id", f"{number} にしてください（面談枠は0から順に並べます）。")
        if slot.day < day:
            raise ProblemError(f"slots[{number}].day", "前の面談枠より前の日になっています。")
        day = slot.day
    for number, (first, second) in enumerate(problem.breaks):
        if second != first + 1 or second >= count:
            raise ProblemError(f"breaks[{number}]", "隣り合う二つの面談枠にしてください。")
    if len(problem.tables_per_slot) != count:
        raise ProblemError("tables_per_slot", f"面談枠の数（{count}）と同じ個数にしてください。")


def _limited(value: int, largest: int, place: str) -> None:
    if value > largest:
        raise ProblemError(place, f"{largest} 以下にしてください。")


def _check_ids(problem: Problem) -> None:
    seen: dict[str, str] = {}
    kinds = (("companies", problem.companies), ("seniors", problem.seniors))
    for kind, rows in (*kinds, ("attendants", problem.attendants), ("entries", problem.entries)):
        for number, row in enumerate(rows):
            place = f"{kind}[{number}].id"
            if row.id in seen:
                raise ProblemError(place, f"{row.id} は {seen[row.id]} ですでに使われています。")
            seen[row.id] = place


def _check_people(problem: Problem) -> None:
    attendants = {attendant.id for attendant in problem.attendants}
    for number, company in enumerate(problem.companies):
        place = f"companies[{number}]"
        if company.attendant is not None and company.attendant not in attendants:
            raise ProblemError(f"{place}.attendant", f"{company.attendant} という担当者はありません。")
        _check_available(company.available, len(problem.slots), place)
        _limited(company.min, LARGEST_WHOLE, f"{place}.min")
    for number, senior in enumerate(problem.seniors):
        _check_available(senior.available, len(problem.slots), f"seniors[{number}]")
    for number, attendant in enumerate(problem.attendants):
        _check_available(attendant.available, len(problem.slots), f"attendants[{number}]")


def _check_available(available: Iterable[int], count: int, place: str) -> None:
    seen: set[int] = set()
    for number, slot in enumerate(available):
        if slot >= count:
            raise ProblemError(f"{place}.available[{number}]", f"{slot} という面談枠はありません。")
        if slot in seen:
            raise ProblemError(f"{place}.available[{number}]", f"面談枠 {slot} が二度あります。")
        seen.add(slot)


def _check_entries(problem: Problem) -> set[tuple[str, str]]:
    companies = {company.id for company in problem.companies}
    seniors = {senior.id for senior in problem.seniors}
    pairs: set[tuple[str, str]] = set()
    for number, entry in enumerate(problem.entries):
        place = f"entries[{number}]"
        if entry.company not in companies:
            raise ProblemError(f"{place}.company", f"{entry.company} という企業はありません。")
        if entry.senior not in seniors:
            raise ProblemError(f"{place}.senior", f"{entry.senior} という新現役はありません。")
        if entry.score < 1:
            raise ProblemError(f"{place}.score", "1以上の整数にしてください。")
        _limited(entry.score, LARGEST_SCORE, f"{place}.score")
        if (entry.company, entry.senior) in pairs:
            raise ProblemError(place, f"{entry.company} と {entry.senior} のエントリーが二度あります。")
        pairs.add((entry.company, entry.senior))
    return pairs


def _check_locks(problem: Problem, pairs: set[tuple[str, str]]) -> None:
    previous = {(row.company, row.senior) for row in problem.repair.previous} if problem.repair else set()
    for number, lock in enumerate(problem.locked):
        place = f"locked[{number}]"
        if (lock.company, lock.senior) not in pairs | previous:
            raise ProblemError(place, f"{lock.company} と {lock.senior} のエントリーがありません。")
        if lock.slot is not None and lock.slot >= len(problem.slots):
            raise ProblemError(f"{place}.slot", f"{lock.slot} という面談枠はありません。")


def _check_repair(problem: Problem) -> None:
    repair, count = problem.repair, len(problem.slots)
    assert repair is not None
    companies = {company.id for company in problem.companies}
    seniors = {senior.id for senior in problem.seniors}
    people = companies | seniors | {attendant.id for attendant in problem.attendants}
    if repair.now > count:
        raise ProblemError("repair.now", f"{count} 以下にしてください。")
    pairs: set[tuple[str, str]] = set()
    for number, row in enumerate(repair.previous):
        place = f"repair.previous[{number}]"
        if row.company not in companies:
            raise ProblemError(f"{place}.company", f"{row.company} という企業はありません。")
        if row.senior not in seniors:
            raise ProblemError(f"{place}.senior", f"{row.senior} という新現役はありません。")
        if row.slot >= count:
            raise ProblemError(f"{place}.slot", f"{row.slot} という面談枠はありません。")
        if (row.company, row.senior) in pairs:
            raise ProblemError(place, f"{row.company} と {row.senior} の面談が二度あります。")
        pairs.add((row.company, row.senior))
    for number, absence in enumerate(repair.absent):
        if absence.id not in people:
            raise ProblemError(f"repair.absent[{number}].id", f"{absence.id} という参加者はありません。")
