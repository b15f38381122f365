"""Locked interviews: a place for each of them, or the smallest cause why there is none.

Without locks the empty timetable is always possible, so locks alone can make a problem infeasible.
"""

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from .crowd import crowd
from .greedy import Board
from .grid import Grid, Plan
from .problem import Cause, Undecided
from .run import Run

GRACE = 1.0  # seconds for the question whether the locks can stand at all, even where no time was given
PATIENCE = 2.0  # deterministic seconds for a smaller set, which is a nicety
MANY = 6  # more names than this help nobody


def place_locks(grid: Grid, run: Run) -> Plan | Cause:
    """Slots for all locked entries (other entries play no part), or the cause that forbids it. Undecided."""
    cause = _single(grid) or _caps(grid) or _same_slot(grid) or _overload(grid) or _seats(grid)
    if cause is not None:
        return cause
    wanted = dict(grid.locked_slots)
    plan = _quick(grid, wanted)
    if plan is None:
        plan = _exact(grid, wanted, run, max(run.left, GRACE))
    return plan if plan is not None else _smallest_set(grid, wanted, run)


def _single(grid: Grid) -> Cause | None:
    slot_of: dict[int, int] = {}
    for e, slot in grid.locked:
        pair = _pair(grid, e)
        if slot is not None and slot_of.setdefault(e, slot) != slot:
            first, second = sorted((slot_of[e], slot))
            return Cause(
                "locked_twice", (grid.entries[e],), f"{pair}の面談が、面談枠{first}と{second}の両方に固定されています。"
            )
        if slot is None and not grid.shared[e]:
            return Cause(
                "no_common_slot", _people(grid, e), f"固定された{pair}の面談に、全員がそろう面談枠がありません。"
            )
        if slot is not None and slot not in grid.shared[e]:
            away = _away(grid, e, slot)
            return Cause(
                "unavailable", away, f"面談枠{slot}に固定された{pair}の面談に、{'・'.join(away)}が参加できません。"
            )
        if (slot is not None and slot not in grid.common[e]) or not grid.common[e]:
            where = "全員がそろう面談枠" if slot is None else f"面談枠{slot}"
            return Cause("tables", (grid.entries[e],), f"固定された{pair}の面談のための席が、{where}にありません。")
    return None


def _caps(grid: Grid) -> Cause | None:
    wanted = sorted({e for e, _ in grid.locked})
    sides = (
        ("senior_cap", grid.seniors, grid.senior_of, grid.senior_max),
        ("company_cap", grid.companies, grid.company_of, grid.company_max),
    )
    for kind, ids, owner, caps in sides:
        count: dict[int, list[int]] = defaultdict(list)
        for e in wanted:
            count[owner[e]].append(e)
        for number, rows in sorted(count.items()):
            if len(rows) > caps[number]:
                names = (ids[number], *(grid.entries[e] for e in rows[: caps[number] + 1]))
                text = f"{ids[number]}の固定された面談は{len(rows)}件ですが、上限は{caps[number]}件です。"
                return Cause(kind, names, text)
    return None


def _same_slot(grid: Grid) -> Cause | None:
    busy: dict[tuple[str, int], int] = {}
    tables: dict[int, list[int]] = defaultdict(list)
    for e, slot in sorted(grid.locked_slots.items()):
        if slot is None:
            continue
        tables[slot].append(e)
        for person in _people(grid, e):
            other = busy.setdefault((person, slot), e)
            if other != e:
                text = (
                    f"{person}が面談枠{slot}で二つの面談（{_pair(grid, other)}、{_pair(grid, e)}）に固定されています。"
                )
                return Cause("clash", (person, grid.entries[other], grid.entries[e]), text)
    for slot, rows in sorted(tables.items()):
        if len(rows) > grid.tables[slot]:
            names = tuple(grid.entries[e] for e in rows[: grid.tables[slot] + 1])
            text = f"面談枠{slot}に固定された面談は{len(rows)}件ですが、席は{grid.tables[slot]}です。"
            return Cause("tables", names, text)
    return None


def _overload(grid: Grid) -> Cause | None:
    """Somebody with more locks than slots for them: of all such people the one with the fewest locks in the way."""
    people: dict[str, list[int]] = defaultdict(list)
    for e in sorted(grid.locked_slots):
        for person in _people(grid, e):
            people[person].append(e)
    options = _options(grid)
    found = []
    for person, rows in people.items():
        tight = crowd({e: options[e] for e in rows}, [1] * grid.slots)
        if tight is not None:
            found.append((len(tight.rows), person, tight))
    if not found:
        return None
    _, person, tight = min(found, key=lambda row: row[:2])
    firms = sorted({grid.companies[grid.company_of[e]] for e in tight.rows})
    serving, which = "", ""
    if len(tight.rows) < len(people[person]):
        which = f"そのうち{len(tight.rows)}件（{_pairs(grid, tight.rows)}）に"
    elif person in grid.attendants:
        serving = f"{len(firms)}社（{'・'.join(firms)}）の"
    had = f"{person}には{serving}固定された面談が{len(people[person])}件ありますが、"
    text = f"{had}{which}使える面談枠は{len(tight.slots)}です。"
    return Cause("overload", (person, *(grid.entries[e] for e in tight.rows)), text)


