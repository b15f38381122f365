"""Events whose meetings are any sets of parties: place every meeting with the fewest breaks.

The same literals as in ``place`` (meeting in slot, party busy, prefix, suffix, block clauses) for another objective: a
break is a maximal run of idle slots between two meetings of one party, the whole event being one line, and no two parties
may differ by more than two breaks (the business-to-business problem of Bofill et al., JAIR 74, 2022). The encoding is
written once, against a small set of operations; CP-SAT and a CNF for MaxSAT engines both offer them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ortools.sat.python import cp_model

MOST_BREAKS = 2  # fairness: somebody has none, so nobody may have more


@dataclass(frozen=True, slots=True)
class Meeting:
    """``parties``: numbers of those who meet, at least one; ``slots``: where the meeting may be."""

    parties: tuple[int, ...]
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartyEvent:
    """``precedences``: (earlier, later) pairs of meetings."""

    slots: int
    tables: int
    parties: int
    meetings: tuple[Meeting, ...]
    precedences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PartyPlan:
    """``placed[m]``: the slot of meeting m; empty unless a plan was found. ``bound``: no plan has fewer breaks."""

    status: str
    placed: tuple[int, ...]
    breaks: int | None
    bound: int
    seconds: float


class Clauses[L](Protocol):
    """What the encoding needs of an engine; ``L`` is its literal."""

    def new(self) -> L: ...
    def negated(self, literal: L) -> L: ...
    def clause(self, literals: Sequence[L]) -> None: ...
    def at_most_one(self, literals: Sequence[L]) -> None: ...
    def exactly(self, literals: Sequence[L], count: int) -> None: ...
    def at_most(self, literals: Sequence[L], count: int) -> None: ...


@dataclass
class Encoding[L]:
    """``place[m][t]``: meeting m is in slot t. ``costs``: the literals whose number is to be least."""

    place: list[dict[int, L]]
    costs: list[L]


def encode[L](event: PartyEvent, engine: Clauses[L]) -> Encoding[L]:
    """All plans in which nobody has more than MOST_BREAKS breaks."""
    place = [{t: engine.new() for t in meeting.slots} for meeting in event.meetings]
    for row in place:
        engine.exactly(list(row.values()), 1)
    for earlier, later in event.precedences:
        for t, literal in place[later].items():
            before = [other for s, other in place[earlier].items() if s < t]
            engine.clause([engine.negated(literal), *before])
    costs: list[L] = []
    held: list[list[int]] = [[] for _ in range(event.parties)]
    for number, meeting in enumerate(event.meetings):
        for party in meeting.parties:
            held[party].append(number)
    busy = [[engine.new() for _ in range(event.slots)] if meetings else [] for meetings in held]
    for meetings, row in zip(held, busy, strict=True):
        if meetings:
            costs += _party(engine, row, [place[m] for m in meetings])
    _tables(event, engine, place, [row for row in busy if row])
    return Encoding(place, costs)


def _tables[L](event: PartyEvent, engine: Clauses[L], place: list[dict[int, L]], busy: list[list[L]]) -> None:
    """At most so many meetings in a slot. Where all meetings are of one size, counting the busy parties is the same over
    far fewer literals."""
    sizes = {len(meeting.parties) for meeting in event.meetings}
    for t in range(event.slots):
        here = [row[t] for row in place if t in row]
        if len(here) <= event.tables:
            continue
        if len(sizes) == 1:
            engine.at_most([row[t] for row in busy], event.tables * max(sizes))
        else:
            engine.at_most(here, event.tables)


def _party[L](engine: Clauses[L], busy: list[L], rows: list[dict[int, L]]) -> list[L]:
    """One party's timetable; returns "has a break" and "has two breaks" as far as they can be true."""
    slots = len(busy)
    count, no = len(rows), engine.negated
    for t in range(slots):
        here = [row[t] for row in rows if t in row]
        engine.at_most_one(here)
        for literal in here:
            engine.clause([no(literal), busy[t]])
        engine.clause([no(busy[t]), *here])
    engine.exactly(busy, count)
    if count < 2 or count == slots:
        return []
    before = _reach(engine, busy)
    after = _reach(engine, busy[::-1])[::-1]
    one, two = engine.new(), engine.new()
    engine.clause([no(two), one])
    for t in range(slots - count):
        engine.clause([before[t], after[t + count]])
        engine.clause([no(before[t]), no(after[t + count]), one])
    _count(engine, busy, after, one, two)
    return [one, two]


