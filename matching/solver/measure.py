"""The five objectives of a plan, and which of two plans is better."""

from collections.abc import Iterable

from .grid import Grid, Plan

Values = tuple[int, int, int, int, int]


def measure(grid: Grid, plan: Plan) -> Values:
    """(seniors_unmet, company_shortfall, score, senior_idle, company_idle)."""
    seniors = _slots_of(grid.by_senior, plan)
    companies = _slots_of(grid.by_company, plan)
    return (
        sum(1 for slots in seniors if not slots),
        sum(max(0, low - len(slots)) for low, slots in zip(grid.company_min, companies, strict=True)),
        sum(grid.score[e] for e in plan),
        idle(grid.days, seniors),
        idle(grid.days, companies),
    )


def better(first: Values, second: Values) -> bool:
    """Does the first come before the second in the order of the objectives?"""
    return rank(first) < rank(second)


def rank(values: Values) -> Values:
    """The values as a key to sort by, best first."""
    unmet, shortfall, score, senior_idle, company_idle = values
    return unmet, shortfall, -score, senior_idle, company_idle


def idle(days: Iterable[tuple[int, int]], parties: list[list[int]]) -> int:
    """Slots strictly between somebody's first and last meeting of a day in which that somebody has none."""
    total = 0
    for slots in parties:
        for first, end in days:
            inside = [slot for slot in slots if first <= slot < end]
            if inside:
                total += max(inside) - min(inside) + 1 - len(inside)
    return total


def _slots_of(groups: tuple[tuple[int, ...], ...], plan: Plan) -> list[list[int]]:
    return [[plan[e] for e in group if e in plan] for group in groups]