def _seats(grid: Grid) -> Cause | None:
    """More locks than seats, in all slots or in those open to them. The names are examples where there are many."""
    options = _options(grid)
    tight = crowd(options, grid.tables)
    if tight is None:
        return None
    inside = set(tight.slots)
    rows = [e for e, slots in options.items() if inside.issuperset(slots)]
    seats = sum(grid.tables[slot] for slot in tight.slots)
    if len(rows) == len(options):
        text = f"固定された面談は{len(rows)}件ですが、使える席は全部で{seats}しかありません。"
    else:
        where = "、".join(map(str, tight.slots))
        text = (
            f"固定された面談のうち{len(rows)}件は面談枠（{where}）でしか組めませんが、そこの席は合わせて{seats}です。"
        )
    named = tight.rows if len(tight.rows) <= MANY else tight.rows[: MANY - 1]
    return Cause("tables", tuple(grid.entries[e] for e in named), text)


def _options(grid: Grid) -> dict[int, tuple[int, ...]]:
    """The slots open to each locked entry."""
    return {e: grid.common[e] if slot is None else (slot,) for e, slot in grid.locked_slots.items()}


def _quick(grid: Grid, wanted: dict[int, int | None]) -> Plan | None:
    board = Board(grid, {e: slot for e, slot in wanted.items() if slot is not None})
    waiting = {e for e, slot in wanted.items() if slot is None}
    while waiting:
        free = {e: board.free(e) for e in waiting}
        e = min(waiting, key=lambda e: (len(free[e]), e))
        if not free[e]:
            return None
        board.put(e, free[e][0])
        waiting.remove(e)
    return board.plan


def _exact(
    grid: Grid, wanted: dict[int, int | None], run: Run, limit: float, patience: float | None = None
) -> Plan | None:
    """A plan of the wanted entries, None where there is none; Undecided where the limits were too short to tell."""
    model = cp_model.CpModel()
    place = {
        (e, slot): model.new_bool_var("")
        for e, fixed in sorted(wanted.items())
        for slot in (grid.common[e] if fixed is None else (fixed,))
    }
    for e in wanted:
        model.add_exactly_one(place[key] for key in place if key[0] == e)
    for rows in grid.parties:
        for slot in range(grid.slots):
            model.add_at_most_one(place[e, slot] for e in rows if (e, slot) in place)
    for slot in range(grid.slots):
        here = [variable for (_, t), variable in place.items() if t == slot]
        if len(here) > grid.tables[slot]:
            model.add(sum(here) <= grid.tables[slot])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # what counting can refute, the LP refutes at once
    if patience is not None:
        solver.parameters.max_deterministic_time = patience
    status = run.solve_cp(solver, model, limit=limit)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise Undecided(
            f"固定された面談{len(wanted)}件をすべて組めるかどうか、時間内に確かめられませんでした。固定を減らしてください。"
        )
    return {e: slot for (e, slot), variable in place.items() if solver.boolean_value(variable)}


def _smallest_set(grid: Grid, wanted: dict[int, int | None], run: Run) -> Cause:
    """A set of locks that cannot stand together while every set with one fewer can; as small as time allows."""
    kept = sorted(wanted)
    size = (len(kept) + 1) // 2
    while size and run.left > 0:
        start = 0
        while start < len(kept) and run.left > 0:
            fewer = kept[:start] + kept[start + size :]
            if _refuted(grid, {e: wanted[e] for e in fewer}, run):
                kept = fewer
            else:
                start += size
        size = (size + 1) // 2 if size > 1 else 0
    text = f"固定された{len(kept)}件の面談（{_pairs(grid, kept)}）は、同時には組めません。"
    return Cause("locks", tuple(grid.entries[e] for e in kept), text)


def _refuted(grid: Grid, wanted: dict[int, int | None], run: Run) -> bool:
    """Is it certain, in what time there is, that these cannot stand together?"""
    try:
        return _quick(grid, wanted) is None and _exact(grid, wanted, run, run.left, PATIENCE) is None
    except Undecided:
        return False


def _people(grid: Grid, e: int) -> tuple[str, ...]:
    people = (grid.companies[grid.company_of[e]], grid.seniors[grid.senior_of[e]])
    return people if grid.attendant_of[e] < 0 else (*people, grid.attendants[grid.attendant_of[e]])


def _away(grid: Grid, e: int, slot: int) -> tuple[str, ...]:
    problem = grid.problem
    rows = (*problem.companies, *problem.seniors, *problem.attendants)
    available = {row.id: row.available for row in rows}
    return tuple(person for person in _people(grid, e) if slot not in available[person])


def _pair(grid: Grid, e: int) -> str:
    return f"{grid.companies[grid.company_of[e]]}と{grid.seniors[grid.senior_of[e]]}"


def _pairs(grid: Grid, rows: Sequence[int]) -> str:
    if len(rows) <= MANY:
        return "、".join(_pair(grid, e) for e in rows)
    return "、".join(_pair(grid, e) for e in rows[: MANY - 1]) + "など"