def _reach[L](engine: Clauses[L], busy: Sequence[L]) -> list[L]:
    """Prefix literals: busy in this slot or in one before."""
    reach = [busy[0]]
    for now in busy[1:]:
        literal, previous = engine.new(), reach[-1]
        engine.clause([engine.negated(previous), literal])
        engine.clause([engine.negated(now), literal])
        engine.clause([previous, now, engine.negated(literal)])
        reach.append(literal)
    return reach


def _count[L](engine: Clauses[L], busy: Sequence[L], after: Sequence[L], one: L, two: L) -> None:
    """Breaks from left to right: busy, then idle, and busy again later; a third one is forbidden."""
    no = engine.negated
    seen: list[list[L]] = []
    for t in range(len(busy) - 2):
        begins = [busy[t], no(busy[t + 1]), after[t + 2]]
        opened = [no(literal) for literal in begins]
        now = [engine.new() for _ in range(MOST_BREAKS)]
        engine.clause([*opened, now[0]])
        engine.clause([no(now[0]), one])
        engine.clause([no(now[1]), two])
        if seen:
            for old, new in zip(seen[-1], now, strict=True):
                engine.clause([no(old), new])
            engine.clause([*opened, no(seen[-1][0]), now[1]])
            engine.clause([*opened, no(seen[-1][1])])
        seen.append(now)


class CpClauses:
    """The operations on a CP-SAT model."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()

    def new(self) -> cp_model.IntVar:
        return self.model.new_bool_var("")

    def negated(self, literal: cp_model.IntVar) -> cp_model.IntVar:
        return ~literal

    def clause(self, literals: Sequence[cp_model.IntVar]) -> None:
        self.model.add_bool_or(literals)

    def at_most_one(self, literals: Sequence[cp_model.IntVar]) -> None:
        self.model.add_at_most_one(literals)

    def exactly(self, literals: Sequence[cp_model.IntVar], count: int) -> None:
        self.model.add(sum(literals) == count)

    def at_most(self, literals: Sequence[cp_model.IntVar], count: int) -> None:
        self.model.add(sum(literals) <= count)


def solve_parties(event: PartyEvent, seconds: float = 60.0, effort: float | None = None) -> PartyPlan:
    """Fewest breaks by CP-SAT's core-guided search on one worker; ``effort`` limits it in deterministic seconds."""
    began = time.monotonic()
    engine = CpClauses()
    encoding = encode(event, engine)
    engine.model.minimize(sum(encoding.costs))
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers, parameters.random_seed = 1, 1
    parameters.optimize_with_core, parameters.linearization_level = True, 0
    parameters.max_time_in_seconds = max(0.01, seconds)
    if effort is not None:
        parameters.max_deterministic_time = effort
    status = solver.solve(engine.model)
    spent = time.monotonic() - began
    if status == cp_model.INFEASIBLE:
        return PartyPlan("infeasible", (), None, 0, spent)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return PartyPlan("unknown", (), None, 0, spent)
    placed = tuple(next(t for t, x in row.items() if solver.boolean_value(x)) for row in encoding.place)
    return proven(event, placed, round(solver.best_objective_bound), spent)


def proven(event: PartyEvent, placed: tuple[int, ...], bound: int, seconds: float) -> PartyPlan:
    """The plan with its breaks counted anew. A plan that breaks the limit of MOST_BREAKS and is fair all the same gives
    everybody a break, so ``bound`` holds for those too as long as it is not above the number of parties."""
    breaks = count_breaks(event, placed)
    bound = min(bound, event.parties)
    return PartyPlan("optimal" if breaks == bound else "feasible", placed, breaks, bound, seconds)


def count_breaks(event: PartyEvent, placed: Sequence[int]) -> int:
    """Breaks of all parties together; ValueError for a plan that breaks a rule."""
    slots: list[list[int]] = [[] for _ in range(event.parties)]
    used = [0] * event.slots
    for number, (meeting, slot) in enumerate(zip(event.meetings, placed, strict=True)):
        if slot not in meeting.slots:
            raise ValueError(f"meeting {number} is not allowed in slot {slot}")
        used[slot] += 1
        for party in meeting.parties:
            slots[party].append(slot)
    if max(used, default=0) > event.tables or any(len(set(row)) < len(row) for row in slots):
        raise ValueError("somebody is in two places, or there are too few tables")
    if any(placed[earlier] >= placed[later] for earlier, later in event.precedences):
        raise ValueError("a meeting comes before one that must precede it")
    breaks = []
    for row in slots:
        ordered = sorted(row)
        breaks.append(sum(1 for first, second in zip(ordered, ordered[1:], strict=False) if second > first + 1))
    if max(breaks, default=0) - min(breaks, default=0) > MOST_BREAKS:
        raise ValueError("breaks are spread unfairly")
    return sum(breaks)
