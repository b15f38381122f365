"""The linear relaxation over time: rows and columns, and its solution as a whole-numbered certificate.

Slots in which exactly the same people are available and the same number of tables stands form one class; inside a class
any selection can be placed (bipartite edge colouring), so a row per person and class is as strong as one per slot.

The prices come from HiGHS as floats. They are rounded to multiples of 1/GRAIN and the bound is computed anew from them in
whole numbers: for any prices y >= 0 it is a true bound (weak duality), so nothing rests on a tolerance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from .grid import Grid

GRAIN = 27_720  # divisible by every number up to 12: prices are fractions with small denominators


class OutOfTime(Exception):
    """The relaxation was not solved within its limit."""


@dataclass(frozen=True, slots=True)
class Goals:
    """What the earlier objectives allow: None where the objective is not settled yet (or is the one to optimise)."""

    unmet: int | None = None
    shortfall: int | None = None


@dataclass
class Rows:
    """``sum(sign * column) <= limit`` (or ``==``) over columns 0..high, to maximise ``cost``; ``keys`` name the rows."""

    high: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    keys: list[tuple] = field(default_factory=list)
    limit: list[int] = field(default_factory=list)
    equal: list[bool] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    sign: list[int] = field(default_factory=list)

    def add_column(self, high: int, cost: int) -> int:
        self.high.append(high)
        self.cost.append(cost)
        return len(self.high) - 1

    def add_row(self, key: tuple, columns: Sequence[int], limit: int, sign: int = 1, equal: bool = False) -> None:
        number = len(self.limit)
        self.keys.append(key)
        self.limit.append(limit)
        self.equal.append(equal)
        self.row.extend([number] * len(columns))
        self.column.extend(columns)
        self.sign.extend([sign] * len(columns))

    def add_term(self, column: int, sign: int) -> None:
        """One more column in the last row."""
        self.row.append(len(self.limit) - 1)
        self.column.append(column)
        self.sign.append(sign)

    @property
    def matrix(self) -> csr_array:
        shape = (len(self.limit), len(self.high))
        return csr_array((np.array(self.sign, dtype=np.int64), (self.row, self.column)), shape=shape)


@dataclass(frozen=True)
class Certificate:
    """``bound`` (times GRAIN) holds for every plan; ``reduced`` and ``price`` (times GRAIN) by column and row."""

    bound: int
    reduced: np.ndarray
    price: np.ndarray


class Relaxation:
    """The rows for one stage: 0 most seniors met, 1 least shortfall, 2 highest score."""

    def __init__(self, grid: Grid, options: Sequence[tuple[int, ...]], stage: int, goals: Goals) -> None:
        self.grid = grid
        self.classes, self.class_of = slot_classes(grid, options)
        self.rows = Rows()
        self.at: dict[tuple[int, int], int] = {}  # (entry, class) -> column
        self.count: dict[
            int, tuple[str, int]
        ] = {}  # column that counts a party towards a goal -> ("met" or "low", party)
        for e, slots in enumerate(options):
            for k in sorted({self.class_of[slot] for slot in slots}):
                self.at[e, k] = self.rows.add_column(1, grid.score[e] if stage == 2 else 0)
        self.of_entry: list[list[int]] = [[] for _ in options]
        for (e, _), column in self.at.items():
            self.of_entry[e].append(column)
        self._persons()
        self._caps()
        self._goals(stage, goals)

    def _persons(self) -> None:
        grid = self.grid
        led = {c for c, rows in enumerate(grid.by_company) if rows and grid.attendant_of[rows[0]] >= 0}
        companies = [() if c in led else rows for c, rows in enumerate(grid.by_company)]
        for kind, groups in (("senior", grid.by_senior), ("company", companies), ("attendant", grid.by_attendant)):
            for number, entries in enumerate(groups):
                for k, slots in enumerate(self.classes):
                    columns = [self.at[e, k] for e in entries if (e, k) in self.at]
                    if len(columns) > len(slots):
                        self.rows.add_row((kind, number, k), columns, len(slots))
        for k, slots in enumerate(self.classes):
            columns = [column for (_, other), column in self.at.items() if other == k]
            seats = sum(grid.tables[slot] for slot in slots)
            if len(columns) > seats:
                self.rows.add_row(("tables", k), columns, seats)

    def _caps(self) -> None:
        grid, locked = self.grid, self.grid.locked_slots
        for e, columns in enumerate(self.of_entry):
            if e in locked:
                self.rows.add_row(("entry", e), columns, 1, equal=True)
            elif len(columns) > 1:
                self.rows.add_row(("entry", e), columns, 1)
        sides = (("senior_max", grid.by_senior, grid.senior_max), ("company_max", grid.by_company, grid.company_max))
        for kind, groups, caps in sides:
            for number, entries in enumerate(groups):
                if caps[number] < len(entries):
                    self.rows.add_row((kind, number), self.columns(entries), caps[number])

    def columns(self, entries: Sequence[int]) -> list[int]:
        return [column for e in entries for column in self.of_entry[e]]

    def _goals(self, stage: int, goals: Goals) -> None:
        """Seniors met and companies at their minimum: as plain rows where nobody need be missed, else counted."""
        grid = self.grid
        met, low = reachable(grid, self.of_entry)
        self._side("met", grid.by_senior, met, goals.unmet, len(grid.seniors), stage == 0)
        if stage >= 1:
            self._side("low", grid.by_company, low, goals.shortfall, sum(grid.company_min), stage == 1)

    def _side(self, kind: str, groups, possible: list[int], missing: int | None, wanted: int, goal: bool) -> None:
        if not goal and missing == wanted - sum(possible):
            for number, entries in enumerate(groups):
                if possible[number]:
                    self.rows.add_row((kind, number), self.columns(entries), -possible[number], sign=-1)
            return
        for number, entries in enumerate(groups):
            if possible[number]:
                column = self.rows.add_column(possible[number], int(goal))
                self.count[column] = kind, number
                self.rows.add_row((kind, number), self.columns(entries), 0, sign=-1)
                self.rows.add_term(column, 1)
        if not goal and missing is not None:
            counts = [column for column, (side, _) in self.count.items() if side == kind]
            self.rows.add_row((f"{kind}_total",), counts, missing - wanted, sign=-1)

    def certify(self, limit: float) -> Certificate | None:
        """Solve the LP; None where it has no solution; OutOfTime."""
        rows = self.rows
        if not rows.high:
            return Certificate(0, np.zeros(0, np.int64), np.zeros(len(rows.limit), np.int64))
        if limit <= 0:
            raise OutOfTime
        matrix, equal = rows.matrix, np.array(rows.equal, dtype=bool)
        cost, limits = np.array(rows.cost, dtype=np.int64), np.array(rows.limit, dtype=np.int64)
        result = linprog(
            -cost.astype(float),
            A_ub=matrix[~equal].astype(float) if (~equal).any() else None,
            b_ub=limits[~equal] if (~equal).any() else None,
            A_eq=matrix[equal].astype(float) if equal.any() else None,
            b_eq=limits[equal] if equal.any() else None,
            bounds=[(0, high) for high in rows.high],
            method="highs-ds",
            options={"time_limit": limit},
        )
        if result.status == 1:
            raise OutOfTime
        if result.status != 0:
            return None
        price = np.zeros(len(limits), dtype=np.int64)
        if (~equal).any():
            price[~equal] = np.maximum(0, np.rint(-result.ineqlin.marginals * GRAIN)).astype(np.int64)
        if equal.any():
            price[equal] = np.rint(-result.eqlin.marginals * GRAIN).astype(np.int64)
        reduced = cost * GRAIN - matrix.T @ price
        high = np.array(rows.high, dtype=np.int64)
        bound = int(price @ limits) + int(np.maximum(reduced, 0) @ high)
        return Certificate(bound, reduced, price)

    def best(self, limit: float) -> int:
        """The whole-numbered optimum by HiGHS' branch and bound, exact up to its tolerance of 1e-6; OutOfTime."""
        rows = self.rows
        if not rows.high:
            return 0
        if limit <= 0:
            raise OutOfTime
        limits, equal = np.array(rows.limit, dtype=float), np.array(rows.equal, dtype=bool)
        result = milp(
            -np.array(rows.cost, dtype=float),
            integrality=np.ones(len(rows.high)),
            bounds=Bounds(0, rows.high),
            constraints=LinearConstraint(rows.matrix.astype(float), np.where(equal, limits, -np.inf), limits),
            options={"mip_rel_gap": 0.0, "time_limit": limit},
        )
        if result.status != 0:
            raise OutOfTime
        return int(np.array(rows.cost, dtype=np.int64) @ np.rint(result.x).astype(np.int64))


def slot_classes(grid: Grid, options: Sequence[tuple[int, ...]]) -> tuple[list[tuple[int, ...]], list[int]]:
    """The classes of slots that nobody can tell apart, and each slot's class."""
    inside: list[list[int]] = [[] for _ in range(grid.slots)]
    for e, slots in enumerate(options):
        for slot in slots:
            inside[slot].append(e)
    classes: dict[tuple, list[int]] = {}
    for slot in range(grid.slots):
        classes.setdefault((grid.tables[slot], tuple(inside[slot])), []).append(slot)
    groups = [tuple(slots) for slots in classes.values()]
    class_of = [0] * grid.slots
    for k, slots in enumerate(groups):
        for slot in slots:
            class_of[slot] = k
    return groups, class_of


def reachable(grid: Grid, options: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Interviews that count for each senior (0 or 1) and towards each company's minimum, at the very most."""
    sides = (
        (grid.by_senior, grid.senior_max, [1] * len(grid.seniors)),
        (grid.by_company, grid.company_max, grid.company_min),
    )
    met, low = (
        [
            min(need, cap, sum(1 for e in entries if options[e]))
            for entries, cap, need in zip(groups, caps, needs, strict=True)
        ]
        for groups, caps, needs in sides
    )
    return met, low
