"""The problem as numbered rows in a canonical order: sorted by id, so that the order of the file's rows changes nothing.

An entry here is a meeting: a set of parties (senior, company, attendant if any) and the slots all of them share.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .problem import Interview, Problem

Plan = dict[int, int]  # entry number -> slot
ENOUGH = 10**9  # tables in a slot: a file may say more, the solvers' whole numbers may not hold it


@dataclass(frozen=True, slots=True)
class Grid:
    """``common[e]``: slots with a table in which all parties of entry e are available. ``days``: first slot, end slot."""

    problem: Problem
    slots: int
    days: tuple[tuple[int, int], ...]
    tables: tuple[int, ...]
    companies: tuple[str, ...]
    seniors: tuple[str, ...]
    attendants: tuple[str, ...]
    entries: tuple[str, ...]
    company_of: tuple[int, ...]
    senior_of: tuple[int, ...]
    attendant_of: tuple[int, ...]  # -1: none
    score: tuple[int, ...]
    shared: tuple[tuple[int, ...], ...]  # slots in which all parties are available, tables or not
    common: tuple[tuple[int, ...], ...]
    by_company: tuple[tuple[int, ...], ...]
    by_senior: tuple[tuple[int, ...], ...]
    by_attendant: tuple[tuple[int, ...], ...]
    company_max: tuple[int, ...]
    company_min: tuple[int, ...]
    senior_max: tuple[int, ...]
    locked: tuple[tuple[int, int | None], ...]  # (entry, slot), sorted, as the file has them

    @property
    def parties(self) -> list[tuple[int, ...]]:
        """The entries of everybody who can be in one place only: seniors, companies, attendants."""
        return [*self.by_senior, *self.by_company, *self.by_attendant]

    @property
    def locked_slots(self) -> dict[int, int | None]:
        """Each locked entry once, with its slot where one of its locks names one."""
        return {e: slot for e, slot in self.locked}  # sorted: a slot comes after None and wins

    def interviews(self, plan: Plan) -> tuple[Interview, ...]:
        """The plan's rows by slot, company, senior."""
        rows = [
            Interview(self.companies[self.company_of[e]], self.seniors[self.senior_of[e]], slot)
            for e, slot in plan.items()
        ]
        return tuple(sorted(rows, key=lambda row: (row.slot, row.company, row.senior)))


def make_grid(problem: Problem) -> Grid:
    """The canonical view of a checked problem."""
    companies = sorted(problem.companies, key=lambda row: row.id)
    seniors = sorted(problem.seniors, key=lambda row: row.id)
    attendants = sorted(problem.attendants, key=lambda row: row.id)
    entries = sorted(problem.entries, key=lambda row: row.id)
    company_at = {row.id: number for number, row in enumerate(companies)}
    senior_at = {row.id: number for number, row in enumerate(seniors)}
    attendant_at = {row.id: number for number, row in enumerate(attendants)}
    company_of = tuple(company_at[row.company] for row in entries)
    senior_of = tuple(senior_at[row.senior] for row in entries)
    employer = [-1 if row.attendant is None else attendant_at[row.attendant] for row in companies]
    attendant_of = tuple(employer[c] for c in company_of)
    shared = tuple(
        _shared(companies[c].available, seniors[s].available, attendants[a].available if a >= 0 else None)
        for c, s, a in zip(company_of, senior_of, attendant_of, strict=True)
    )
    number = {(row.company, row.senior): e for e, row in enumerate(entries)}
    by_company, by_senior = _group(company_of, len(companies)), _group(senior_of, len(seniors))
    return Grid(
        problem=problem,
        slots=len(problem.slots),
        days=_days(problem),
        tables=tuple(min(tables, ENOUGH) for tables in problem.tables_per_slot),
        companies=tuple(row.id for row in companies),
        seniors=tuple(row.id for row in seniors),
        attendants=tuple(row.id for row in attendants),
        entries=tuple(row.id for row in entries),
        company_of=company_of,
        senior_of=senior_of,
        attendant_of=attendant_of,
        score=tuple(row.score for row in entries),
        shared=shared,
        common=tuple(tuple(t for t in slots if problem.tables_per_slot[t] > 0) for slots in shared),
        by_company=by_company,
        by_senior=by_senior,
        by_attendant=_group(attendant_of, len(attendants)),
        company_max=tuple(min(row.max, len(rows)) for row, rows in zip(companies, by_company, strict=True)),
        company_min=tuple(row.min for row in companies),
        senior_max=tuple(min(row.max, len(rows)) for row, rows in zip(seniors, by_senior, strict=True)),
        locked=tuple(
            sorted(
                ((number[lock.company, lock.senior], lock.slot) for lock in problem.locked),
                key=lambda row: (row[0], -1 if row[1] is None else row[1]),
            )
        ),
    )


def _shared(company: Iterable[int], senior: Iterable[int], attendant: Iterable[int] | None) -> tuple[int, ...]:
    slots = set(company) & set(senior)
    return tuple(sorted(slots if attendant is None else slots & set(attendant)))


def _group(owner: tuple[int, ...], count: int) -> tuple[tuple[int, ...], ...]:
    rows: list[list[int]] = [[] for _ in range(count)]
    for e, number in enumerate(owner):
        if number >= 0:
            rows[number].append(e)
    return tuple(tuple(row) for row in rows)


def _days(problem: Problem) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for number, slot in enumerate(problem.slots):
        if number and problem.slots[number - 1].day == slot.day:
            spans[-1] = (spans[-1][0], number + 1)
        else:
            spans.append((number, number + 1))
    return tuple(spans)
