"""Seeded problems shaped like real events: their numbers of companies, seniors and interviews, invented people."""

import random
from typing import Any

SHAPES: dict[str, dict[str, int]] = {
    "iwaki-2019": {"companies": 20, "seniors": 39, "interviews": 87},
    "niigata-2019": {"companies": 23, "seniors": 35, "interviews": 88},
    "daitokyo-2022": {"companies": 16, "seniors": 67, "interviews": 94, "days": 2},
    "kyushu-2016": {"companies": 55, "seniors": 65, "interviews": 190, "days": 2},
    "tokyo-2017": {"companies": 60, "seniors": 150, "interviews": 450},
}


def event_shape(
    companies: int,
    seniors: int,
    interviews: int,
    days: int = 1,
    seed: int = 0,
    *,
    slots: int = 9,
    partial: float = 0.05,
    shared: float = 0.2,
    spare: float = 1.5,
    tables: int | None = None,
    lowest: int = 1,
    levels: int = 181,
    name: str = "",
) -> dict[str, Any]:
    """A ``kouryukai-problem/1`` document.

    ``interviews`` is about how many interviews the event had, ``spare`` how many entries there are for each of them;
    ``partial`` the share of people who are there for a part of the time only, ``shared`` the share of companies that
    have their attendant in common with another; ``tables`` per slot (None: one per company), ``lowest`` the
    companies' minimum, ``levels`` how many different scores there can be (few: many plans of equal worth).
    """
    dice = random.Random(f"{companies}/{seniors}/{interviews}/{days}/{seed}")
    count = slots * days
    firms = [f"C{number:03d}" for number in range(1, companies + 1)]
    people = [f"S{number:04d}" for number in range(1, seniors + 1)]
    helpers, helper_of = _attendants(dice, firms, shared)
    return {
        "format": "kouryukai-problem/1",
        "name": name or f"event-{companies}-{seniors}-{interviews}-{days}-{seed}",
        "slots": [_slot(number, slots) for number in range(count)],
        "breaks": [[first, first + 1] for first in range(2, count - 1, 3) if (first + 1) % slots],
        "tables_per_slot": [companies if tables is None else tables] * count,
        "companies": [
            {
                "id": firm,
                "attendant": helper_of[firm],
                "available": _hours(dice, count, partial),
                "min": lowest,
                "max": 9,
            }
            for firm in firms
        ],
        "seniors": [{"id": person, "available": _hours(dice, count, partial), "max": 3} for person in people],
        "attendants": [{"id": helper, "available": _hours(dice, count, partial)} for helper in helpers],
        "entries": _entries(dice, firms, people, round(interviews * spare), levels),
        "locked": [],
    }


def shape(name: str, seed: int = 0, **changes: Any) -> dict[str, Any]:
    """One of SHAPES as a problem document."""
    return event_shape(**SHAPES[name], seed=seed, name=f"{name}-{seed}", **changes)


def _slot(number: int, slots: int) -> dict[str, Any]:
    minute = 13 * 60 + 30 + (number % slots) * 20 + (number % slots) // 3 * 10
    start, end = (f"{time // 60:02d}:{time % 60:02d}" for time in (minute, minute + 20))
    return {"id": number, "day": number // slots, "start": start, "end": end}


def _attendants(dice: random.Random, firms: list[str], shared: float) -> tuple[list[str], dict[str, str]]:
    helpers: list[str] = []
    helper_of: dict[str, str] = {}
    for firm in firms:
        if not helpers or dice.random() >= shared:
            helpers.append(f"A{len(helpers) + 1:03d}")
        helper_of[firm] = helpers[-1]
    return helpers, helper_of


def _hours(dice: random.Random, count: int, partial: float) -> list[int]:
    """All slots, or, with the chance ``partial``, an unbroken stretch of a third to all but one of them."""
    if dice.random() >= partial or count < 3:
        return list(range(count))
    length = dice.randint(max(1, count // 3), count - 1)
    first = dice.randint(0, count - length)
    return list(range(first, first + length))


def _entries(
    dice: random.Random, firms: list[str], people: list[str], wanted: int, levels: int
) -> list[dict[str, Any]]:
    """Popular firms get more entries; everybody applies at least once; scores from a wish (1 to 5) and a fit (0 to 100)."""
    weights = [dice.paretovariate(2.5) for _ in firms]
    pairs: dict[tuple[str, str], int] = {}
    wanted = min(wanted, len(firms) * len(people))
    turn = 0
    while firms and people and len(pairs) < wanted:
        person = people[turn] if turn < len(people) else dice.choice(people)
        firm = dice.choices(firms, weights)[0] if turn < 20 * wanted else dice.choice(firms)
        if (firm, person) not in pairs:
            points = 20 * dice.randint(1, 5) + dice.randint(0, 100) - 20
            pairs[firm, person] = 20 + points * levels // 181
        turn += 1
    rows = sorted(pairs.items())
    return [
        {"id": f"E{number:05d}", "company": firm, "senior": person, "score": score}
        for number, ((firm, person), score) in enumerate(rows, 1)
    ]
